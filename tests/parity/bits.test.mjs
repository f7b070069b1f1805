import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settled, withSite } from '../browser/harness.mjs';
import { coreFor, hashOf, loadCore, openSession, program, root } from './core.mjs';
import { experiments, missingPieces } from './experiments.mjs';

const steps = 1000;
const native = new Map(experiments.map(({ id, text }) => [id, hashOf('native', text, steps)]));

test('every choice, every layer and every number of an experiment is in one that is compared', () => assert.deepEqual(missingPieces(), []));

/** Links are kept for years: what they trained to when they were published, they train to now. */
const published = JSON.parse(readFileSync(join(root, 'tests/fixtures/published_hashes.json'), 'utf8'));

for (const { text, hash } of published)
  test(`${text} trains to the weights it was published with`, () => assert.equal(hashOf('native', text, steps), hash));

for (const { id, text } of experiments) {
  test(`${id}: clang trains to the same weights as g++`, () => assert.equal(hashOf('clang', text, steps), native.get(id)));

  test(`${id}: WebAssembly in Node trains to the same weights as g++`, async () => {
    const session = openSession(await coreFor(text), text);
    session.advance(steps, Number.POSITIVE_INFINITY);
    assert.equal(session.weightsHash(), native.get(id));
  });

  test(`${id}: k steps, a checkpoint and the rest equal the whole run`, async () => {
    const core = await coreFor(text);
    const whole = openSession(core, text);
    whole.advance(400, Number.POSITIVE_INFINITY);
    const first = openSession(core, text);
    first.advance(137, Number.POSITIVE_INFINITY);
    const second = openSession(core, text);
    assert.equal(JSON.parse(second.restore(first.checkpoint())).ok, true);
    second.advance(400, Number.POSITIVE_INFINITY);
    assert.equal(second.stateHash(), whole.stateHash());
  });
}

const inDouble = 'data=spiral&net=4:tanh,res(drop:0.1,4:gelu)&opt=adam&lr=0.01&precision=64';

test('a run in double precision trains to the same weights as g++', async () => {
  const session = openSession(await coreFor(inDouble), inDouble);
  session.advance(steps, Number.POSITIVE_INFINITY);
  assert.equal(session.weightsHash(), hashOf('native', inDouble, steps));
});

/** A question as LandscapeQuestion has it; `plane` and what differs is asked of the command line too. */
const landscapes = [
  { text: 'data=spiral&net=8:tanh,8:tanh&opt=adam&lr=0.01', plane: 'path', size: 9 },
  { text: 'data=spiral&net=8:tanh,8:tanh&opt=adam&lr=0.01&precision=64', plane: 'path', size: 9 },
  { text: 'data=digits&test=0.8&net=conv:4x3:relu,pool:2,bn,12:gelu&batch=20&l2=0.01', plane: 'path', size: 5, penalty: true },
  { text: 'data=iris&net=6:gelu,ln,drop:0.1', plane: 'random', size: 9, seed: 3 },
  { text: 'data=circle&net=3:softplus', plane: 'weights', size: 9, first: '0.w.0.0', second: '1.b.0' },
];

test('a landscape has the same numbers in g++, clang and wasm, to the last bit', async (t) => {
  const core = await loadCore('glassbox_full');
  for (const { text, ...asked } of landscapes) {
    const options = Object.entries(asked).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
    await t.test(`${text} ${asked.plane}`, () => {
      const session = openSession(core, text);
      session.advance(steps, Number.POSITIVE_INFINITY);
      const instruments = new core.Instruments();
      const table = instruments.tableNeeded(text);
      if (table) instruments.provideTable(table, readFileSync(join(root, `core/data/${table}.table`)));
      const question = { first: '', second: '', held: '', heldAt: 0, seed: 1, zoom: 1, penalty: false, path: true, ...asked };
      let landscape = JSON.parse(instruments.landscape(text, session.checkpoint(), question, []));
      while (!landscape.done) landscape = JSON.parse(instruments.landscapeOn());
      const values = [...instruments.landscapeGrid()];
      const grid = Array.from({ length: asked.size }, (_, y) => values.slice(asked.size * y, asked.size * (y + 1)));
      assert.ok(landscape.path.length > 2 && values.every(Number.isFinite), JSON.stringify(landscape));
      for (const build of ['native', 'clang']) {
        const { out, error } = program(build, 'landscape', text, '--at-step', String(steps), ...options);
        assert.equal(error, '');
        assert.deepEqual(JSON.parse(out), { landscape, grid });
      }
    });
  }
});

test('Chromium fetches the whole module when an experiment asks for it, and stays with it', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${inDouble}&at=${steps}`);
    const { weightsHash } = await settled(page, ['paused']);
    assert.equal(weightsHash, hashOf('native', inDouble, steps));
    await page.evaluate((text) => (location.hash = text), `data=xor&net=3:tanh&at=${steps}`);
    await page.waitForFunction(
      (hash) => document.documentElement.dataset.weightsHash === hash,
      hashOf('native', 'data=xor&net=3:tanh', steps),
    );
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });
});

test('Chromium shows the same weights after opening each experiment at step 1000', async (t) => {
  await withSite(async ({ open, address }) => {
    const page = await open();
    for (const { id, text } of experiments) {
      await t.test(id, async () => {
        await page.goto('about:blank');
        await page.goto(`${address}#${text.replace(/&at=\d+/, '')}&at=${steps}`);
        const { weightsHash } = await settled(page, ['paused', 'finished', 'diverged']);
        assert.equal(weightsHash, native.get(id));
      });
    }
  });
});
