// A run that stops by itself: it says why in a sentence, every step can be gone to, and it can be trained on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf } from '../parity/core.mjs';
import { act, eventually, picture, railField, rootState, setField, settled, withSite } from './harness.mjs';

const plain = 'data=circle&n=80&noise=0.3&test=0.5&net=24:relu,24:relu&lr=0.002&epochs=300';
const link = `${plain}&patience=30&restore=best`;
const perEpoch = 4;
const [end, best] = [128 * perEpoch, 98 * perEpoch];

async function goTo(page, step) {
  await page.locator('#step').fill(String(step));
  await page.locator('#step').press('Enter');
  await page.waitForFunction((wanted) => document.documentElement.dataset.step === String(wanted), Math.min(step, end));
  return settled(page);
}

test('a run that stops says so, shows the weights put back, and is left for any step and trained on', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${link}~speed=fastest`);
    await settled(page);
    await act(page, 'run').click();
    const stopped = await settled(page, ['finished']);
    assert.deepEqual([stopped.step, stopped.epoch], [String(end), '128']);
    assert.equal(stopped.weightsHash, hashOf('native', plain, best), 'the weights of the best epoch');
    assert.equal(stopped.weightsHash, hashOf('native', link, end), 'the command line stops with the same weights');
    const card = page.locator('.notice', { hasText: 'Stopped at epoch 128' });
    await eventually(async () =>
      assert.match(await card.textContent(), /The test loss had not fallen for 30 epochs; the weights of epoch 98 were put back\./),
    );
    const label = page.locator('gb-progress .stop-label');
    await eventually(async () => assert.equal(await label.textContent(), 'stopped at epoch 128'));
    await eventually(async () => assert.match(await page.locator('gb-progress .best-label').textContent(), /best test 0\.20\d+, epoch 98/));
    await eventually(async () =>
      assert.match(await page.locator('[data-readout=loss]').textContent(), /0\.20/, 'the loss of the weights on the page'),
    );
    await picture(page, 'stopped-desktop');

    assert.equal((await goTo(page, 137)).weightsHash, hashOf('native', plain, 137));
    await card.waitFor({ state: 'detached' });
    assert.equal((await goTo(page, end + 400)).weightsHash, stopped.weightsHash, 'a jump beyond the stop arrives at it');
    assert.equal((await goTo(page, end - 1)).weightsHash, hashOf('native', plain, end - 1));
    await act(page, 'step').click();
    await settled(page, ['finished']);
    assert.equal((await rootState(page)).weightsHash, stopped.weightsHash);

    await act(page, 'close-stop').click();
    await card.waitFor({ state: 'detached' });
    await act(page, 'run').click();
    await card.waitFor();
    assert.equal((await rootState(page)).weightsHash, stopped.weightsHash, 'Run starts it again, and it stops there again');
    await act(page, 'train-on').click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '1200');
    assert.equal((await settled(page, ['finished'])).weightsHash, hashOf('native', plain, 1200), 'it went on as if it had never stopped');
    await eventually(async () => assert.equal(await card.count(), 0));
    assert.ok(!page.url().includes('patience'));

    await page.goBack();
    await page.waitForFunction(() => location.hash.includes('patience'));
    await settled(page, ['finished']);
    await setField(page, 'patience', '40');
    assert.equal(
      (await settled(page, ['paused', 'ready'])).weightsHash,
      hashOf('native', plain, end),
      'more patience: the run has not stopped here',
    );
    await eventually(async () => assert.ok(await (await railField(page, 'mindelta')).isVisible()));
    assert.deepEqual(page.troubles, []);
  });
});

test('targets stop a run too, and a phone says why', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&stopscore=0.9~speed=fastest', { width: 390, height: 844, dark: true });
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['finished']);
    const card = page.locator('.notice', { hasText: 'Stopped at epoch' });
    await eventually(async () => assert.match(await card.textContent(), /9\d\.\d\s% of the test rows are right, which was the target\./));
    await picture(page, 'stopped-phone');
    assert.deepEqual(page.troubles, []);
  });
});
