// What holds for all instruments together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf } from '../parity/core.mjs';
import { act, eventually, rootState, settled, withSite } from './harness.mjs';

/** Compiled code is memory too, and more of it with every call: interpreted, what stays is what somebody holds. */
const interpreted = { flags: ['--js-flags=--no-opt --no-maglev --no-sparkplug'] };

/** Opens the instruments one after another with the keyboard alone, each until it shows something, and closes each. */
async function openAll(page) {
  const tabs = await page.locator('[role=tab][data-act^=tool-]').all();
  await act(page, 'tool-microscope').focus();
  for (const [index, tab] of tabs.entries()) {
    await page.keyboard.press(index === 0 ? 'Enter' : 'ArrowRight');
    await page.locator(`[role=tab][data-act=${await tab.getAttribute('data-act')}][aria-selected=true]`).waitFor();
    await eventually(async () => assert.ok((await page.locator('[role=tabpanel]:visible').last().innerText()).length > 100));
    await page.keyboard.press('Escape');
    await page.locator('[role=tab][data-act^=tool-][aria-selected=true]').waitFor({ state: 'detached' });
  }
  return tabs.length;
}

test('all instruments, opened and closed by keyboard, leave the run, the memory and the workers as they were', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral&net=8:tanh,8:tanh&at=300');
    const before = await settled(page);
    const client = await page.context().newCDPSession(page);
    await client.send('Performance.enable');
    const held = async () => {
      await eventually(async () => assert.equal(page.workers().length, 1, 'only the trainer is left'));
      for (let round = 0; round < 3; ++round) await client.send('HeapProfiler.collectGarbage');
      const { metrics } = await client.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    await openAll(page);
    const first = await held();
    assert.ok((await openAll(page)) >= 9);
    const again = await held();
    for (const name of ['JSHeapUsedSize', 'Nodes', 'JSEventListeners'])
      assert.ok(again[name] <= 1.05 * first[name], `${name}: ${again[name]} after ${first[name]}, both with all code loaded`);
    assert.deepEqual(await settled(page), { ...before });
    assert.deepEqual(page.troubles, []);
  }, interpreted);
});

test('what an instrument started ends with it, in the middle of its work, and the run goes on', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral&net=8:tanh,8:tanh&epochs=0');
    await settled(page);
    await act(page, 'run').click();
    const workers = (tool, wanted) =>
      eventually(async () => assert.ok(wanted(page.workers().length), `${tool}: ${page.workers().length}`), 60000);
    const shows = {
      compare: (number) => number >= 3,
      sweep: (number) => number >= 3,
      landscape: (number) => number >= 2,
      layers: (number) => number >= 2,
      generalise: (number) => number >= 2,
    };
    for (const [tool, atWork] of Object.entries(shows)) {
      await act(page, `tool-${tool}`).click();
      if (tool === 'compare') await act(page, 'side-same').click();
      if (tool === 'sweep') {
        await page.locator('#sweep-values-0').fill('0.001..1:7');
        await page.locator('#sweep-epochs').fill('100000');
        await page.locator('#sweep-epochs').press('Enter');
      }
      await workers(tool, atWork);
      await act(page, 'tool-close').click();
      await workers(`${tool}, closed`, (number) => number === 1);
    }
    const { step } = await rootState(page);
    await page.waitForFunction((before) => Number(document.documentElement.dataset.step) > before, Number(step));
    await act(page, 'run').click();
    const { step: last, weightsHash } = await settled(page, ['paused']);
    assert.equal(hashOf('native', 'data=spiral&net=8:tanh,8:tanh&epochs=0', last), weightsHash, 'their work changed no number');
    assert.deepEqual(page.troubles, []);
  });
});
