// Runs where it measures, in a page or in Node: holds one workload, and lets one contestant at a time train it for a given time.
import { peers, unpack } from './peers.mjs';

let core;
let workload;
let meta;
let numbers;

function glassbox() {
  const contestant = new core.Contestant(meta, numbers);
  return { differs: '', reset: () => contestant.reset(), train: (_first, count) => contestant.train(count), loss: () => contestant.loss() };
}
const makers = { 'glassbox, Chromium': glassbox, ...peers };
export const names = Object.keys(makers);
const contestants = {};

export async function load(at, id, createCore) {
  core = await createCore();
  const file = async (extension) => fetch(`${at}/${id}.${extension}`);
  meta = await (await file('txt')).text();
  numbers = new Float32Array(await (await file('bin')).arrayBuffer());
  workload = unpack(await (await file('json')).json(), numbers);
}

/** {differs, loss} after the reference epochs, or null for a contestant that cannot train this workload. */
export function judge(name) {
  const contestant = makers[name](workload, globalThis);
  if (!contestant) return null;
  contestants[name] = contestant;
  contestant.reset();
  for (let epoch = 0; epoch < workload.reference; ++epoch) contestant.train(0, workload.steps);
  return { differs: contestant.differs, loss: contestant.loss() };
}

/** The rows of so many batches from the front of an epoch on. */
function rowsOf(batches) {
  return Math.floor(batches / workload.steps) * workload.n + (batches % workload.steps) * workload.batch;
}

/** Rows a second over about `milliseconds` of training; starting again from the initial weights is not counted. */
export function measure(name, milliseconds) {
  const contestant = contestants[name];
  const stage = workload.stage * workload.steps;
  let spent = 0;
  let rows = 0;
  let stride = 1; // batches between two looks at the clock
  while (spent < milliseconds) {
    contestant.reset();
    for (let done = 0; done < stage && spent < milliseconds; ) {
      const count = Math.min(stride, stage - done);
      const start = performance.now();
      contestant.train(done % workload.steps, count);
      const took = performance.now() - start;
      if (count === stride && took < 5) stride *= 2;
      spent += took;
      rows += rowsOf(done + count) - rowsOf(done);
      done += count;
    }
  }
  return (rows / spent) * 1000;
}

/** Floating-point operations a second of multiply and add on registers. */
export function peak(milliseconds) {
  const rounds = 1e6;
  const start = performance.now();
  let operations = 0;
  while (performance.now() - start < milliseconds) {
    core.multiplyAdd(rounds);
    operations += rounds * core.operationsPerRound();
  }
  return (operations / (performance.now() - start)) * 1000;
}
