// Layers over time and units taken away, as a newcomer meets them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, rootState, setField, settled, violations, withSite } from './harness.mjs';

/** Until the layers show the step at which the page stands; the weights are then the same. */
async function caughtUp(page) {
  await settled(page);
  await page.waitForFunction(() => document.querySelector('gb-layers .layers')?.dataset.at === document.documentElement.dataset.step);
  const hash = await page.locator('gb-layers .layers').getAttribute('data-hash');
  assert.equal(hash, (await rootState(page)).weightsHash, 'the copy is the run');
}
const found = (page, code) => page.locator(`gb-layers [data-finding=${code}]`);

test('a newcomer sees why deep sigmoids learn nothing, and when a layer dies', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /too faint to hear/i })
      .first()
      .click();
    await caughtUp(page);
    const says = await found(page, 'vanishing').innerText();
    assert.match(says, /weights of Hidden 1 receive gradients [\d,]+ times smaller than those of Output/);
    await eventually(async () => assert.equal(await page.locator('gb-layers section[data-layer]').count(), 7));
    await eventually(async () => assert.equal(await page.locator('gb-layers gb-layer-strip').count(), 7 * 4));
    await picture(page, 'layers-1-vanishing');
    await act(page, 'step').click();
    await caughtUp(page);

    // The cure that everybody tries first: other units.
    await page.goto(`${page.url().split('#')[0]}#data=moons&net=12:relu,12:relu,12:relu&opt=sgd&lr=1&epochs=100~tool=layers`);
    await caughtUp(page);
    const before = await page.locator('gb-layers section[data-layer="2"] [data-quantity=activations] .y-note').innerText();
    assert.match(before, /dead/);
    await act(page, 'speed').selectOption('fastest');
    await act(page, 'run').click();
    await settled(page, ['finished']);
    await caughtUp(page);
    const dead = page.locator('gb-layers [data-finding=dead-layer]');
    await eventually(async () => assert.match(await dead.innerText(), /Hidden 3 is dead: all its units answer 0.*since step \d+/s));
    await picture(page, 'layers-2-dead');

    // Back in time, and on with a change: the past is that of this line.
    await page.locator('input[name="step"]').fill('60');
    await page.locator('input[name="step"]').press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset.step === '60');
    await caughtUp(page);
    await act(page, 'tool-close').click();
    await setField(page, 'lr', '0.1');
    await page.waitForFunction(() => location.hash.includes('60:lr=0.1'));
    await act(page, 'epoch').click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '63');
    await act(page, 'tool-layers').click();
    await caughtUp(page);

    await page.getByRole('button', { name: 'Without a unit' }).click();
    const unit = page.locator('gb-layers [data-unit] button').first();
    await unit.waitFor();
    await page.waitForFunction(() => location.hash.includes('look=1'));
    await eventually(async () => assert.equal(await page.locator('gb-layers [data-unit]').count(), 36));
    await unit.focus();
    await eventually(async () =>
      assert.match(await page.locator('gb-network').evaluate((view) => view.shadowRoot.textContent), /Hidden \d/),
    );
    await picture(page, 'layers-3-worth');
    const first = await page.locator('gb-layers .y-status').innerText();
    await act(page, 'step').click();
    await page.waitForFunction((said) => document.querySelector('gb-layers .y-status')?.textContent?.includes('At step 64') && said, first);
    assert.deepEqual(page.troubles, []);
  });
});

test('the layers serve keyboard and screen reader, in both themes and on a phone, whatever the network', async () => {
  await withSite(async ({ open }) => {
    for (const [name, hash, options] of [
      ['dark', 'data=digits&net=conv:4x3p1:relu,pool:2,flatten,16:relu,bn,drop:0.2&batch=32&epochs=10&at=60', { dark: true }],
      ['light', 'data=plane&net=6:tanh,ln,res(6:tanh)&precision=64&at=200', {}],
      ['phone', 'data=spiral3&net=8:sigmoid,8:tanh&at=300', { width: 390, height: 844 }],
    ]) {
      const page = await open(`${hash}~tool=layers`, options);
      await caughtUp(page);
      await page.locator('gb-layers .y-table summary').focus();
      await page.keyboard.press('Enter');
      await eventually(async () => assert.ok((await page.locator('gb-layers .y-table tbody tr').count()) > 8));
      await page.keyboard.press('Enter');
      await page.locator('gb-layers .layers').evaluate((all) => all.scrollTo(0, 0));
      await picture(page, `layers-${name}`);
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'Without a unit' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('gb-layers [data-unit]').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await picture(page, `layers-${name}-worth`);
      const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });
});

test('an open instrument follows a running network and leaves its numbers alone', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral&epochs=0~tool=layers&speed=fastest');
    await settled(page);
    await act(page, 'run').click();
    const seen = new Set();
    await eventually(async () => {
      seen.add(await page.locator('gb-layers .layers').getAttribute('data-at'));
      assert.ok(seen.size >= 4, 'it shows several moments of the run');
    });
    await act(page, 'run').click();
    await caughtUp(page);
    const { step, weightsHash } = await rootState(page);
    const alone = await open(`data=spiral&epochs=0&at=${step}`);
    assert.equal((await settled(alone)).weightsHash, weightsHash);
    assert.deepEqual(page.troubles, []);
  });
});
