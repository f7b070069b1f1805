import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settled, withSite } from '../browser/harness.mjs';
import { gallery, hashOf, loadCore, openSession, root } from './core.mjs';

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
    const session = openSession(await loadCore(), text);
    session.advance(steps, Number.POSITIVE_INFINITY);
    assert.equal(session.weightsHash(), native.get(id));
  });

  test(`${id}: k steps, a checkpoint and the rest equal the whole run`, async () => {
    const core = await loadCore();
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

test('Chromium shows the same weights after opening each experiment at step 1000', async (t) => {
  await withSite(async ({ open }) => {
    for (const { id, text } of experiments) {
      await t.test(id, async () => {
        const page = await open(`${text.replace(/&at=\d+/, '')}&at=${steps}`);
        const { weightsHash } = await settled(page, ['paused', 'finished', 'diverged']);
        assert.equal(weightsHash, native.get(id));
        await page.context().close();
      });
    }
  });
});
