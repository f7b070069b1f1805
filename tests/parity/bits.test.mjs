import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settled, withSite } from '../browser/harness.mjs';
import { coreFor, gallery, hashOf, loadCore, openSession, program, root } from './core.mjs';

const steps = 1000;
/** Every card that trains; own data starts without a point. */
const experiments = gallery.filter((card) => card.id !== 'own');
const native = new Map(experiments.map(({ id, text }) => [id, hashOf('native', text, steps)]));

test('the gallery holds the experiments that are compared', () => assert.ok(experiments.length >= 16));

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

/** Double precision is a module of its own, which a page fetches when it meets the first such experiment. */
const inDouble = 'data=spiral&net=4:tanh,res(drop:0.1,4:gelu)&opt=adam&lr=0.01&precision=64';

/** A text for each part that the module of a first visit leaves out, and the key that says so. */
const missing = [
  [inDouble, 'net'],
  ['data=circle&precision=64', 'precision'],
  ['data=circle&net=2:tanh,res(2:tanh,ln)', 'net'],
  ['data=circle&net=3:gelu', 'net'],
  ['data=circle&net=3:tanh,act:sine', 'net'],
  ['data=digits&net=conv:4x3:relu,8:relu', 'net'],
  ['data=circle&loss=huber', 'loss'],
  ['data=circle&opt=rmsprop', 'opt'],
  ['data=circle&batch=1', 'batch'],
  ['data=xor4', 'data'],
  ['data=mortgage', 'data'],
  ['data=reflectivity', 'data'],
  ['data=rows&rows=class(x1,x2):0,1,1;1,0,0', 'rows'],
  ['data=circle&bug=sign', 'bug'],
];

test('the module that a page loads first says what it does not have', async () => {
  const core = await loadCore();
  const whole = await loadCore('glassbox_full');
  for (const [text, key] of missing) {
    const replies = [new core.Session().open(text), new core.Session().check(text), new core.Session().withField(text, 'seed', '2')];
    for (const reply of replies.map((json) => JSON.parse(json))) {
      assert.deepEqual([text, reply.ok, reply.problems[0].code, reply.problems[0].key], [text, false, 'part-missing', key]);
    }
    assert.equal(JSON.parse(new whole.Session().check(text)).problems, undefined, text);
  }
});

test('the module that a page loads first says of a change what the change needs', async () => {
  const session = new (await loadCore()).Session();
  const plain = 'data=circle&net=3:tanh';
  const changes = {
    data: session.withField(plain, 'data', 'rows'),
    net: session.withLayer(plain, 'add', 0, '3:elu'),
    rows: session.withPoint(plain, 'add', 0, 1, 1, 0),
    batch: session.withField(plain, 'batch', '1'),
  };
  for (const [key, json] of [...Object.entries(changes), ['rows', session.withPastedRows(plain, '1,2,0\n2,1,1')]]) {
    const { ok, problems } = JSON.parse(json);
    assert.deepEqual([ok, problems.map((problem) => [problem.code, problem.key])], [false, [['part-missing', key]]]);
  }
});

test('what the module that a page loads first does have, it tells as the whole one does', async () => {
  const session = new (await loadCore()).Session();
  const whole = new (await loadCore('glassbox_full')).Session();
  const unexplained = (json) => JSON.parse(json, (key, value) => (key === 'meaning' ? '' : value));
  const texts = [
    ...experiments.map(({ text }) => text),
    'lr=x',
    'data=circle&net=3:tanhh',
    'foo=1&net=,',
    'data=xor&loss=ce',
    'net=8:tanh&w=1',
  ];
  const told = texts.filter((text) => !session.check(text).includes('"part-missing"'));
  assert.ok(told.length > 20, `${told.length}`);
  for (const text of told) assert.deepEqual(unexplained(session.check(text)), unexplained(whole.check(text)), text);
});

test('a batch edited to one row trains to the same weights in the module without kernels for single rows', async () => {
  const core = await loadCore();
  for (const text of ['data=circle&net=4:tanh&edits=7:batch=1', 'data=sine&net=30:sigmoid&opt=sgd&edits=7:batch=1;400:batch=8']) {
    const session = openSession(core, text);
    session.advance(steps, Number.POSITIVE_INFINITY);
    assert.equal(session.weightsHash(), hashOf('native', text, steps));
  }
});

test('the module with double precision trains to the same weights as g++, in both precisions', async () => {
  const core = await loadCore('glassbox_full');
  for (const text of [inDouble, inDouble.replace('&precision=64', '')]) {
    const session = openSession(core, text);
    session.advance(steps, Number.POSITIVE_INFINITY);
    assert.equal(session.weightsHash(), hashOf('native', text, steps));
  }
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

test('Chromium fetches double precision when an experiment asks for it, and stays with it', async () => {
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
