// The timeline: any step of a run, steps back, branches that stay.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, rootState, setField, settled, withSite } from './harness.mjs';

const spiral = 'data=spiral&net=8:tanh,8:tanh';

const thumb = (page) => page.getByRole('slider', { name: 'Step of the run' });
const branch = (page, name) => page.locator('gb-timeline li', { hasText: name });

/** Waits until the page stands at a step. */
async function standsAt(page, step) {
  await page.waitForFunction((wanted) => document.documentElement.dataset.step === String(wanted), step);
  return settled(page, ['paused', 'ready', 'finished']);
}

async function typeStep(page, step) {
  await page.locator('input[name="step"]').fill(String(step));
  await page.locator('input[name="step"]').press('Enter');
  return standsAt(page, step);
}

/** Drags the thumb to a share of the line, and says what was shown on the way. */
async function drag(page, from, to) {
  const line = await page.locator('gb-timeline .track').boundingBox();
  const at = (share) => [line.x + line.width * share, line.y + line.height / 2];
  const seen = new Set();
  await page.mouse.move(...at(from));
  await page.mouse.down();
  for (let i = 1; i <= 10; ++i) {
    await page.mouse.move(...at(from + ((to - from) * i) / 10));
    const shown = (earlier) => document.documentElement.dataset.step !== earlier;
    await page.waitForFunction(shown, [...seen].at(-1), { timeout: 2000 }).catch(() => undefined);
    seen.add((await rootState(page)).step);
  }
  return seen;
}

test('500 steps, back to 137 and on by 363 show the weights of 500 steps', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${spiral}&at=500`);
    const straight = await settled(page);
    await typeStep(page, 137);
    await thumb(page).waitFor();
    await eventually(async () => assert.equal(await thumb(page).getAttribute('aria-valuenow'), '137'));
    await typeStep(page, 500);
    assert.equal((await rootState(page)).weightsHash, straight.weightsHash);
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer scrubs back, changes the learning rate there, and keeps both runs', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${spiral}&at=9000~speed=fastest`);
    const first = await settled(page);
    await thumb(page).waitFor();
    await picture(page, 'task12-1-timeline');
    const seen = await drag(page, 9000 / 21000, 0.2);
    await picture(page, 'task12-2-dragging');
    assert.ok(seen.size >= 4, `pictures on the way: ${[...seen]}`);
    await page.mouse.up();
    await standsAt(page, 4200);
    await page.locator('gb-timeline .bubble', { hasText: 'Step 4,200' }).waitFor();

    await setField(page, 'lr', '0.002');
    await page.waitForFunction(() => location.hash.includes('edits=4200'));
    await branch(page, 'Run 1').waitFor();
    await act(page, 'speed').selectOption('100');
    await act(page, 'run').click();
    await page.waitForFunction(() => Number(document.documentElement.dataset.step) > 6000);
    await act(page, 'run').click();
    const second = await settled(page, ['paused']);
    await picture(page, 'task12-3-branched');
    await eventually(async () =>
      assert.match(await branch(page, 'Run 1').textContent(), /as it went on from step 4,200.*test 0\.\d{4} at step 9,000/s),
    );
    await eventually(async () =>
      assert.match(await page.locator('gb-timeline .name').textContent(), /this run.*learning rate 0\.01 → 0\.002 at step 4,200/),
    );

    await branch(page, 'Run 1').getByRole('button', { name: /^open/i }).click();
    await standsAt(page, 9000);
    assert.equal((await rootState(page)).weightsHash, first.weightsHash);
    await branch(page, 'Run 2').waitFor();
    await picture(page, 'task12-4-the-other-run');

    await branch(page, 'Run 2').hover();
    await branch(page, 'Run 2')
      .getByRole('button', { name: /^rename/i })
      .click();
    await page.keyboard.type('slower');
    await page.keyboard.press('Enter');
    await branch(page, '“slower”').waitFor();

    await settled(page);
    await page.reload();
    await settled(page);
    await branch(page, '“slower”').waitFor();
    await branch(page, '“slower”').getByRole('button', { name: /^open/i }).click();
    await standsAt(page, second.step);
    assert.equal((await rootState(page)).weightsHash, second.weightsHash, 'a kept branch opens exactly, after a reload too');

    await branch(page, 'Run 1').hover();
    await branch(page, 'Run 1')
      .getByRole('button', { name: /^delete/i })
      .click();
    await branch(page, 'Run 1').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await branch(page, 'Run 1').hover();
    await branch(page, 'Run 1')
      .getByRole('button', { name: /^delete/i })
      .click();
    await branch(page, 'Run 1').waitFor({ state: 'detached' });
    await settled(page);
    await page.reload();
    await settled(page);
    await page.locator('gb-timeline .name', { hasText: 'slower' }).waitFor();
    await eventually(async () => assert.equal(await branch(page, 'Run 1').count(), 0));
    assert.deepEqual(page.troubles, []);
  });
});

