// Rows one by one and beyond them: which cost most, what an input does where no row ever was, what an image's answer looks at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, rootState, settled, violations, withSite } from './harness.mjs';

const asked = (page) => page.locator('gb-generalise [data-busy=false] ol button').first().waitFor();
const reads = (page) => page.locator('gb-generalise .reads').textContent();

/** Whether the picture of the answer is hatched at shares of its width and height. */
const hatched = (page, x, y) =>
  page.evaluate(
    ([across, down]) => {
      const answer = document.querySelector('gb-answer').shadowRoot.querySelector('gb-map, gb-curve');
      const canvas = answer.shadowRoot.querySelector('gb-beyond')?.shadowRoot?.querySelector('canvas');
      if (!canvas || canvas.width < 2) return false;
      const [left, top] = [Math.floor(across * (canvas.width - 1)), Math.floor(down * (canvas.height - 1))];
      return canvas.getContext('2d').getImageData(left, top, 1, 1).data[3] > 0;
    },
    [x, y],
  );

test('a newcomer finds the two points that make the loss, and which logarithm says how much', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /two of twenty/i })
      .first()
      .click();
    await asked(page);
    const before = await rootState(page);
    const panel = page.locator('gb-generalise');
    await eventually(async () => assert.match(await panel.locator('.dearest > p').textContent(), /^2 rows of 20/));
    const shares = await panel.locator('ol .share').allTextContents();
    const sum = shares.slice(0, 2).reduce((all, text) => all + Number.parseFloat(text), 0);
    assert.ok(Math.abs(sum - 82.7) < 0.15, `${shares.slice(0, 2)}`);
    const losses = await panel.locator('[data-logarithm] td').allTextContents();
    assert.deepEqual(losses.slice(1), ['4.1754', '4.1702', '10.7215']);
    await picture(page, 'generalise-1-two-of-twenty');

    await panel.locator('ol button').nth(1).click();
    await page.waitForFunction(() => location.hash.includes('tool=generalise&look=-1,'));
    await eventually(async () => assert.equal(await panel.locator('ol button').nth(1).getAttribute('aria-pressed'), 'true'));
    assert.equal((await rootState(page)).weightsHash, before.weightsHash, 'looking changes nothing');
    assert.deepEqual(page.troubles, []);
  });
});

test('the amplitude beyond the trained angles is beside the true equation, by keyboard, after training on, and from a link', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=reflectivity&net=20:sigmoid&batch=4&epochs=100&at=2000');
    await settled(page);
    await act(page, 'tool-generalise').click();
    await asked(page);
    const panel = page.locator('gb-generalise');
    await eventually(async () =>
      assert.equal(await panel.locator('[data-part=blind] td').nth(4).textContent(), '100', 'every blind row lies outside'),
    );
    await eventually(async () =>
      assert.equal(await panel.locator('.sweep select').inputValue(), '6', 'the angle, where most rows lie outside'),
    );
    await eventually(async () => assert.ok((await panel.locator('svg.swept path.truth').getAttribute('d')).length > 200));
    await panel.locator('.place').focus();
    await page.keyboard.press('End');
    assert.match(await reads(page), /^θ 4\d[\d.]*: answer −?[\d.]+(, true −?[\d.]+)?, outside the training rows$/);
    await page.keyboard.press('Home');
    for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
    assert.match(await reads(page), /^θ [\d.]+: answer −?[\d.]+, true −?[\d.]+$/);
    await picture(page, 'generalise-2-angle');

    const line = await panel.locator('svg.swept path.line').first().getAttribute('d');
    await act(page, 'epoch').click();
    await page.waitForFunction((old) => document.querySelector('gb-generalise svg.swept path.line')?.getAttribute('d') !== old, line);
    await panel.getByRole('button', { name: 'blind' }).click();
    await panel.locator('ol em').first().waitFor();
    await panel.locator('.sweep select').selectOption('0');
    await page.waitForFunction(() => /look=2,-1,0/.test(location.hash));
    await page.reload();
    await asked(page);
    await eventually(async () => assert.equal(await panel.locator('.sweep select').inputValue(), '0'));
    await eventually(async () => assert.equal(await panel.getByRole('button', { name: 'blind' }).getAttribute('aria-pressed'), 'true'));
    assert.deepEqual(page.troubles, []);
  });
});

