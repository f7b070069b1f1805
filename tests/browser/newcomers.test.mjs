// Five newcomers' tasks, as a person would do them, with a picture of each step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, picture, rootState, setField, settled, withSite } from './harness.mjs';

const number = (text) => Number(text.replace(/[^\d.−-]/g, '').replace('−', '-'));
const readout = async (page, name) => (await page.locator(`[data-readout="${name}"] dd`).first().textContent()) ?? '';

/** The training loss at the end of its curve, once the picture of the last step is drawn. */
async function trainLoss(page) {
  await page.waitForTimeout(500);
  return number((await page.locator('gb-progress').getByText(/^train [\d.]/).first().textContent()) ?? '');
}

test('a newcomer makes the spiral learn', async () => {
  await withSite(async ({ open }) => {
    const page = await open('', { width: 1440, height: 900 });
    assert.equal((await settled(page)).runState, 'ready');
    await picture(page, 'task1-1-arrived');
    await act(page, 'run').click();
    await page.waitForFunction(() => Number(document.documentElement.dataset.epoch) > 20);
    assert.equal((await rootState(page)).runState, 'running');
    await picture(page, 'task1-2-learning');
    await act(page, 'speed').selectOption('fastest');
    const end = await settled(page, ['finished'], 60000);
    await page.waitForTimeout(500);
    await picture(page, 'task1-3-learned');
    assert.ok(Number(end.epoch) >= 100);
    assert.ok(number(await page.locator('gb-answer').locator('text=/% of test right/').first().textContent()) >= 90);
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer finds the smallest network that solves XOR', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=xor4&net=1:tanh&opt=adam&lr=0.1&batch=all&epochs=500&seed=3~speed=fastest');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['finished']);
    await picture(page, 'task2-1-one-unit-fails');
    const loss = await trainLoss(page);
    assert.ok(loss > 0.3, `one unit cannot solve XOR, loss ${loss}`);
    await page.getByRole('button', { name: /add a unit/i }).first().click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '0');
    await picture(page, 'task2-2-two-units');
    let solved = false;
    for (let attempt = 0; attempt < 8 && !solved; ++attempt) {
      await act(page, 'run').click();
      await settled(page, ['finished']);
      solved = await trainLoss(page) < 0.1;
      if (!solved) {
        await act(page, 'seed').click();
        await page.waitForFunction(() => document.documentElement.dataset.step === '0');
      }
    }
    await picture(page, 'task2-3-two-units-solve-it');
    assert.ok(solved);
  });
});

test('a newcomer draws a digit and has it read', async () => {
  await withSite(async ({ open }) => {
    const page = await open();
    await settled(page);
    await act(page, 'gallery').click();
    await page.getByRole('link', { name: /ten digits/i }).first().click();
    await page.waitForFunction(() => location.hash.includes('digits'));
    await settled(page);
    await act(page, 'speed').selectOption('fastest');
    await act(page, 'run').click();
    await settled(page, ['finished'], 60000);
    await picture(page, 'task3-1-trained');
    const pad = page.locator('canvas[data-pad]');
    const box = await pad.boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.1);
    await page.mouse.down();
    for (let i = 1; i <= 16; ++i) await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * (0.1 + 0.05 * i));
    await page.mouse.up();
    await page.waitForTimeout(400);
    await picture(page, 'task3-2-drawn');
    const winner = await page.evaluate(() => document.querySelector('gb-network')?.getAttribute('data-winner'));
    assert.equal(winner, '1');
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer breaks a run with a huge learning rate and comes back', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=plane&net=8:relu,8:relu&opt=sgd&lr=0.03&epochs=200&batch=10~speed=fastest');
    await settled(page);
    await setField(page, 'lr', '100');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['diverged']);
    await picture(page, 'task4-1-diverged');
    const step = Number((await rootState(page)).step);
    await page.getByRole('button', { name: /^go to step/i }).first().click();
    await settled(page, ['paused', 'ready']);
    await picture(page, 'task4-2-back');
    assert.ok(Number((await rootState(page)).step) <= step + 1);
    await act(page, 'reset').click();
    await setField(page, 'lr', '0.01');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['finished'], 60000);
    await picture(page, 'task4-3-recovered');
  });
});

test('a newcomer sends a friend exactly what they see', async () => {
  await withSite(async ({ open }) => {
    const mine = await open('data=moons&net=6:tanh&epochs=0&seed=11~speed=fastest');
    await settled(mine);
    await act(mine, 'run').click();
    await mine.waitForFunction(() => Number(document.documentElement.dataset.step) > 300);
    await act(mine, 'run').click();
    const before = await settled(mine, ['paused']);
    await act(mine, 'share').click();
    await mine.waitForTimeout(300);
    await picture(mine, 'task5-1-shared');
    const link = await mine.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /at=\d+/);
    const friend = await open(link.slice(link.indexOf('#') + 1));
    const after = await settled(friend, ['paused']);
    await picture(friend, 'task5-2-opened');
    assert.equal(after.step, before.step);
    assert.equal(after.weightsHash, before.weightsHash);
    await friend.getByText(/same numbers as the sender/i).first().waitFor();
  });
});
