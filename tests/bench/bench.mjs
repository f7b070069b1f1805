// Measures, on this machine, in one go: first the contest with the peers, then what the page promises. Medians; nothing here passes or fails.
// node tests/bench/bench.mjs [--write] [--only W1,W4] [--page] [--rounds N]; --write renews web/docs/bench.md and bench.svg, --only is the contest alone,
// --page all but the contest.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../../web/scripts/serve.mjs';
import { root, settled, withSite } from '../browser/harness.mjs';
import { siteSizes } from '../browser/site_sizes.mjs';
import { gallery } from '../parity/core.mjs';
import { contest } from './contest.mjs';
import { costs } from './costs.mjs';
import { frameWork } from './frames.mjs';
import { chart, costChart, markdown } from './report.mjs';

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const text = (id) => gallery.find((card) => card.id === id).text;
const endless = (experiment) => `${experiment.replace(/&(epochs|eval)=\d+/g, '')}&epochs=0`;

/** Milliseconds from pressing Run at full speed to the run's end. */
async function wallTime(open, experiment) {
  const page = await open(`${experiment}~speed=fastest`);
  await settled(page, ['ready', 'paused']);
  const milliseconds = await page.evaluate(
    () =>
      new Promise((done) => {
        const start = performance.now();
        new MutationObserver(() => document.documentElement.dataset.runState === 'finished' && done(performance.now() - start)).observe(
          document.documentElement,
          { attributes: true },
        );
        document.querySelector('[data-act="run"]').click();
      }),
  );
  await page.context().close();
  return milliseconds;
}

/** Rows a second while the page runs at full speed, and what its frames cost the main thread meanwhile. */
async function running(open, experiment, view = '') {
  const page = await open(`${endless(experiment)}~speed=fastest${view}`);
  await settled(page, ['ready', 'paused']);
  await page.click('[data-act="run"]');
  await page.waitForTimeout(1000);
  const steps = () => page.evaluate(() => [Number(document.documentElement.dataset.step), performance.now()]);
  const [first, start] = await steps();
  const frames = await frameWork(page, 4000);
  const [last, end] = await steps();
  await page.context().close();
  return { stepsPerSecond: ((last - first) / (end - start)) * 1000, frames };
}

/** Steps a second of the same module in the same engine, without a page. */
async function bare(browser, experiment) {
  const server = await startServer(join(root, 'build'), 0);
  const tables = await startServer(join(root, 'core/data'), 0, { 'access-control-allow-origin': '*' });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.port}/nothing`);
  const rate = await page.evaluate(
    async ([experimentText, tablesAt]) => {
      const { default: create } = await import('/wasm/glassbox.mjs');
      const core = await create({ locateFile: (name) => `/wasm/${name}` });
      const session = new core.Session();
      const table = session.tableNeeded(experimentText);
      if (table) session.provideTable(table, new Uint8Array(await (await fetch(`${tablesAt}/${table}.table`)).arrayBuffer()));
      session.open(experimentText);
      session.advance(1e7, 1000);
      const first = session.status().step;
      const start = performance.now();
      while (performance.now() - start < 4000) session.advance(1e7, 8);
      return ((session.status().step - first) / (performance.now() - start)) * 1000;
    },
    [endless(experiment), `http://localhost:${tables.port}`],
  );
  await page.close();
  server.close();
  tables.close();
  return rate;
}

/** Milliseconds from pressing Pause to standing still, for the largest kind of experiment the caps allow. */
async function pauseTimes(open, experiment) {
  const page = await open(`${experiment}~speed=fastest`);
  await settled(page, ['ready', 'paused'], 60000);
  const times = [];
  for (let i = 0; i < 7; ++i) {
    await page.click('[data-act="run"]');
    await page.waitForTimeout(700 + 37 * i);
    times.push(
      await page.evaluate(
        () =>
          new Promise((done) => {
            const start = performance.now();
            new MutationObserver(() => document.documentElement.dataset.runState === 'paused' && done(performance.now() - start)).observe(
              document.documentElement,
              { attributes: true },
            );
            document.querySelector('[data-act="run"]').click();
          }),
      ),
    );
  }
  await page.context().close();
  return times;
}

