// The contest on W1 to W7: every contestant in turn, round after round, so that a busy moment of the machine meets all of them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startServer } from '../../web/scripts/serve.mjs';
import { root } from '../browser/harness.mjs';
import * as arena from './arena.mjs';

const folder = join(root, 'build/bench');
const libraries = [
  'synaptic/dist/synaptic.min.js',
  'brain.js/dist/browser.js',
  'convnetjs/build/convnet-min.js',
  '@tensorflow/tfjs/dist/tf.min.js',
  '@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js',
];
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** A program that answers lines on standard input with a number a line; null where it does not start. */
class Program {
  constructor(command, ...args) {
    this.child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stdin.on('error', () => {});
  }
  async ask(line) {
    this.child.stdin.write(`${line}\n`);
    const { value, done } = await this.lines.next();
    return done ? null : Number(value);
  }
  close() {
    this.child.stdin.end();
  }
}

/** Builds dlib's contestant where the library is installed. */
function dlibProgram() {
  const program = join(folder, 'dlib');
  if (existsSync(program)) return program;
  const built = spawnSync(
    'g++',
    [
      '-std=c++17',
      '-O3',
      '-march=native',
      '-w',
      join(root, 'tests/bench/dlib.cpp'),
      '-o',
      program,
      '-ldlib',
      '-lblas',
      '-llapack',
      '-lpthread',
    ],
    { stdio: 'ignore' },
  );
  return built.status === 0 ? program : null;
}

function nativePrograms() {
  const programs = { 'glassbox, native': [join(root, 'build/native/glassbox_bench')] };
  const dlib = dlibProgram();
  if (dlib) programs['dlib 19.24, native'] = [dlib];
  if (spawnSync('/usr/bin/python3', ['-c', 'import torch'], { stdio: 'ignore' }).status === 0)
    programs['PyTorch, 1 thread, native'] = ['/usr/bin/python3', join(root, 'tests/bench/pytorch.py')];
  return programs;
}

/** A page that holds the contestants of the browser, with one workload loaded. */
async function openArena(browser, port, id) {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${port}/tests/bench/arena.html`);
  for (const library of libraries) await page.addScriptTag({ url: `/tests/bench/node_modules/${library}` });
  await page.evaluate(async (name) => {
    globalThis.tf.wasm.setWasmPaths('/tests/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
    const { default: create } = await import('/build/wasm/glassbox_bench.mjs');
    for (const backend of ['cpu', 'wasm']) await globalThis.tf.setBackend(backend);
    globalThis.arena = await import('/tests/bench/arena.mjs');
    await globalThis.arena.load('/build/bench', name, () => create({ locateFile: (file) => `/build/wasm/${file}` }));
  }, id);
  return page;
}

/** What a peer's loss may be at most after the reference epochs. */
function expected(workload, differs) {
  if (!differs) return 1.05 * workload.loss_after;
  return Math.max(1.05 * workload.loss_after, 1.15 * (workload.loss_sgd ?? 0));
}

async function judgeAll(workload, contestants) {
  for (const contestant of contestants) {
    const judged = await contestant.judge().catch((error) => ({ error: String(error) }));
    Object.assign(contestant, judged ?? { loss: null });
    contestant.counts = contestant.loss !== null && contestant.loss <= expected(workload, contestant.differs);
    console.error(
      `  ${contestant.name.padEnd(28)} ${contestant.loss === null ? '–' : contestant.loss?.toPrecision(5)} ${contestant.differs ?? ''} ${contestant.error ?? ''} ${contestant.counts ? '' : '(does not count)'}`,
    );
  }
  return contestants.filter((contestant) => contestant.counts);
}

/** Why a contestant's speed does not count. */
function shortfall(workload, { loss, differs, error }) {
  if (error) return error;
  return loss === null
    ? 'cannot train it'
    : `a loss of ${loss.toPrecision(3)} where ${expected(workload, differs).toPrecision(3)} is asked`;
}

/**
 * [{workload, peaks, contestants, left}] of all workloads: rates in rows a second, peaks in operations, one of each round; `left` are those
 * whose speed does not count, with the reason. `only` names some.
 */
export async function contest(browser, { rounds = 9, milliseconds = 500, only = '' } = {}) {
  mkdirSync(folder, { recursive: true });
  if (spawnSync('/usr/bin/python3', [join(root, 'tests/bench/workloads.py'), folder], { stdio: 'inherit' }).status !== 0)
    throw new Error('the workloads need python3-numpy: apt-get install python3-numpy');
  const server = await startServer(root, 0);
  const natives = nativePrograms();
  const results = [];
  for (const id of ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7'].filter((name) => !only || only.split(',').includes(name))) {
    const workload = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'));
    console.error(`${id}: ${workload.title}, loss ${workload.loss_after.toPrecision(5)}`);
    const page = await openArena(browser, server.port, id);
    const { default: create } = await import(join(root, 'build/wasm/glassbox_bench.mjs'));
    await arena.load(`http://localhost:${server.port}/build/bench`, id, () =>
      create({ wasmBinary: readFileSync(join(root, 'build/wasm/glassbox_bench.wasm')) }),
    );
    const node = {
      name: 'glassbox, Node',
      judge: async () => arena.judge(arena.names[0]),
      measure: async () => arena.measure(arena.names[0], milliseconds),
    };
    const names = await page.evaluate(() => globalThis.arena.names);
    const contestants = names.map((name) => ({
      name,
      judge: () => page.evaluate((who) => globalThis.arena.judge(who), name),
      measure: () => page.evaluate(([who, time]) => globalThis.arena.measure(who, time), [name, milliseconds]),
    }));
    const programs = Object.entries(natives).map(([name, command]) => {
      const program = new Program(...command, join(folder, id));
      return {
        name,
        program,
        judge: async () => ({ differs: '', loss: await program.ask('loss') }),
        measure: () => program.ask(`measure ${milliseconds / 1000}`),
      };
    });
    const everybody = [contestants[0], node, ...contestants.slice(1), ...programs];
    const counting = await judgeAll(workload, everybody);
    const left = everybody
      .filter(({ counts }) => !counts)
      .map((contestant) => ({ name: contestant.name, why: shortfall(workload, contestant) }));
    for (const contestant of counting) contestant.rates = [];
    const peaks = [];
    for (let round = 0; round < rounds; ++round) {
      for (const contestant of counting) contestant.rates.push(await contestant.measure());
      peaks.push(await page.evaluate((time) => globalThis.arena.peak(time), milliseconds / 5));
    }
    for (const { program } of programs) program.close();
    await page.close();
    results.push({
      workload,
      peaks,
      left,
      contestants: counting.map(({ name, differs, loss, rates }) => ({ name, differs, loss, rates, rate: median(rates) })),
    });
    for (const { name, rates } of counting) console.error(`  ${name.padEnd(28)} ${median(rates).toPrecision(4)} rows/s`);
  }
  server.close();
  return results;
}
