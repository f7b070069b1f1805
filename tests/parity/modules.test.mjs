// The module of a first visit beside the whole one: it says part-missing, or the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gallery, hashOf, loadCore, openSession } from './core.mjs';

const first = await loadCore();
const whole = await loadCore('glassbox_full');
const session = new first.Session();
const wholeSession = new whole.Session();
const lacksPart = (json) => json.includes('"code":"part-missing"');
const unexplained = (json) => JSON.parse(json, (key, value) => (key === 'meaning' ? '' : value));

/** A text for each part that the module of a first visit leaves out, and the key that says so. */
const missing = [
  ['data=circle&precision=64', 'precision'],
  ['data=circle&net=2:tanh,res(2:tanh,ln)', 'net'],
  ['data=circle&net=3:gelu', 'net'],
  ['data=circle&net=3:tanh,act:sine', 'net'],
  ['data=digits&net=conv:4x3:relu,8:relu', 'net'],
  ['data=circle&loss=huber', 'loss'],
  ['data=circle&opt=rmsprop', 'opt'],
  ['data=circle&batch=1', 'batch'],
  ['data=reflectivity', 'data'],
  ['data=rows', 'data'],
  ['data=rows&rows=class(x1,x2):0,1,1;1,0,0', 'rows'],
  ['data=circle&bug=sign', 'bug'],
];

test('the module that a page loads first says what it does not have', () => {
  for (const [text, key] of missing) {
    const replies = [new first.Session().open(text), session.check(text), session.withField(text, 'seed', '2')];
    for (const reply of replies.map((json) => JSON.parse(json))) {
      assert.deepEqual([text, reply.ok, reply.problems[0].code, reply.problems[0].key], [text, false, 'part-missing', key]);
    }
    assert.equal(JSON.parse(wholeSession.check(text)).problems, undefined, text);
  }
});

test('the module that a page loads first says of a change what the change needs', () => {
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

test('these cards of the gallery need no more than the module that a page loads first', () => {
  const told = gallery.filter(({ text }) => !lacksPart(session.check(text))).map(({ id }) => id);
  const cards =
    'circle xor gauss spiral moons plane digits parity autoencoder fooled twins shapes activation fourrows surface xorone xortwo dear rare ' +
    'smoothing wine cancer cosine leash bounce rewind smoke short patience faint dying pruned rates bends nothing bet';
  assert.deepEqual(told, cards.split(' '));
});

/** What may stand behind a key besides its choices. */
const values = {
  net: [
    '',
    '8:tanh',
    '3:relu,4:gelu',
    'act:sine',
    'res(8:tanh,8:linear)',
    '4:tanh,drop:0.1',
    'bn,ln',
    '3:tanh,smax',
    'conv:4x3:relu',
    '2:step',
  ],
  in: ['', 'x1', 'x1,x2', 'x1,x1x1', 'x1,x2,x1x2,sinx1', 'foo'],
  rows: ['', 'class(x1,x2):0,1,1;1,0,0', 'value(x1):0,1;1,3', 'bits:2:e', 'xx'],
  edits: ['', '7:batch=1', '5:lr=0.1', '3:0.w.0.0=1', '1:batch=all', '2:opt=adam'],
  batch: ['1', '10', 'all', '0.5'],
};
const other = ['', '0', '1', '2', '0.5', '40', '1e9', 'x', '1,2', '0,1;1,0', '1,2,3'];

/** The same picks on every computer: a test that fails fails again. */
function dice(seed) {
  let state = seed;
  const roll = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) / 0x800000;
  };
  return (list) => list[Math.floor(roll() * list.length)];
}

test('on two thousand texts and changes the module that a page loads first says part-missing, or what the whole one says', () => {
  const pick = dice(1);
  const fields = JSON.parse(whole.fieldsJson());
  const worth = ({ key, choices }) => pick(values[key] ?? (choices.length > 0 ? [...choices.map(({ name }) => name), 'zzz'] : other));
  const usual = fields.filter(
    ({ key }) => key in values || ['data', 'out', 'loss', 'opt', 'precision', 'bug', 'n', 'w', 'lr'].includes(key),
  );
  let same = 0;
  const compare = (what, ask) => {
    const said = ask(session);
    const saidByWhole = ask(wholeSession);
    assert.ok(!lacksPart(saidByWhole), what);
    if (lacksPart(said)) return;
    same += 1;
    assert.deepEqual(unexplained(said), unexplained(saidByWhole), what);
  };
  for (let i = 0; i < 1000; ++i) {
    const keys = new Set(['data', pick(usual).key, pick(usual).key, pick(fields).key]);
    const text = [...keys].map((key) => `${key}=${worth(fields.find((field) => field.key === key))}`).join('&');
    compare(text, (one) => one.check(text));
    const field = pick(pick([usual, fields]));
    const value = worth(field);
    compare(`${text}, then ${field.key}=${value}`, (one) => one.withField(text, field.key, value));
  }
  assert.ok(same > 200, `${same} answers of the first module`);
});

test('a batch edited to one row trains to the same weights in the module without kernels for single rows', () => {
  for (const text of ['data=circle&net=4:tanh&edits=7:batch=1', 'data=sine&net=30:sigmoid&opt=sgd&edits=7:batch=1;400:batch=8']) {
    const run = openSession(first, text);
    run.advance(1000, Number.POSITIVE_INFINITY);
    assert.equal(run.weightsHash(), hashOf('native', text, 1000));
  }
});
