// What the browser tests share: the built site on a local port, the machine's Chromium, and a page that is open and at rest.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/scripts/serve.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');

const executablePath =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Runs `body({open, browser, address})` against the built site and cleans up behind it. */
export async function withSite(body, { headers, flags = [] } = {}) {
  const server = await startServer(join(root, 'build/site'), 0, headers);
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...flags,
    ],
  });
  const address = `http://localhost:${server.port}/`;
  const contexts = [];
  const open = async (
    hash = '',
    { width = 1440, height = 900, dark = false, reducedMotion = false, path = '', touch = false, locale = 'en-US', before } = {},
  ) => {
    const context = await browser.newContext({
      locale,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      hasTouch: touch,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    contexts.push(context);
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    page.troubles = [];
    page.on('pageerror', (error) => page.troubles.push(error.message));
    page.on('console', (message) => message.type() === 'error' && page.troubles.push(message.text()));
    page.on('dialog', (dialog) => {
      page.troubles.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    await page.goto(address + path + (hash && `#${hash}`));
    return page;
  };
  try {
    await body({ open, browser, address });
  } finally {
    for (const context of contexts) await context.close();
    await browser.close();
    server.close();
  }
}

/** Waits until the run state is one of `states` and, at rest, all of it is on the page; gives back what the root element says. */
export async function settled(page, states = ['ready', 'paused', 'finished', 'diverged'], timeout = 60000) {
  const says = await page.waitForFunction(
    (wanted) => {
      const data = document.documentElement.dataset;
      return wanted.includes(data.runState) && (data.runState === 'running' || 'still' in data) && { ...data };
    },
    states,
    { timeout },
  );
  return says.jsonValue();
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it is, by all its rules or those named. */
export async function violations(page, rules) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate((runOnly) => window.axe.run(document, runOnly ? { runOnly } : {}), rules);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
  );
}

/** Asks again until `check` finds nothing wrong, for what becomes true a moment after the page has rested. */
export async function eventually(check, timeout = 20000) {
  for (const end = Date.now() + timeout; ; await new Promise((wake) => setTimeout(wake, 50)))
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
}

/** Saves a picture for people to look at under build/screenshots. */
export async function picture(page, name) {
  mkdirSync(join(root, 'build/screenshots'), { recursive: true });
  await page.screenshot({ path: join(root, `build/screenshots/${name}.png`) });
}

/** The visible control of that name (data-act); phones and desktops each have their own. */
export const act = (page, name) => page.locator(`[data-act="${name}"]:visible`).first();

/** What the root element says about the run. */
export const rootState = (page) => page.evaluate(() => ({ ...document.documentElement.dataset }));

/** The field of a key in the rail, its group unfolded. */
export async function railField(page, key) {
  const input = page.locator(`#field-${key}`);
  for (const fold of await page.locator('gb-rail [aria-expanded="false"]').all()) {
    if (await input.isVisible()) break;
    await fold.click();
  }
  return input;
}

/** Types a value into a field, as a person does. */
export async function setField(page, key, value) {
  const input = await railField(page, key);
  await input.fill(value);
  await input.press('Enter');
}
