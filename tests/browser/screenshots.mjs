// Renews the pictures of the README and of web/docs/instruments.md: node tests/browser/screenshots.mjs. They show the real page at a real step.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { act, root, settled, withSite } from './harness.mjs';

const folder = join(root, 'web/docs');
const phone = { width: 390, height: 844 };
const shown = (selector, options) => (page) => page.locator(selector, options).first().waitFor();

const pages = [
  { name: 'desktop-light', hash: 'data=spiral&at=20000', ready: shown('[data-act=run]') },
  { name: 'desktop-dark', hash: 'data=digits&net=32:tanh&batch=32&epochs=40&at=1125', dark: true },
  { name: 'phone', hash: 'data=spiral&at=20000', ...phone },
  { name: 'gallery', hash: '~gallery', height: 1000 },
];

/** A second line, which leaves the first at step 4,000. */
async function branch(page) {
  await page.evaluate(() => {
    location.hash = 'data=spiral&lr=0.05&epochs=300&edits=4000:lr=0.002&at=6000';
  });
  await page.locator('gb-timeline li').waitFor({ state: 'attached' });
}

async function sweep(page) {
  await page.locator('#sweep-key-1').selectOption('net');
  await page.locator('#sweep-values-1').fill('2:tanh 4:tanh 8:tanh 8:tanh,8:tanh');
  await page.locator('#sweep-values-0').fill('0.001 0.01 0.1');
  await act(page, 'sweep-start').click();
  await page.getByText('All 36 runs are done').waitFor();
}

/** What every instrument shows in the docs: in light, in dark and on a phone. */
const instruments = [
  // The card "Change your mind".
  { name: 'timeline', hash: 'data=spiral&lr=0.05&epochs=300&at=8000', ready: branch, phoneTab: 'timeline' },
  {
    // The card "Under the microscope", at the error of the first hidden unit.
    name: 'microscope',
    hash: 'data=table4&net=2:sigmoid&reduce=sum&opt=sgd&lr=0.1&batch=all&order=fixed&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1&precision=64~tool=microscope&look=9',
    ready: shown('gb-microscope .product'),
  },
  {
    // The card "Three learning rates", some way on.
    name: 'side',
    hash: 'data=circle&net=4:tanh,2:tanh&epochs=100&at=800~vary=lr=0.1&vary=lr=1&tool=compare',
    ready: shown('gb-side-difference'),
  },
  {
    // The card "Stuck in the corners", under the check that finds its mistake.
    name: 'checks',
    hash: 'data=xor&net=4:sigmoid&lr=0.03&epochs=200&bug=slope&at=200~tool=checks',
    ready: shown('gb-checks [data-act=recheck]'),
  },
  {
    // The card "A layer dies", when it has.
    name: 'layers',
    hash: 'data=moons&net=12:relu,12:relu,12:relu&opt=sgd&lr=1&epochs=100&at=400~tool=layers',
    ready: shown('gb-layers [data-at="400"]'),
  },
  { name: 'sweep', hash: 'data=circle&net=4:tanh&epochs=50~tool=sweep', ready: sweep },
  {
    // The card "The surface underfoot".
    name: 'landscape',
    hash: 'data=table4&net=none&reduce=sum&opt=sgd&lr=1&batch=all&order=fixed&epochs=10000&init=zeros&at=100~tool=landscape&look=,,,1',
    ready: (page) => page.locator('.l-summary', { hasText: 'In this picture' }).waitFor({ state: 'attached' }),
  },
  {
    // The card "Ask beyond the data" at its end, with the rows that are answered worst.
    name: 'generalise',
    hash: 'data=reflectivity&net=20:sigmoid&epochs=300&at=12000~tool=generalise&look=2,-1,6',
    ready: shown('gb-generalise .reads'),
  },
  {
    // Where tanh flattens out, beside what a layer of it receives.
    name: 'structure',
    hash: 'data=digits&net=32:relu,16:tanh&batch=32&at=200~tool=structure&look=1,1',
    ready: shown('gb-structure .t-numbers'),
  },
  {
    // The card "Ten million twins", once it has learned.
    name: 'twins',
    hash: 'data=xor&net=8:tanh&epochs=100&at=2000~tool=structure&look=2,0,-1,1000,0,1,5,1',
    ready: shown('gb-structure [data-difference]'),
  },
  {
    // The card "Up in smoke".
    name: 'wrong-numbers',
    hash: 'data=spiral&net=8:relu,8:relu&out=linear&opt=sgd&lr=0.3&edits=70:lr=30&at=500',
    ready: shown('.notice.error .terms'),
  },
  { name: 'speed', hash: 'data=digits&net=32:relu&batch=32&epochs=40&at=1125~tool=speed', ready: shown('.speed-report .figures') },
];

const looks = [
  { look: 'light', type: 'png' },
  { look: 'dark', dark: true, type: 'jpeg', quality: 80 },
  { look: 'phone', ...phone, type: 'jpeg', quality: 80 },
];

const only = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
await withSite(async ({ open }) => {
  const shoot = async ({ name, hash, ready, phoneTab, type = 'png', quality, ...options }) => {
    if (only.length > 0 && !only.some((wanted) => name.startsWith(wanted))) return;
    const page = await open(hash, options);
    await settled(page);
    await ready?.(page);
    if (phoneTab && options.width === phone.width) await page.locator(`#tab-${phoneTab}`).click();
    await settled(page);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}.${type === 'png' ? 'png' : 'jpg'}`), type, ...(quality ? { quality } : {}) });
    await page.context().close();
  };
  for (const page of pages) await shoot(page);
  for (const { name, ...instrument } of instruments)
    for (const { look, ...how } of looks) await shoot({ ...instrument, ...how, name: `${name}-${look}` });
});
