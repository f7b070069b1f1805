import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, settled, withSite } from './harness.mjs';

const links = JSON.parse(readFileSync(join(root, 'tests/fixtures/hostile_links.json'), 'utf8')).map(({ why, link, repeat }) => ({
  why,
  link: link ?? repeat.map(([piece, count]) => piece.repeat(count)).join(''),
}));

test('at least forty hostile links are tried', () => assert.ok(links.length >= 40));

test('no hostile link runs a script or leaves the page unusable', async (t) => {
  await withSite(async ({ open, address }) => {
    const page = await open();
    await settled(page);
    for (const { why, link } of links) {
      await t.test(why, async () => {
        await page.goto('about:blank');
        await page.goto(`${address}#${link}`);
        await settled(page);
        assert.equal(await page.evaluate(() => window.hit), undefined, 'a script ran');
        const dialog = page.getByRole('dialog');
        if (await dialog.isVisible()) await page.getByRole('button', { name: 'Keep the default' }).click();
        const before = Number(await page.evaluate(() => document.documentElement.dataset.step));
        await page.getByRole('button', { name: 'Step', exact: true }).first().click();
        await page.waitForFunction((step) => Number(document.documentElement.dataset.step) > step, before);
      });
    }
    // Chromium says in its console what the page's policy refused.
    assert.deepEqual(
      page.troubles.filter((trouble) => !trouble.includes('net::ERR_ABORTED')),
      [],
    );
  });
});
