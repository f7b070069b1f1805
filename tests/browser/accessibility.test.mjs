import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, railField, rootState, setField, settled, violations, withSite } from './harness.mjs';

/** Every rule in the light theme; in the dark one contrast, which alone depends on colours. Leaves the page light. */
async function assertAccessible(page, name) {
  if (name) await picture(page, `state-${name}-light`);
  assert.deepEqual(await violations(page, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']), []);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  if (name) await picture(page, `state-${name}-dark`);
  assert.deepEqual(await violations(page, { type: 'rule', values: ['color-contrast'] }), [], 'in the dark theme');
  await page.emulateMedia({ colorScheme: 'light' });
}

const microscope =
  'data=table4&net=2:sigmoid&reduce=sum&opt=sgd&lr=0.1&batch=all&order=fixed&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1&precision=64~tool=microscope';

const states = {
  default: { hash: '' },
  'mid-run': { hash: 'data=circle&net=4:tanh,2:tanh&at=500' },
  digits: { hash: 'data=digits&net=32:relu&batch=32&at=100' },
  autoencoder: { hash: 'data=digits&target=inputs&net=8:tanh,2:tanh,8:tanh&out=sigmoid&batch=32&at=90' },
  iris: { hash: 'data=iris&net=8:tanh&at=50' },
  line: { hash: 'data=sine&net=8:tanh&at=200' },
  'three classes': { hash: 'data=spiral3&net=8:tanh&at=50' },
  'wrong link': { hash: 'lrr=0.01&net=8:tanx&batch=-5' },
  diverged: { hash: 'data=plane&net=8:relu&opt=sgd&lr=50&at=500', wait: ['diverged'] },
  'own data': { hash: 'data=rows' },
  gallery: { hash: '~gallery' },
};

test('axe finds nothing wrong in any state, light or dark', async (t) => {
  await withSite(async ({ open }) => {
    for (const [name, { hash, wait }] of Object.entries(states))
      await t.test(name, async () => {
        const page = await open(hash);
        await settled(page, wait);
        await assertAccessible(page, name.replaceAll(' ', '-'));
        await page.context().close();
      });
    await t.test('the speed report', async () => {
      const page = await open('data=digits&net=8:relu');
      await settled(page);
      await act(page, 'tool-speed').click();
      await page.locator('gb-speed tbody').waitFor();
      await assertAccessible(page);
      await page.context().close();
    });
    for (const [name, look] of [
      ['forward', '1,0,1'],
      ['backward', '9'],
      ['batch', '7,0,0,1,-1,1'],
      ['update', '12,1,0,-1,0'],
    ])
      await t.test(`the microscope, ${name}`, async () => {
        const page = await open(`${microscope}&look=${look}`);
        await page.locator('gb-microscope .product').waitFor();
        await assertAccessible(page);
        await page.context().close();
      });
    await t.test('the microscope on a convolution', async () => {
      const page = await open('data=digits&net=conv:2x3:relu,pool:2,8:relu&batch=8~tool=microscope&look=1');
      await page.locator('gb-microscope .image').first().waitFor();
      await assertAccessible(page);
      await page.context().close();
    });
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ])
      await t.test(`runs side by side at ${width}`, async () => {
        const page = await open('data=circle&net=4:tanh&at=60~vary=lr=0.1&vary=btch=1&tool=compare', { width, height });
        await page.locator('gb-side-difference').waitFor();
        await assertAccessible(page);
        await page.context().close();
      });
    await t.test('a sweep', async () => {
      const page = await open('data=plane&n=50&net=2:relu&opt=sgd~tool=sweep');
      await page.locator('#sweep-values-0').fill('0.01 0.1 50');
      await page.locator('#sweep-epochs').fill('3');
      await page.locator('#sweep-epochs').press('Enter');
      await page.getByText('All 9 runs are done').waitFor();
      await assertAccessible(page);
      await page.context().close();
    });
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ])
      await t.test(`the landscape at ${width}`, async () => {
        const page = await open('data=table4&net=none&opt=sgd&lr=1&batch=all&at=50~tool=landscape', { width, height });
        await page.locator('.l-summary', { hasText: 'In this picture' }).waitFor();
        await assertAccessible(page);
        await page.getByRole('button', { name: 'Surface' }).click();
        await assertAccessible(page);
        await page.context().close();
      });
    await t.test('the structure', async () => {
      const page = await open('data=digits&net=conv:4x3p1:relu,pool:2,flatten,16:relu,bn&batch=32~tool=structure');
      await page.locator('gb-structure tfoot').waitFor();
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Activation curve' }).click();
      await page.locator('gb-structure .t-explorer').waitFor();
      await assertAccessible(page);
      await act(page, 'save-tool').click();
      await page.locator('gb-save button').first().waitFor();
      await assertAccessible(page, 'save-structure');
      await page.context().close();
    });
    await t.test('the microscope on a phone', async () => {
      const page = await open(microscope, { width: 390, height: 844 });
      await page.locator('gb-microscope .product').waitFor();
      await assertAccessible(page);
      await page.context().close();
    });
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ])
      await t.test(`branches at ${width}`, async () => {
        const page = await open('data=circle&net=4:tanh&at=500', { width, height });
        await settled(page);
        if (width < 720) await page.getByRole('tab', { name: 'Timeline' }).click();
        await page.getByRole('slider', { name: 'Step of the run' }).waitFor();
        for (const step of ['200', '350']) {
          await page.locator('input[name="step"]').fill(step);
          await page.locator('input[name="step"]').press('Enter');
          await page.waitForFunction((wanted) => document.documentElement.dataset.step === wanted, step);
          const rate = step === '200' ? '0.1' : '0.2';
          if (width < 720) {
            await page.getByRole('tab', { name: 'Controls' }).click();
            await page.getByRole('tab', { name: 'Training' }).click();
            await page.locator('#field-lr').fill(rate);
            await page.locator('#field-lr').press('Enter');
            await page.getByRole('tab', { name: 'Timeline' }).click();
          } else {
            await setField(page, 'lr', rate);
          }
          await page.waitForFunction((wanted) => location.hash.includes(`${wanted}:lr`), step);
          await act(page, 'epoch').click();
          await settled(page);
        }
        await page.locator('gb-timeline li').first().waitFor();
        await assertAccessible(page, `branches-${width}`);
        await page.context().close();
      });
    await t.test('phone', async () => {
      const page = await open('', { width: 390, height: 844 });
      await settled(page);
      await assertAccessible(page);
      await act(page, 'save-network').click();
      await page.locator('gb-save button').first().waitFor();
      await assertAccessible(page, 'save-phone');
      await page.context().close();
    });
  });
});

test('run, pause, step, a changed layer and sharing work by keyboard alone', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh');
    await settled(page);
    await page.keyboard.press('Space');
    await settled(page, ['running']);
    await page.waitForFunction(() => Number(document.documentElement.dataset.step) > 10);
    await page.keyboard.press('Space');
    const paused = await settled(page, ['paused']);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((step) => Number(document.documentElement.dataset.step) === Number(step) + 1, paused.step);
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.documentElement.dataset.step === '0');
    const add = page.getByRole('button', { name: /add a unit/i }).first();
    for (let presses = 0; presses < 200; ++presses) {
      await page.keyboard.press('Tab');
      if (await add.evaluate((button) => button === document.activeElement || button === button.getRootNode().activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('net=5:tanh'));
    await page.keyboard.press('s');
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('net=5:tanh'));
    assert.deepEqual(page.troubles, []);
    assert.equal((await rootState(page)).step, '0');
  });
});

test('keys typed into a number field do not steer the run', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh');
    await settled(page);
    await (await railField(page, 'noise')).focus();
    await page.keyboard.type('r n');
    assert.equal((await rootState(page)).runState, 'ready');
    await eventually(async () => assert.ok((await act(page, 'run').textContent()).includes('Run')));
  });
});
