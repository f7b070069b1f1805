// Renews the pictures of the README: node tests/browser/screenshots.mjs. They show the real page at a real step.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { act, root, settled, withSite } from './harness.mjs';

const folder = join(root, 'web/docs');
const pictures = [
  { name: 'desktop-light', hash: 'data=spiral&at=20000' },
  { name: 'desktop-dark', hash: 'data=digits&net=32:tanh&batch=32&epochs=40&at=1125', dark: true },
  { name: 'phone', hash: 'data=spiral&at=20000', width: 390, height: 844 },
  { name: 'gallery', hash: '~gallery', height: 1000 },
];

mkdirSync(folder, { recursive: true });
await withSite(async ({ open }) => {
  for (const { name, hash, ...options } of pictures) {
    const page = await open(hash, options);
    await settled(page);
    if (hash.startsWith('data=spiral')) await act(page, 'run').waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
});
