// The three checks and the clinic, as a newcomer meets them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, rootState, settled, violations, withSite } from './harness.mjs';

const verdict = (page, name) => page.locator(`gb-checks [data-check=${name}] summary .verdict`).getAttribute('data-verdict');
const checked = (page) => page.locator('gb-checks [data-act=recheck]').waitFor();

test('a newcomer finds a planted mistake, reveals it and mends it', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /stuck in the corners/i })
      .first()
      .click();
    await checked(page);
    await act(page, 'planted').waitFor();
    await eventually(async () =>
      assert.ok(!(await page.locator('body').innerText()).includes('z(1 − z)'), 'not named before it is revealed'),
    );
    assert.equal(await verdict(page, 'update'), 'right');
    assert.equal(await verdict(page, 'gradient'), 'wrong');
    await picture(page, 'checks-1-found');

    const before = await rootState(page);
    await page.locator('gb-checks [data-check=gradient] tbody button').first().focus();
    await act(page, 'step').click();
    await page.locator('gb-checks').getByText('The run has moved on').waitFor();
    await act(page, 'recheck').click();
    await page.locator('gb-checks').getByText('The step after step 1').waitFor();
    assert.notEqual((await rootState(page)).weightsHash, before.weightsHash);

    await act(page, 'reveal').click();
    await page.locator('gb-checks').getByText("The sigmoid's slope is worked out").waitFor();
    await picture(page, 'checks-2-revealed');
    await act(page, 'mend').click();
    await page.waitForFunction(() => !location.hash.includes('bug='));
    await page.locator('gb-checks [data-check=gradient] [data-verdict=right]').waitFor();
    await eventually(async () => assert.equal(await page.locator('[data-act=planted]').count(), 0));
    assert.deepEqual(page.troubles, []);
  });
});

test('the checks serve keyboard and screen reader, in both themes and on a phone', async () => {
  await withSite(async ({ open }) => {
    for (const [name, options] of [
      ['dark', { dark: true }],
      ['light', {}],
      ['phone', { width: 390, height: 844 }],
    ]) {
      const page = await open('data=wine&net=8:tanh&batch=16&epochs=60&bug=ordered&at=40~tool=checks', options);
      await settled(page);
      await checked(page);
      await page.locator('gb-checks [data-check=data] summary').focus();
      await eventually(async () =>
        assert.equal(await page.locator('gb-checks [data-check=data]').evaluate((all) => all.open), true, 'what accuses stands open'),
      );
      await page.keyboard.press('Enter');
      await eventually(async () => assert.equal(await page.locator('gb-checks [data-check=data]').evaluate((all) => all.open), false));
      await page.keyboard.press('Enter');
      await picture(page, `checks-${name}`);
      assert.deepEqual(await violations(page), []);
      const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });
});

test('a gradient check that can judge nothing says so when it is done', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=rows&rows=value(a):1,0;2,0&net=none&loss=mae&w=0,0~tool=checks');
    await settled(page);
    const check = page.locator('gb-checks [data-check=gradient]');
    await check.getByText('No gradient stands where it could be judged.').waitFor();
    assert.equal(await check.locator('[data-verdict]').getAttribute('data-verdict'), 'none');
  });
});
