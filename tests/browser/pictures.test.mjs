// What a teacher or an engineer takes away: pictures of panels that stand alone, tables with every digit.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { program } from '../parity/core.mjs';
import { act, eventually, picture, require, root, setField, settled, withSite } from './harness.mjs';

const { PNG } = require('pngjs');
const pixelmatch = require('pixelmatch').default ?? require('pixelmatch');
const ts = require('typescript');

/** A module of the page that needs no page. */
function pure(path) {
  const { outputText } = ts.transpileModule(readFileSync(join(root, 'web/src', path), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`);
}

async function openMenu(page, panel) {
  await act(page, `save-${panel}`).click();
  await page.locator('gb-save button').first().waitFor();
}

async function saved(page, kind) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`gb-save [data-act="save-${kind}"]`).click()]);
  await page.locator('gb-save [role=status]', { hasText: 'Saved' }).waitFor();
  const path = await download.path();
  return { name: download.suggestedFilename(), bytes: readFileSync(path) };
}

/** Lines of cells; none of these has a line end inside. */
function readCsv({ bytes }) {
  const lines = bytes.toString('utf8').split('\r\n');
  assert.equal(lines.pop(), '', 'every line ends');
  return lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain),
  );
}

const colours = ({ data }) => {
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  return seen.size;
};
const corner = ({ data }) => [...data.subarray(0, 3)];

/** The SVG alone in a page of its own, as pixels of the same size as the PNG. */
async function rendered(browser, { name, bytes }, { width, height }) {
  const folder = mkdtempSync(join(tmpdir(), 'glassbox-'));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const context = await browser.newContext({
    viewport: { width: width / 2, height: height / 2 },
    deviceScaleFactor: 2,
    javaScriptEnabled: false,
  });
  try {
    const page = await context.newPage();
    const requests = [];
    page.on('request', (request) => /^(https?|file):/.test(request.url()) && requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    assert.equal(requests.length, 1, `nothing else is fetched: ${requests}`);
    return PNG.sync.read(await eventually(() => page.screenshot())); // Chromium refuses some on a busy machine
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
}

/** What an XML parser makes of it: words, names of elements, and everything that points anywhere. */
async function parsed(browser, text) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const found = await page.evaluate((markup) => {
    const read = new DOMParser().parseFromString(markup, 'image/svg+xml');
    const all = [...read.querySelectorAll('*')];
    return {
      wrong: read.querySelector('parsererror')?.textContent ?? '',
      names: [...new Set(all.map(({ localName }) => localName))],
      words: all.filter(({ localName }) => localName === 'text').map(({ textContent }) => textContent),
      points: all.flatMap((element) => [...element.attributes].filter(({ localName }) => localName === 'href').map(({ value }) => value)),
      events: all.flatMap((element) => [...element.attributes].filter(({ name }) => name.startsWith('on'))).length,
      paths: read.querySelectorAll('path').length,
    };
  }, text);
  await context.close();
  return found;
}

test('a teacher takes the network, the decision map and the curves for a worksheet: as pixels, and as vectors that say the same', async () => {
  await withSite(async ({ open, browser }) => {
    const page = await open('data=spiral&net=4:tanh,3:tanh&at=400', { dark: true });
    await settled(page, ['paused']);
    await page.locator('gb-map .tick').first().waitFor();
    const seen = {
      network: ['Network', 'Hidden 1', 'Hidden 2', 'Output', 'Spiral · step 400'],
      answer: ['Decision map', '−6', '6', 'arm 1', 'arm 2', 'Spiral · step 400'],
      progress: ['Progress · Loss', 'epochs', '600', 'Spiral · step 400'],
    };
    for (const [panel, words] of Object.entries(seen)) {
      await openMenu(page, panel);
      if (panel === 'answer') await picture(page, 'pictures-1-menu');
      const png = await saved(page, 'png');
      assert.equal(png.name, `glassbox-${panel}-step-400.png`);
      const pixels = PNG.sync.read(png.bytes);
      assert.deepEqual(corner(pixels), [255, 255, 255], 'white paper, though the page is dark');
      assert.ok(colours(pixels) > 40, `${panel} is not blank`);
      const svg = await saved(page, 'svg');
      const { wrong, names, words: written, points, events, paths } = await parsed(browser, svg.bytes.toString('utf8'));
      assert.equal(wrong, '');
      for (const word of words)
        assert.ok(
          written.some((text) => text.includes(word)),
          `${panel}: “${word}” in ${written.join(' | ')}`,
        );
      assert.ok(
        written.some((text) => text.startsWith('http://localhost')),
        'the link stands under it',
      );
      assert.ok(
        points.every((target) => target.startsWith('#') || target.startsWith('data:image/png;')),
        'it holds all that it shows',
      );
      assert.ok(!names.some((name) => ['script', 'foreignObject', 'style', 'a'].includes(name)) && events === 0);
      assert.ok(paths > (panel === 'progress' ? 3 : 10), `${paths} outlines`);
      const vector = await rendered(browser, svg, pixels);
      assert.deepEqual([vector.width, vector.height], [pixels.width, pixels.height]);
      const differ = pixelmatch(pixels.data, vector.data, null, pixels.width, pixels.height, { threshold: 0.2 });
      assert.ok(differ < 0.005 * pixels.width * pixels.height, `${panel}: ${differ} pixels differ`);
      await page.keyboard.press('Escape');
      await page.waitForFunction((name) => document.activeElement?.getAttribute('data-act') === `save-${name}`, panel);
    }
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark', 'the page is as it was');
    assert.equal(await page.evaluate(() => document.documentElement.getAttribute('style') ?? ''), '');

    await openMenu(page, 'answer');
    await page.locator('gb-save [data-act="save-paper"]').uncheck();
    const dark = PNG.sync.read((await saved(page, 'png')).bytes);
    assert.ok(Math.max(...corner(dark)) < 64, 'as it is on the screen, where that is wanted');
    assert.deepEqual(page.troubles, []);
  });
});

test('an engineer takes the numbers: the weights to the last bit, the curves as the command line has them, every row with its answer', async () => {
  await withSite(async ({ open }) => {
    const text = 'data=iris&net=5:tanh&seed=3';
    const page = await open(`${text}&at=55`);
    const { weightsHash } = await settled(page, ['paused']);
    await openMenu(page, 'network');
    const [heads, ...weights] = readCsv(await saved(page, 'csv-parameters'));
    assert.equal(heads.join(), 'layer,name,tensor,unit,input,value,gradient,update');
    let hash = 14695981039346656037n;
    const bytes = Buffer.alloc(4);
    for (const line of weights) {
      bytes.writeFloatLE(Number(line[5]));
      for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 1099511628211n);
    }
    assert.equal(hash.toString(16).padStart(16, '0'), weightsHash, 'no bit is lost');
    await page.keyboard.press('Escape');

    await openMenu(page, 'progress');
    const [names, ...history] = readCsv(await saved(page, 'csv-history'));
    const { out } = program('native', 'run', text, '--steps', '55', '--json');
    const printed = out.trim().split('\n').map(JSON.parse);
    const measured = history.filter((line) => Number(line[names.indexOf('epoch')]) > 0);
    for (const line of measured) {
      const at = (name) => Number(line[names.indexOf(name)]);
      const wanted = printed.find(({ epoch }) => epoch === at('epoch'));
      assert.deepEqual(
        [at('train_loss_last'), at('test_loss_last'), at('test_score_last')],
        [wanted.train.loss, wanted.test.loss, wanted.test.accuracy],
      );
    }
    assert.ok(measured.length >= 5, `${measured.length} epochs`);
    await page.keyboard.press('Escape');

    await openMenu(page, 'answer');
    const [columns, ...rows] = readCsv(await saved(page, 'csv-rows'));
    assert.equal(rows.length, 150);
    const cell = (row, name) => row[columns.indexOf(name)];
    const tests = rows.filter((row) => cell(row, 'part') === 'test');
    const right = tests.filter((row) => cell(row, 'truth') === cell(row, 'answered')).length;
    const [, ...confusion] = readCsv(await saved(page, 'csv-confusion'));
    const diagonal = confusion.filter(([part, truth, answered]) => part === 'test' && truth === answered);
    assert.equal(
      right,
      diagonal.reduce((sum, [, , , count]) => sum + Number(count), 0),
    );
    const shares = tests.map((row) => [1, 2, 3].reduce((sum, k) => sum + Number(cell(row, `answer_${k}`)), 0));
    assert.ok(
      shares.every((sum) => Math.abs(sum - 1) < 1e-5),
      'three answers a row, which are shares',
    );
    await page.keyboard.press('Escape');

    await page.locator('input[name="step"]').fill('22');
    await page.locator('input[name="step"]').press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset.step === '22');
    await setField(page, 'lr', '0.1');
    await page.locator('gb-timeline li').first().waitFor();
    await openMenu(page, 'progress');
    const [, line] = readCsv(await saved(page, 'csv-branches'));
    assert.deepEqual([line[1], line.at(-2)], ['55', weightsHash], 'what was left is kept, and listed');
    assert.deepEqual(page.troubles, []);
  });
});

test('cells that a spreadsheet would compute are text, numbers stay numbers, and quotes are doubled', async () => {
  const { cellText } = await pure('pictures/csv-text.ts');
  for (const formula of ['=1+1', '+cmd', '-sum(A1)', '@now', '\t=1', '=HYPERLINK("x")'])
    assert.ok(cellText(formula).replace(/^"/, '').startsWith("'"), cellText(formula));
  for (const number of ['-0.5', '+3', '1e-7', '-inf', 'nan', '.5', '-1.5e+10']) assert.equal(cellText(number), number);
  assert.deepEqual([-0.1, 1e-300, Number.NaN, Number.NEGATIVE_INFINITY, 0.1 + 0.2].map(cellText), [
    '-0.1',
    '1e-300',
    'nan',
    '-inf',
    '0.30000000000000004',
  ]);
  assert.equal(cellText('a,b'), '"a,b"');
  assert.equal(cellText('say "x"'), '"say ""x"""');
  assert.equal(cellText('two\nlines'), '"two\nlines"');
  assert.equal(cellText(null), '');
  const { escapeXml } = await pure('pictures/xml.ts');
  assert.equal(escapeXml('<b a="1">&\'\u0000\u0007\ud800</b>'), '&lt;b a=&quot;1&quot;&gt;&amp;&apos;&lt;/b&gt;');
});

test('every instrument is a picture with its numbers beside it, by keyboard alone and on a phone', async () => {
  await withSite(async ({ open, browser }) => {
    const page = await open('data=circle&n=100&net=3:tanh&at=30~tool=structure');
    await settled(page, ['paused']);
    const shown = {
      structure: 'Hidden 1',
      checks: 'right',
      layers: 'activations',
      generalise: 'Seen and unseen',
      landscape: 'steepest descent',
    };
    for (const [tool, word] of Object.entries(shown)) {
      if (tool !== 'structure') await act(page, `tool-${tool}`).click();
      await page.locator('#tool-panel').getByText(word, { exact: false }).first().waitFor();
      await page.locator('#tool-panel [data-table]:not([disabled])').first().waitFor({ state: 'attached' });
      await act(page, 'save-tool').focus();
      await page.keyboard.press('Enter');
      await page.locator('gb-save button:focus').waitFor();
      const { words, wrong } = await parsed(browser, (await saved(page, 'svg')).bytes.toString('utf8'));
      assert.equal(wrong, '');
      assert.ok(
        words.some((text) => text.includes(word)),
        `${tool}: “${word}” in ${words.join(' | ')}`,
      );
      for (const button of await page.locator('gb-save [data-act^="save-csv-"]:not([disabled])').all()) {
        const lines = readCsv(await saved(page, (await button.getAttribute('data-act')).replace('save-', '')));
        assert.ok(lines.length > 1 && lines.every((line) => line.length === lines[0].length), `${tool}: ${lines[0]}`);
      }
      if (tool === 'generalise') {
        await page.locator('gb-save [data-act="save-part"]').selectOption('Seen and unseen');
        const part = await saved(page, 'svg');
        assert.equal(part.name, 'glassbox-generalise-seen-and-unseen-step-30.svg');
        const written = (await parsed(browser, part.bytes.toString('utf8'))).words;
        assert.ok(written.includes('Generalisation') && written.includes('Leaks'), 'a part of it alone');
        assert.ok(!written.includes('What costs most'));
      }
      await page.keyboard.press('Escape');
      await page.locator('gb-save button').first().waitFor({ state: 'detached' });
      await page.locator('#tool-panel').waitFor();
    }
    assert.deepEqual(page.troubles, []);

    const phone = await open('data=circle&n=100&net=3:tanh&at=30', { width: 390, height: 844, touch: true });
    await settled(phone, ['paused']);
    for (const panel of ['network', 'answer', 'progress']) {
      await openMenu(phone, panel);
      const box = await phone.locator('gb-save').boundingBox();
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844, JSON.stringify(box));
      const png = PNG.sync.read((await saved(phone, 'png')).bytes);
      assert.ok(png.width >= 560 && colours(png) > 20);
      if (panel === 'network') await picture(phone, 'pictures-2-phone');
      await phone.keyboard.press('Escape');
      await phone.locator('gb-save button').first().waitFor({ state: 'detached' });
    }
    assert.deepEqual(phone.troubles, []);
  });
});

/** How a player sees a film: its length, its size, and what two moments of it show. */
async function played(browser, bytes) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    return await page.evaluate(async (data) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], { type: 'video/webm' }));
      const event = (name) =>
        new Promise((done, failed) => {
          video.addEventListener(name, done, { once: true });
          video.addEventListener('error', () => failed(new Error(video.error?.message)), { once: true });
        });
      await event('loadeddata');
      const { duration, videoWidth: width, videoHeight: height } = video;
      const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
      // The frame of a place may come some time after it is reached: it is looked at until it is `right`.
      const at = async (time, right) => {
        video.currentTime = time;
        await event('seeked');
        for (const since = performance.now(); ; ) {
          context.drawImage(video, 0, 0);
          const { data } = context.getImageData(0, 0, width, height);
          if (right(data) || performance.now() - since > 15000) return data;
          await new Promise((done) => setTimeout(done, 50));
        }
      };
      const apart = (one, other) => {
        let count = 0;
        for (let i = 0; i < one.length; i += 4) if (Math.abs(one[i] - other[i]) + Math.abs(one[i + 1] - other[i + 1]) > 48) count += 1;
        return count;
      };
      const blank = new Uint8ClampedArray(4 * width * height);
      const first = await at(0.01, (data) => apart(data, blank) > 1000);
      const last = await at(duration - 0.05, (data) => apart(data, first) > 500);
      const differ = apart(first, last);
      return { duration, width, height, differ, seekable: video.seekable.length > 0 && video.seekable.end(0) > duration / 2 };
    }, bytes.toString('base64'));
  } finally {
    await context.close();
  }
}

test('a run is filmed: the film starts it, tells its length and size, stops when asked, and plays', async () => {
  await withSite(async ({ open, browser }) => {
    const page = await open('data=circle&n=100&net=3:tanh&epochs=0~speed=30', { width: 1100, height: 800 });
    await settled(page);
    await openMenu(page, 'network');
    await page.locator('gb-save [data-act="save-film-run"]').click();
    await settled(page, ['running']);
    await page.locator('gb-film', { hasText: /0:(0[2-9]|[1-5]\d) of 1:00 · \d+\.\d MB/ }).waitFor();
    await picture(page, 'pictures-3-film');
    const [download] = await Promise.all([page.waitForEvent('download'), act(page, 'film-stop').click()]);
    assert.equal(download.suggestedFilename(), 'glassbox-run.webm');
    const { duration, width, height, differ, seekable } = await played(browser, readFileSync(await download.path()));
    assert.ok(duration >= 1.9 && duration < 61, `${duration} s`);
    assert.ok(width >= 860 && height >= 500 && width % 2 === 0 && height % 2 === 0, `${width}×${height}`);
    assert.ok(seekable, 'players can seek in it');
    assert.ok(differ > 500, `${differ} pixels of two moments differ`);
    await page.locator('gb-film').waitFor({ state: 'detached' });

    await act(page, 'save-answer').click();
    await page.locator('gb-save [data-act="save-film-panel"]').click();
    await page.locator('gb-film', { hasText: /0:(0[1-9]|[1-5]\d) of/ }).waitFor();
    await act(page, 'film-discard').click();
    await page.locator('gb-film').waitFor({ state: 'detached' });
    assert.deepEqual(page.troubles, []);
  });
});

test('a film ends with its run, and a browser that makes none says why', async () => {
  await withSite(async ({ open, browser, address }) => {
    const page = await open('data=circle&n=100&net=3:tanh&epochs=40~speed=30');
    await settled(page);
    await openMenu(page, 'answer');
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60000 }),
      page.locator('gb-save [data-act="save-film-panel"]').click(),
    ]);
    assert.equal((await settled(page)).runState, 'finished');
    const { differ } = await played(browser, readFileSync(await download.path()));
    assert.ok(differ > 200, `${differ} pixels of two moments differ`);
    assert.deepEqual(page.troubles, []);

    const context = await browser.newContext();
    await context.addInitScript(() => {
      delete globalThis.VideoEncoder;
    });
    const without = await context.newPage();
    await without.goto(`${address}#data=circle&n=100`);
    await settled(without);
    await openMenu(without, 'network');
    await without.locator('#save-film-says', { hasText: 'no WebCodecs' }).waitFor();
    assert.equal(await without.locator('gb-save [data-act^="save-film"]:disabled').count(), 2);
    await context.close();
  });
});
