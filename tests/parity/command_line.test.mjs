import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { program, programWithInput, root } from './core.mjs';

const line = 'data=line&net=4:tanh&epochs=3';

test('run prints one line per epoch and ends with the hash', () => {
  const { status, out } = program('native', 'run', line, '--hash');
  assert.equal(status, 0);
  const lines = out.trim().split('\n');
  assert.equal(lines.length, 4);
  assert.match(lines[0], /^epoch 1 .*train loss/);
  assert.match(lines[3], /^hash [0-9a-f]{16}$/);
});

test('run --json prints one object per line with step, epoch, loss, train and test', () => {
  const { out } = program('native', 'run', line, '--json', '--epochs', '2');
  const objects = out.trim().split('\n').map(JSON.parse);
  assert.deepEqual(
    objects.map((o) => o.epoch),
    [1, 2],
  );
  for (const object of objects) {
    assert.equal(typeof object.step, 'number');
    assert.equal(object.loss, object.train.loss);
    assert.ok(object.test.rows > 0);
  }
});

test('a diverged run exits with 1 and says where', () => {
  const { status, error } = program('native', 'run', 'data=line&net=4:relu&opt=sgd&lr=10&loss=mse', '--epochs', '300');
  assert.equal(status, 1);
  assert.match(error, /diverged at step \d+/);
});

test('a run that stops by itself says why as text, in its last object and in its result, and needs no length', () => {
  const text = 'data=circle&n=80&noise=0.3&test=0.5&net=24:relu,24:relu&lr=0.002&patience=30&restore=best&epochs=0';
  const lines = program('native', 'run', text, '--hash').out.trim().split('\n');
  assert.match(
    lines.at(-2),
    /^stopped at epoch 128: the test loss had not fallen for 30 epochs, since epoch 98; the weights of epoch 98 put back$/,
  );
  const objects = program('native', 'run', text, '--json').out.trim().split('\n').map(JSON.parse);
  assert.deepEqual(
    objects.filter((object) => object.stopped).map((object) => object.epoch),
    [128],
  );
  const result = JSON.parse(program('native', 'run', text, '--result').out);
  assert.deepEqual(result.stopped, { by: 'patience', epoch: 128, bestEpoch: 98, restored: true, value: objects[97].test.loss });
  assert.equal(result.test.loss, objects[97].test.loss);
  assert.equal(`hash ${result.hash}`, lines.at(-1));
});

test('a bad experiment exits with 2 and names every problem', () => {
  const { status, error } = program('native', 'check', 'lrr=0.01&net=8:tanx&batch=-5');
  assert.equal(status, 2);
  for (const word of ['lrr', 'lr', 'tanx', 'tanh', 'batch', '-5']) assert.ok(error.includes(word), word);
  assert.equal(error.trim().split('\n').length, 3);
});

test('a length is asked for when the experiment has none', () => {
  const { status, error } = program('native', 'run', 'data=line&epochs=0');
  assert.equal(status, 2);
  assert.match(error, /epochs/);
});

test('check prints the canonical text, and that text is its own canonical text', () => {
  const first = program('native', 'check', 'https://example.org/page#lr=0.020&data=circle&batch=all~map=classes').out.trim();
  assert.ok(!first.includes('~') && first.startsWith('data=circle'));
  assert.equal(program('native', 'check', first).out.trim(), first);
});

test('standard input is read with -', () => {
  const { status, out } = programWithInput('native', 'data=circle&lr=0.5\n', 'check', '-');
  assert.equal(status, 0);
  assert.match(out, /^data=circle&.*lr=0\.5/);
});

test('more than a megabyte of text is refused in a few words', () => {
  const { status, error } = programWithInput('native', `data=circle&w=${'1,'.repeat(600_000)}`, 'check', '-');
  assert.equal(status, 2);
  assert.ok(error.length < 500, error.slice(0, 500));
});

test('summary counts the 41 parameters of course 2.2', () => {
  const { out } = program('native', 'summary', 'data=rows&rows=value(a,b,c):1,2,3,4;5,6,7,8&net=4:linear,4:linear');
  assert.match(out, /\b16\n/);
  assert.match(out, /\b20\n/);
  assert.match(out, /total parameters 41/);
});