test('the timeline works by keyboard alone', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${spiral}&at=350`);
    await settled(page);
    await page.keyboard.press('ArrowLeft');
    await standsAt(page, 349);
    await thumb(page).focus();
    const press = async (key, step) => {
      await page.keyboard.press(key);
      await standsAt(page, step);
    };
    await press('ArrowRight', 350);
    await press('Shift+ArrowLeft', 315);
    await press('PageUp', 665);
    await press('Home', 0);
    await press('ArrowRight', 1);
    await eventually(async () => assert.match(await thumb(page).getAttribute('aria-valuetext'), /^Step 1 of 21,000, epoch 0$/));
    await press('End', 665);
    await press('PageDown', 315);
    await press('End', 665);
    await press('End', 21000);
    assert.equal((await rootState(page)).runState, 'finished');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await picture(page, 'task12-7-end');
    await typeStep(page, 315);
    await setField(page, 'lr', '0.1');
    await page.waitForFunction(() => location.hash.includes('edits=315'));
    const label = branch(page, 'Run 1').getByRole('button', { name: /^open/i });
    await label.focus();
    await page.keyboard.press('Enter');
    await standsAt(page, 21000);
    assert.ok(!(await page.evaluate(() => location.hash)).includes('edits'));
    assert.deepEqual(page.troubles, []);
  });
});

test('a phone has the timeline on a tab of its own, with the network in view', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${spiral}&at=9000`, { width: 390, height: 844, touch: true });
    const first = await settled(page);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await thumb(page).waitFor();
    const line = await page.locator('gb-timeline .track').boundingBox();
    await page.touchscreen.tap(line.x + line.width * 0.25, line.y + line.height / 2);
    await settled(page, ['paused']);
    await page.waitForFunction(() => Number(document.documentElement.dataset.step) < 9000);
    await page.getByRole('tab', { name: 'Controls' }).click();
    await page.getByRole('tab', { name: 'Training' }).click();
    await page.locator('#field-lr').fill('0.1');
    await page.locator('#field-lr').press('Enter');
    await page.waitForFunction(() => location.hash.includes('edits='));
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await branch(page, 'Run 1').waitFor();
    await settled(page);
    await picture(page, 'task12-5-phone');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
    await branch(page, 'Run 1').getByRole('button', { name: /^open/i }).tap();
    await standsAt(page, 9000);
    assert.equal((await rootState(page)).weightsHash, first.weightsHash);
    assert.deepEqual(page.troubles, []);
  });
});

test('a browser without a working store still has branches, and says that they will not last', async () => {
  await withSite(async ({ open }) => {
    for (const broken of ['missing', 'full', 'foreign']) {
      const page = await open();
      await settled(page);
      await page.evaluate((how) => {
        sessionStorage.setItem('how', how);
      }, broken);
      await page.addInitScript(() => {
        const how = sessionStorage.getItem('how');
        if (how === 'missing')
          Object.defineProperty(window, 'indexedDB', {
            get: () => {
              throw new DOMException('no', 'SecurityError');
            },
          });
        if (how === 'full')
          IDBObjectStore.prototype.put = () => {
            throw new DOMException('full', 'QuotaExceededError');
          };
        if (how === 'foreign') {
          const { getAll } = IDBIndex.prototype;
          IDBIndex.prototype.getAll = function (key) {
            const request = getAll.call(this, key);
            Object.defineProperty(request, 'result', { get: () => [null, 7, { id: 'x', start: key, name: 'Bad', text: 3, step: -1 }] });
            return request;
          };
        }
      });
      await page.goto(`${page.url().split('#')[0]}#${spiral}&at=500`);
      await page.reload();
      await settled(page);
      await thumb(page).waitFor();
      await typeStep(page, 137);
      await setField(page, 'lr', '0.1');
      await branch(page, 'Run 1')
        .waitFor({ timeout: 5000 })
        .catch(() => assert.fail(`${broken}: ${page.troubles}`));
      if (broken !== 'foreign')
        await page
          .locator('gb-timeline')
          .getByText(/this browser keeps none/)
          .waitFor();
      await eventually(async () => assert.equal(await branch(page, 'Bad').count(), 0));
      if (broken === 'full') await picture(page, 'task12-6-full-store');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });
});
