// What the network's answers are taken for, and what that costs: decided by the core, shown on the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, picture, setField, settled, withSite } from './harness.mjs';

const three = 'data=spiral3&net=8:tanh&epochs=20&at=500';

test('costs move the decision and stand in its pictures', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=wine&costs=0,1,5;1,0,1;2,1,0&at=60');
    await settled(page);
    const confusion = page.locator('gb-confusion');
    await eventually(async () =>
      assert.equal(await confusion.locator('.cell small').nth(1).textContent(), '×5', 'the third answer to the first class'),
    );
    await eventually(async () => assert.match(await confusion.locator('.cost').textContent(), /^cost [\d.]+ a row$/));
    await eventually(async () => assert.match(await confusion.locator('.always').textContent(), /cultivar 3.*[\d.]+$/));
    await picture(page, 'decision-confusion');

    const read = async (hash) => {
      await page.goto(`${page.url().split('#')[0]}#${hash}`);
      await page.locator(hash.includes('costs') ? 'gb-map[priced]' : 'gb-map:not([priced])').waitFor();
      await settled(page);
      const plot = page.locator('gb-map .plot');
      await plot.focus();
      const said = [];
      for (let step = 0; step < 24; step++) {
        await page.keyboard.press('Shift+ArrowRight');
        said.push(await page.locator('gb-map .legend .reading').textContent());
        if (step % 6 === 5) for (let back = 0; back < 6; back++) await page.keyboard.press('Shift+ArrowLeft');
        if (step % 6 === 5) await page.keyboard.press('Shift+ArrowDown');
      }
      return said.filter((text) => text.includes('arm 3')).length;
    };
    const [plain, priced] = [await read(three), await read(`${three}&costs=0,1,1;1,0,1;20,20,0`)];
    assert.ok(priced > plain, `${priced} places of the third arm beside ${plain}`);
    assert.deepEqual(page.troubles, []);
  });
});

test('the cut of two shares moves the answers and the map, and leaves the weights alone', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=moons&noise=0.3&net=6:tanh&out=softmax&at=2000');
    const { weightsHash } = await settled(page);
    const right = () =>
      page
        .locator('gb-map')
        .getByText(/% of test right/)
        .textContent();
    const map = () =>
      page
        .locator('gb-map canvas')
        .first()
        .evaluate((canvas) => canvas.toDataURL());
    const [before, drawn] = [await right(), await map()];
    await setField(page, 'cut', '0.9');
    await page.waitForFunction(() => location.hash.includes('cut=0.9'));
    assert.equal((await settled(page)).weightsHash, weightsHash);
    await eventually(async () => assert.notEqual(await right(), before));
    await eventually(async () => assert.ok((await map()) !== drawn, 'the map is drawn again'));
    await picture(page, 'decision-two-shares');
    assert.deepEqual(page.troubles, []);
  });
});