test('fields prints the table as text and as JSON', () => {
  assert.match(program('native', 'fields').out, /\blr\b/);
  const keys = JSON.parse(program('native', 'fields', '--json').out).map((field) => field.key);
  for (const key of ['data', 'net', 'lr', 'seed', 'edits', 'at', 'expect']) assert.ok(keys.includes(key), key);
});

test('the reference page in web/docs is the present table (./dev format renews it)', () => {
  const page = readFileSync(join(root, 'web/docs/fields.md'), 'utf8');
  assert.ok(page.endsWith(program('native', 'fields', '--markdown').out));
});

test('profile prints each part of a step and the whole beside the peak, as a table and as JSON', () => {
  const { status, out } = program('native', 'profile', 'data=circle&net=4:tanh&batch=10');
  assert.equal(status, 0);
  for (const part of ['data', 'forward', 'loss', 'backward', 'update', 'metrics', 'probes'])
    assert.match(out, new RegExp(`^${part} `, 'm'));
  assert.match(out, /samples\/s, .*% of the peak/);
  const profile = JSON.parse(program('native', 'profile', '--json', 'data=circle&net=4:tanh&batch=10').out);
  assert.equal(profile.rows, 10);
  assert.equal(profile.parts.find(({ name }) => name === 'forward').multiplyAdds, 10 * (2 * 4 + 4));
  assert.equal(program('native', 'profile', 'net=nine').status, 2);
});

test('inspect sets gradient, update and data beside a plain reference, as text and as JSON', () => {
  const { status, out } = program('native', 'inspect', 'data=wine&net=8:tanh&batch=16', '--at-step', '37');
  assert.equal(status, 0);
  for (const check of ['gradient  right', 'update    right', 'data      right']) assert.match(out, new RegExp(`^${check}`, 'm'));
  const checks = JSON.parse(program('native', 'inspect', '--json', 'data=wine&net=8:tanh&batch=16&at=37').out);
  assert.equal(checks.step, 37);
  assert.equal(checks.gradient.checked, 139);
  assert.equal(checks.update.rows[0].layerName, 'Hidden 1');
  assert.equal(checks.data.batches.at(-1), 12);
  assert.equal(program('native', 'inspect', 'net=nine').status, 2);
});

const swept = ['sweep', 'data=circle&n=100&epochs=3', 'lr=0.01..1:3', 'net=2:tanh', 'net=4:relu', '--seeds', '2'];

test('sweep prints one valid experiment per line, and --run what came of each', () => {
  const lines = program('native', ...swept)
    .out.trim()
    .split('\n');
  assert.equal(lines.length, 12);
  assert.equal(new Set(lines).size, 12);
  const results = program('native', ...swept, '--run')
    .out.trim()
    .split('\n')
    .map(JSON.parse);
  assert.deepEqual(
    results.map((result) => result.experiment),
    lines,
  );
  for (const result of results) {
    assert.equal(result.epoch, 3);
    assert.equal(result.diverged, false);
    assert.match(result.hash, /^[0-9a-f]{16}$/);
    assert.ok(result.test.loss > 0);
  }
});

test('a run of the sweep that diverges says so, and the others go on', () => {
  const { status, out } = program('native', 'sweep', 'data=line&net=4:relu&opt=sgd&loss=mse&epochs=300', 'lr=10', 'lr=0.01', '--run');
  assert.equal(status, 1);
  assert.deepEqual(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).diverged),
    [true, false],
  );
});

test('GNU parallel spreads a sweep over the cores and gets the same results', () => {
  const command = `"$GLASSBOX" ${swept.map((word) => `'${word}'`).join(' ')} | parallel --will-cite --keep-order '"$GLASSBOX" run --result {}'`;
  const spread = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    encoding: 'utf8',
    env: { ...process.env, GLASSBOX: join(root, 'build/native/glassbox') },
  });
  assert.equal(spread.status, 0, spread.stderr);
  assert.equal(spread.stdout, program('native', ...swept, '--run').out);
});