async function firstPicture(open) {
  const page = await open();
  await settled(page, ['ready']);
  const milliseconds = await page.evaluate(() => performance.getEntriesByName('first-picture')[0]?.startTime);
  await page.context().close();
  return milliseconds;
}

const most = (frames, what) =>
  quantile(
    frames.map((frame) => frame[what]),
    0.95,
  );

const milliseconds = (values) => values.map((value) => `${value.toFixed(1)} ms`).join(', ');
const frameCost = (frames) => `${milliseconds([most(frames, 'work')])}; ${milliseconds([most(frames, 'passed')])}`;

/** What frames cost with one instrument after the other open beside the training network. */
async function instrumentFrames(open, experiment) {
  const page = await open(`${experiment}~tool=speed`);
  await settled(page, ['ready', 'paused']);
  const tools = await page.$$eval('[data-act^="tool-"]', (tabs) =>
    tabs.map((tab) => tab.dataset.act.replace('tool-', '')).filter((name) => name !== 'close'),
  );
  await page.context().close();
  const costs = [];
  for (const tool of tools) costs.push([tool, frameCost((await running(open, experiment, `&tool=${tool}`)).frames)]);
  return costs;
}

/** What the page promises, as [name, value]. */
async function pageCosts(open, browser) {
  const digits = text('digits');
  const times = [];
  for (let i = 0; i < 5; ++i) times.push(await wallTime(open, digits));
  const ratios = [];
  const frames = [];
  // Machines get faster and slower meanwhile: each run with the page stands between two without it.
  let before = await bare(browser, digits);
  for (let i = 0; i < 5; ++i) {
    const shown = await running(open, digits);
    const after = await bare(browser, digits);
    ratios.push((2 * shown.stepsPerSecond) / (before + after));
    frames.push(...shown.frames);
    before = after;
  }
  const instruments = await instrumentFrames(open, digits);
  const pause = await pauseTimes(open, 'data=digits&net=700:relu,1000:relu&opt=adam&lr=0.001&batch=all&epochs=0');
  const pictures = [];
  for (let i = 0; i < 5; ++i) pictures.push(await firstPicture(open));
  const { first, all } = await siteSizes(open);
  const [, core] = first.find(([path]) => path.endsWith('.wasm'));
  const fetched = first.reduce((sum, [, bytes]) => sum + bytes, 0);
  return [
    ['digits 64-32-10, the whole run, median', `${(median(times) / 1000).toFixed(2)} s`],
    ['digits, steps a second with the page / without, median', `${(100 * median(ratios)).toFixed(1)} %`],
    ['digits at full speed, 95th percentile of a frame: work; time passed', `${frameCost(frames)} (of ${frames.length})`],
    ...instruments.map(([tool, value]) => [`the same with the instrument "${tool}" open`, value]),
    ['pause, 750,000 parameters, full batch: median, longest', milliseconds([median(pause), Math.max(...pause)])],
    ['first picture from localhost, median', `${median(pictures).toFixed(0)} ms`],
    [
      'a first visit fetches, gzip; its module alone; the whole site with all instruments',
      [fetched, core, all].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`).join('; '),
    ],
  ];
}

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean' },
    only: { type: 'string' },
    page: { type: 'boolean' },
    rounds: { type: 'string', default: '9' },
  },
});

await withSite(async ({ open, browser }) => {
  if (options.page) {
    for (const [name, value] of await pageCosts(open, browser)) console.log(`${name.padEnd(66)} ${value}`);
    return;
  }
  const results = await contest(browser, { rounds: Number(options.rounds), only: options.only });
  const own = options.only ? undefined : { ...(await costs(browser, Number(options.rounds))), page: await pageCosts(open, browser) };
  const facts = `${options.rounds} rounds, ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, Chromium ${browser.version().split('.')[0]}, load ${loadavg()[0].toFixed(1)}`;
  const written = markdown(results, facts, own);
  console.log(written);
  if (!options.write) return;
  writeFileSync(join(root, 'web/docs/bench.md'), written);
  writeFileSync(join(root, 'web/docs/bench.svg'), chart(results));
  if (own) writeFileSync(join(root, 'web/docs/costs.svg'), costChart(own.sizes));
});
