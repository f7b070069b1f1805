// What holds for all instruments together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, settled, withSite } from './harness.mjs';

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
