// The microscope, as a newcomer meets it, by keyboard alone, and beside the run that it looks at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, rootState, settled, withSite } from './harness.mjs';

const given =
  'data=table4&net=2:sigmoid&reduce=sum&opt=sgd&lr=0.1&batch=all&order=fixed&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1&precision=64';
const formula = (page) => page.locator('gb-microscope .m-formula');
const current = (page) => page.locator('gb-microscope [aria-current=step]');
const opened = (page) => page.locator('gb-microscope .product').waitFor();
/** The formula's numbers as screen readers get them. */
const says = (page) => page.locator('gb-microscope .equation').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

test('a newcomer finds out why a weight changes, with the numbers of the course', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /under the microscope/i })
      .first()
      .click();
    await opened(page);
    const before = await rootState(page);
    await picture(page, 'microscope-1-input');

    await act(page, 'operation-on').click();
    await formula(page).getByText('weighted sum').waitFor();
    assert.deepEqual(await says(page), ['z1 1 (0.41) = w1 1,1 (−2.1) × x 1 (0.3) + w1 1,2 (1.4) × x 2 (0.6) + b1 1 (0.2)']);
    await picture(page, 'microscope-2-forward');

    await page.locator('gb-microscope .m-stop.forward').last().click();
    await formula(page).getByText('How wrong').waitFor();
    assert.match((await says(page))[0], /0\.361710/);
    await picture(page, 'microscope-3-loss');

    await page.locator('gb-microscope .m-stop.backward').nth(3).click();
    await formula(page).getByText('share of the error').waitFor();
    assert.deepEqual(await says(page), [
      'δ1 1 (−0.225610) = w2 1,1 (3.1) × δ2 1 (−0.303516) × f′(z1 1) (0.239781)',
      'f′(z1 1) (0.239781)  =  a1 1 (0.601088)  · (1 -  a1 1 (0.601088) )',
    ]);
    await act(page, 'all-digits').click();
    assert.match((await says(page))[0], /−0\.225609743926779/);
    await act(page, 'all-digits').click();
    await picture(page, 'microscope-4-backward');

    await page.locator('gb-microscope .m-stop.update').click();
    await formula(page).getByText('Only now do the weights change').waitFor();
    const after = Number((await says(page))[0].match(/w2 1,1′ \(([\d.]+)\)/)[1]);
    await picture(page, 'microscope-5-update');
    assert.equal((await rootState(page)).weightsHash, before.weightsHash, 'looking changes nothing');

    await act(page, 'operation-take').click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '1');
    await page.locator('gb-microscope [data-item="0"][aria-current=step]').waitFor();
    await page.locator('gb-microscope .m-stop.forward').nth(3).click();
    await formula(page).getByText('Output').waitFor();
    assert.ok((await says(page))[0].includes(`w2 1,1 (${after})`), 'the step that was taken is the step that was shown');
    assert.deepEqual(page.troubles, []);
  });
});

test('the microscope works by keyboard alone, and Escape gives the network its colours back', async () => {
  await withSite(async ({ open }) => {
    const page = await open(given);
    await settled(page);
    await page.keyboard.press('m');
    await opened(page);
    for (let press = 0; press < 12; ++press) await page.keyboard.press('.');
    await page.locator('gb-microscope .m-stop.update[aria-current=step]').waitFor();
    for (let press = 0; press < 3; ++press) await page.keyboard.press(',');
    await page.waitForFunction(() => location.hash.includes('tool=microscope&look=9'));
    await eventually(async () => assert.match(await current(page).getAttribute('aria-label'), /^δ1, Hidden 1/));
    await act(page, 'tool-microscope').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('gb-speed').waitFor();
    await page.keyboard.press('1');
    await opened(page);
    const height = () => page.locator('.tool-panel').evaluate((panel) => panel.clientHeight);
    const tall = await height();
    await page.locator('.tool-edge').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.ok((await height()) < tall);
    await page.keyboard.press('Escape');
    await page.locator('gb-microscope').waitFor({ state: 'detached' });
    await page.waitForFunction(() => !location.hash.includes('tool='));
    await page
      .getByText(/unit output/)
      .first()
      .waitFor();
    assert.deepEqual(page.troubles, []);
  });
});

test('a click on a unit of the network looks at it, and a whole batch stands side by side', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${given}~tool=microscope&look=1`);
    await opened(page);
    await page.locator('gb-network .unit[data-column="1"][data-unit="1"]').click();
    await formula(page).getByText('Hidden 1, unit 2').waitFor();
    await page.getByRole('button', { name: 'batch', exact: true }).click();
    await page.locator('gb-microscope .shape', { hasText: '2×4' }).first().waitFor();
    await picture(page, 'microscope-6-batch');
    await page.locator('#m-example').selectOption({ value: '1' });
    await page.waitForFunction(() => location.hash.endsWith('look=1,1,1'));
    assert.deepEqual(page.troubles, []);
  });
});

test('playing goes through the operations and can be paused', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${given}~tool=microscope`);
    await opened(page);
    await page.locator('gb-microscope .m-player select').selectOption('fast');
    await act(page, 'operation-play').click();
    await eventually(async () => assert.ok(Number(await current(page).getAttribute('data-item')) >= 2)); // a busy machine may skip one
    await act(page, 'operation-play').click();
    const at = await current(page).getAttribute('data-item');
    await page.waitForTimeout(800);
    await eventually(async () => assert.equal(await current(page).getAttribute('data-item'), at));
    assert.deepEqual(page.troubles, []);
  });
});

test('every kind of network can be looked at, in every theme and width', async (t) => {
  await withSite(async ({ open }) => {
    const cases = {
      'spiral, dark': ['data=spiral&at=300~tool=microscope&look=14,2,3', { dark: true, width: 1280, height: 720 }],
      digits: ['data=digits&net=32:tanh&batch=32&at=100~tool=microscope&look=3,1,3', {}],
      convolution: ['data=digits&net=conv:8x3p1:relu,pool:2,16:relu&batch=32&at=20~tool=microscope&look=1,1,300,30', {}],
      'residual and dropout': [
        'data=moons&net=8:tanh,drop:0.3,res(8:tanh,8:linear)&batch=7&at=30~tool=microscope&look=5',
        { width: 1100, height: 800 },
      ],
      softmax: ['data=spiral3&net=6:relu&opt=momentum&at=40~tool=microscope&look=5', { dark: true, width: 800, height: 1000 }],
      phone: [`${given}~tool=microscope&look=9`, { width: 390, height: 844 }],
      'phone, dark': ['data=spiral&net=4:tanh&at=40~tool=microscope&look=5', { width: 390, height: 844, dark: true }],
    };
    for (const [name, [hash, options]] of Object.entries(cases))
      await t.test(name, async () => {
        const page = await open(hash, options);
        await settled(page);
        await opened(page);
        await page.waitForTimeout(300);
        await picture(page, `microscope-${name.replaceAll(/\W+/g, '-')}`);
        const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
        const stops = await page.locator('gb-microscope .m-stop').count();
        for (let item = 0; item < stops; ++item) {
          await page.locator(`gb-microscope .m-stop[data-item="${item}"]`).evaluate((stop) => stop.click());
          await page.locator(`gb-microscope [data-item="${item}"][aria-current=step]`).waitFor();
          await eventually(async () => assert.ok((await page.locator('gb-microscope .equation').count()) > 0));
        }
        assert.deepEqual(page.troubles, []);
        await page.context().close();
      });
  });
});
