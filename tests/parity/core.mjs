// The wasm core in Node, and the command line programs beside it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const gallery = JSON.parse(readFileSync(join(root, 'web/src/gallery/gallery.json'), 'utf8')).cards;

/** A fresh module. Emscripten's own loader cannot read files in Node, so it is given the bytes. */
export async function loadCore(name = 'glassbox') {
  const { default: create } = await import(join(root, `build/wasm/${name}.mjs`));
  return create({ wasmBinary: readFileSync(join(root, `build/wasm/${name}.wasm`)) });
}

/** The module in which a page trains this text: the first one, unless that says that it lacks a part. */
export async function coreFor(text) {
  const first = await loadCore();
  const reply = new first.Session().check(text);
  return reply.includes('"code":"part-missing"') ? loadCore('glassbox_full') : first;
}

/** A session with the text open at step 0; throws the problems' words. */
export function openSession(core, text) {
  const session = new core.Session();
  const table = session.tableNeeded(text);
  if (table) session.provideTable(table, readFileSync(join(root, `core/data/${table}.table`)));
  const reply = JSON.parse(session.open(text));
  if (!reply.ok) throw new Error(reply.problems.map((problem) => problem.message).join('\n'));
  return session;
}

/** Runs a command line program; {status, out, error}. */
export const program = (build, ...args) => programWithInput(build, '', ...args);

/** The same with text on its standard input. */
export function programWithInput(build, input, ...args) {
  const done = spawnSync(join(root, `build/${build}/glassbox`), args, { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  return { status: done.status, out: done.stdout, error: done.stderr };
}

/** The weights hash of a program's run of exactly `steps` steps (or to the run's end). */
export function hashOf(build, text, steps) {
  const { out, error } = program(build, 'run', text, '--steps', String(steps), '--hash');
  const match = /^hash ([0-9a-f]{16})$/m.exec(out);
  if (!match) throw new Error(`no hash: ${error}`);
  return match[1];
}
