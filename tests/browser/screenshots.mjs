// Renews the pictures of the README: node tests/browser/screenshots.mjs. They show the real page at a real step.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { act, root, settled, withSite } from './harness.mjs';

const folder = join(root, 'web/docs');
/** The card "Under the microscope", at the error of the first hidden unit. */
const microscope =
  'data=table4&net=2:sigmoid&reduce=sum&opt=sgd&lr=0.1&batch=all&order=fixed&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1&precision=64~tool=microscope&look=9';
/** The card "Three learning rates", some way on. */
const side = 'data=circle&net=4:tanh,2:tanh&epochs=100&at=800~vary=lr=0.1&vary=lr=1&tool=compare';
const sweep = 'data=circle&net=4:tanh&epochs=50~tool=sweep';
/** The card "The surface underfoot", and its contours. */
const valley = 'data=table4&net=none&reduce=sum&opt=sgd&lr=1&batch=all&order=fixed&epochs=10000&init=zeros&at=100~tool=landscape';
/** The card "Ask beyond the data" at its end, with the rows that are answered worst. */
const generalise = 'data=reflectivity&net=20:sigmoid&epochs=300&at=12000~tool=generalise&look=2,-1,6';
/** The card "A layer dies", when it has. */
const layers = 'data=moons&net=12:relu,12:relu,12:relu&opt=sgd&lr=1&epochs=100&at=400~tool=layers';
/** The card "Stuck in the corners", under the check that finds its mistake. */
const checks = 'data=xor&net=4:sigmoid&lr=0.03&epochs=200&bug=slope&at=200~tool=checks';
/** Where tanh flattens out, beside what a layer of it receives. */
const structure = 'data=digits&net=32:relu,16:tanh&batch=32&at=200~tool=structure&look=1,1';
/** The card "Ten million twins", once it has learned. */
const twins = 'data=xor&net=8:tanh&epochs=100&at=2000~tool=structure&look=2,0,-1,1000,0,1,5,1';
const pictures = [
  { name: 'desktop-light', hash: 'data=spiral&at=20000' },
  { name: 'desktop-dark', hash: 'data=digits&net=32:tanh&batch=32&epochs=40&at=1125', dark: true },
  { name: 'phone', hash: 'data=spiral&at=20000', width: 390, height: 844 },
  { name: 'microscope-light', hash: microscope },
  { name: 'microscope-dark', hash: microscope, dark: true },
  { name: 'microscope-phone', hash: microscope, width: 390, height: 844 },
  { name: 'side-light', hash: side },
  { name: 'side-dark', hash: side, dark: true },
  { name: 'side-phone', hash: side, width: 390, height: 844 },
  { name: 'checks-light', hash: checks },
  { name: 'structure-light', hash: structure },
  { name: 'twins-light', hash: twins },
  { name: 'layers-light', hash: layers },
  { name: 'sweep-light', hash: sweep },
  { name: 'landscape-light', hash: `${valley}&look=,,,1` },
  { name: 'landscape-dark', hash: valley, dark: true },
  { name: 'landscape-phone', hash: valley, width: 390, height: 844 },
  { name: 'generalise-light', hash: generalise },
  { name: 'gallery', hash: '~gallery', height: 1000 },
];

mkdirSync(folder, { recursive: true });
await withSite(async ({ open }) => {
  for (const { name, hash, ...options } of pictures) {
    const page = await open(hash, options);
    await settled(page);
    if (hash.startsWith('data=spiral')) await act(page, 'run').waitFor();
    if (hash === microscope) await page.locator('gb-microscope .product').waitFor();
    if (hash === side) await page.locator('gb-side-difference').waitFor();
    if (hash.startsWith(valley)) await page.locator('.l-summary', { hasText: 'In this picture' }).waitFor({ state: 'attached' });
    if (hash === generalise) await page.locator('gb-generalise .reads').waitFor();
    if (hash === checks) await page.locator('gb-checks [data-act=recheck]').waitFor();
    if (hash === structure) await page.locator('gb-structure .t-numbers').waitFor();
    if (hash === twins) await page.locator('gb-structure [data-difference]').waitFor();
    if (hash === layers) await page.locator('gb-layers [data-at="400"]').waitFor();
    if (hash === sweep) {
      await page.locator('#sweep-key-1').selectOption('net');
      await page.locator('#sweep-values-1').fill('2:tanh 4:tanh 8:tanh 8:tanh,8:tanh');
      await page.locator('#sweep-values-0').fill('0.001 0.01 0.1');
      await act(page, 'sweep-start').click();
      await page.getByText('All 36 runs are done').waitFor();
    }
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
});