test('every kind of data is looked at in both themes and on a phone, and nothing is wrong with it', async () => {
  await withSite(async ({ open }) => {
    for (const [name, text, options] of [
      ['digits', 'data=digits&net=16:tanh&batch=32&at=200', { dark: true }],
      ['classes', 'data=spiral3&net=8:tanh&at=300~look=9,1e99,-5', {}],
      ['leak', 'data=wine&net=8:tanh&batch=16&bug=scaler&scale=standard&at=40', { dark: true, width: 1100, height: 800 }],
      ['autoencoder', 'data=digits&target=inputs&net=8:tanh,2:tanh,8:tanh&out=sigmoid&batch=32&at=90', {}],
      ['phone', 'data=reflectivity&net=20:sigmoid&batch=4&at=500', { width: 390, height: 844 }],
    ]) {
      const page = await open(`${text}${text.includes('~') ? '&' : '~'}tool=generalise`, options);
      await settled(page);
      await asked(page);
      if (name === 'digits') await page.locator('gb-generalise figure').nth(1).waitFor();
      if (name === 'leak') await page.locator('gb-generalise .alarms [data-verdict=wrong]').first().waitFor();
      await picture(page, `generalise-${name}`);
      assert.deepEqual(await violations(page), [], name);
      const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(sizes[0] <= sizes[1], `${name}: nothing scrolls sideways`);
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });
});

test('what lies outside the training rows is hatched on the answer, and the instrument follows a running network', async () => {
  await withSite(async ({ open }) => {
    const key = (page) => page.locator('gb-beyond-key').getByText('outside the training rows').filter({ visible: true });

    const page = await open('data=moons&epochs=0&at=40~speed=fastest');
    await settled(page);
    assert.equal(await hatched(page, 0.02, 0.02), false);
    assert.equal(await key(page).count(), 0);
    await act(page, 'tool-generalise').click();
    await asked(page);
    await eventually(async () => assert.equal(await hatched(page, 0.02, 0.02), true));
    for (const [x, y] of [
      [0.98, 0.5],
      [0.5, 0.02],
      [0.02, 0.98],
    ])
      assert.equal(await hatched(page, x, y), true, `${x} ${y}`);
    assert.equal(await hatched(page, 0.5, 0.5), false, 'between the moons');
    await key(page).waitFor();
    const inside = (element) => {
      const [box, legend] = [element, element.getRootNode().querySelector('.legend')].map((each) => each.getBoundingClientRect());
      return box.height > 0 && box.bottom <= legend.bottom + 1 && box.right <= legend.right + 1;
    };
    assert.ok(await page.locator('gb-beyond-key').evaluate(inside), 'the legend has room for what it means');
    await picture(page, 'generalise-3-beyond');

    // It follows, a few times a second, and leaves the numbers alone.
    const panel = page.locator('gb-generalise .generalise');
    await act(page, 'run').click();
    const seen = new Set();
    await eventually(async () => {
      seen.add(await panel.getAttribute('data-at'));
      assert.ok(seen.size >= 3, 'it shows several moments of the run');
    }, 60000);
    await act(page, 'run').click();
    await settled(page, ['paused']);
    await page.waitForFunction(
      () => document.querySelector('gb-generalise .generalise')?.dataset.at === document.documentElement.dataset.step,
    );
    const { step, weightsHash } = await rootState(page);
    const alone = await open(`data=moons&epochs=0&at=${step}`);
    assert.equal((await settled(alone)).weightsHash, weightsHash);
    await alone.context().close();
    await act(page, 'tool-close').click();
    await eventually(async () => assert.equal(await hatched(page, 0.02, 0.02), false));
    assert.equal(await key(page).count(), 0);
    assert.deepEqual(page.troubles, []);
    await page.context().close();

    // Over one input it is what stands left and right of the rows.
    const line = await open('data=sine&at=200~tool=generalise', { dark: true, width: 1100, height: 800 });
    await settled(line);
    await asked(line);
    await eventually(async () => assert.equal(await hatched(line, 0.005, 0.5), true));
    assert.equal(await hatched(line, 0.5, 0.005), false);
    assert.deepEqual(await violations(line), []);
    await picture(line, 'generalise-4-beyond-line');
    assert.deepEqual(line.troubles, []);
  });
});

test('on a phone the answer stands above the instrument, hatched, where it is drawn over the inputs', async () => {
  await withSite(async ({ open }) => {
    for (const [text, name] of [
      ['data=moons&at=40', 'plane'],
      ['data=sine&n=40&split=last&net=8:tanh&at=40', 'line'],
    ]) {
      const page = await open(text, { width: 390, height: 844, dark: name === 'line' });
      await settled(page);
      await page.getByRole('tab', { name: 'Instruments' }).click();
      await page.locator('gb-network').waitFor();
      await act(page, 'tool-generalise').click();
      await asked(page);
      await eventually(async () => assert.equal(await hatched(page, 0.02, 0.5), true));
      await page.locator('gb-network').waitFor({ state: 'hidden' });
      const { width, height } = await page.locator('gb-beyond').boundingBox();
      assert.ok(width > 120 && height > 120, `the picture is large enough to be read: ${width} × ${height}`);
      assert.deepEqual(await violations(page), []);
      await picture(page, `generalise-4-phone-${name}`);
      await act(page, 'tool-structure').click();
      await page.locator('gb-network').waitFor();
      await page.locator('gb-answer').waitFor({ state: 'hidden' });
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });
});
