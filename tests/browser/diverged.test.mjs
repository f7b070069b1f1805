// Numbers that went wrong: where, from what, and back to the step before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, rootState, settled, withSite } from './harness.mjs';

const link = 'data=spiral&net=8:relu,8:relu&opt=sgd&loss=mse&out=linear&lr=0.3&edits=70:lr=30';

/** A number as the page writes it. */
const read = (text) => Number(text.replace('−', '-').replace('∞', 'Infinity'));

for (const [width, height, dark] of [
  [1440, 900, false],
  [1280, 720, true],
  [390, 844, false],
])
  test(`the first number that is not finite is shown with what made it, and the step before is a click away, at ${width}×${height}`, async () => {
    await withSite(async ({ open }) => {
      const page = await open(`${link}&at=500`, { width, height, dark });
      const { step, weightsHash } = await settled(page, ['diverged']);
      const card = page.locator('.notice.error');
      await card.waitFor();
      await picture(page, `task13-1-wrong-numbers-${width}`);
      await eventually(async () => assert.match(await card.textContent(), /Hidden 2, unit \d.*input sum z = Σ w x \+ b/s));
      const terms = await card.locator('.terms li:not(.result) b').allTextContents();
      const sum = terms.reduce(
        (total, term) =>
          total +
          term
            .split(' × ')
            .map(read)
            .reduce((a, b) => a * b),
        0,
      );
      assert.ok(Math.abs(sum) > 3.4e38, `${terms}`);
      await eventually(async () =>
        assert.equal(read(await card.locator('.result b').textContent()), Math.sign(sum) * Number.POSITIVE_INFINITY),
      );
      await eventually(async () =>
        assert.match(await card.textContent(), /The loss grew from [\d.]+ at step 69 to \d\.\d+e\d+ at step 75, at learning rate 30\./),
      );
      const inside = await card.evaluate((element) => {
        const { top, bottom, left, right } = element.getBoundingClientRect();
        const below = [...document.querySelectorAll('.strip, .run-bar')].filter((bar) => bar.getClientRects().length > 0);
        return top >= 0 && left >= 0 && right <= innerWidth && below.every((bar) => bottom <= bar.getBoundingClientRect().top);
      });
      assert.ok(inside, 'the card leaves the timeline and the run bar alone');
      await act(page, 'step-before').click();
      await settled(page, ['paused']);
      assert.equal((await rootState(page)).step, step);
      assert.equal((await rootState(page)).weightsHash, weightsHash);
      await card.waitFor({ state: 'detached' });
      assert.deepEqual(page.troubles, []);
    });
  });

test('an open instrument stays in view beside the card, whose story is told when it is asked for', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${link}&at=500~tool=layers`);
    await settled(page, ['diverged']);
    const card = page.locator('.notice.error');
    await card.waitFor();
    const [{ y, height }, bar] = [await card.boundingBox(), await page.locator('.tool-bar').boundingBox()];
    assert.ok(y + height < bar.y, 'the card ends above the instruments');
    await picture(page, 'task13-2-beside-an-instrument');
    await card.getByText('How it happened').click();
    await card.locator('.result').waitFor();
    await act(page, 'step-before').click();
    await settled(page, ['paused']);
    assert.deepEqual(page.troubles, []);
  });
});
