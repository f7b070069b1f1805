import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSite } from './harness.mjs';
import { siteSizes } from './site_sizes.mjs';

const mostBytes = 250_000;
const mostOfCore = 120_000;

test('a first visit fetches at most 250 KB, gzip, 120 KB of them for the core, and none of the instruments', async () => {
  await withSite(async ({ open }) => {
    const { first } = await siteSizes(open);
    const listed = first.map(([path, bytes]) => `${path} ${bytes}`).join('\n');
    const core = first.filter(([path]) => path.endsWith('.wasm')).map(([, bytes]) => bytes);
    assert.ok(core.length === 1 && core[0] <= mostOfCore, `${core} bytes of core:\n${listed}`);
    assert.ok(!first.some(([path]) => /glassbox_full|microscope|gallery/.test(path)), listed);
    const sum = first.reduce((bytes, [, more]) => bytes + more, 0);
    assert.ok(sum <= mostBytes, `${sum} bytes:\n${listed}`);
  });
});

test('what explains a key comes after the first picture', async () => {
  await withSite(async ({ open }) => {
    const page = await open();
    await page.locator('.number-row[title^="How far points stray"]').waitFor({ state: 'attached' });
    await page
      .locator(
        'option[title="Two arms that wind around each other one and three quarter times; noise is measured in the gap between arms."]',
      )
      .first()
      .waitFor({ state: 'attached' });
    await page.context().close();
  });
});
