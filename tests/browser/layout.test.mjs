import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, railField, setField, settled, withSite } from './harness.mjs';

const widths = [
  [1440, 900],
  [1280, 720],
  [1100, 800],
  [800, 1000],
  [390, 844],
  [320, 640],
];

test('nothing scrolls sideways at any width, and a normal experiment fits 1440×900', async (t) => {
  await withSite(async ({ open }) => {
    for (const [width, height] of widths)
      for (const [name, hash] of [
        ['spiral', ''],
        ['digits', 'data=digits&net=32:relu&batch=32&at=50'],
      ])
        await t.test(`${name} at ${width}×${height}`, async () => {
          const page = await open(hash, { width, height });
          await settled(page);
          await picture(page, `layout-${name}-${width}`);
          const sizes = await page.evaluate(() => {
            const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
            return { scrollWidth, clientWidth, scrollHeight, clientHeight };
          });
          assert.ok(sizes.scrollWidth <= sizes.clientWidth, `${sizes.scrollWidth} > ${sizes.clientWidth}`);
          if (width === 1440) assert.ok(sizes.scrollHeight <= sizes.clientHeight, `${sizes.scrollHeight} > ${sizes.clientHeight}`);
          await page.context().close();
        });
  });
});

test('nothing moves while the network trains', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral&net=8:tanh,8:tanh~speed=fastest');
    await settled(page);
    await page.evaluate(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: 'layout-shift' });
    });
    await act(page, 'run').click();
    await page.waitForTimeout(2000);
    assert.ok((await page.evaluate(() => window.shift)) < 0.001);
  });
});

test('no picture is painted between Pause and its answer', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=digits&net=512:relu,512:relu&batch=32&epochs=0~speed=fastest');
    await settled(page);
    const painted = await page.evaluate(async () => {
      let strokes = 0;
      for (const name of ['putImageData', 'drawImage', 'clearRect', 'fillRect', 'stroke']) {
        const original = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...rest) {
          strokes += 1;
          return original.apply(this, rest);
        };
      }
      const button = document.querySelector('[data-act="run"]');
      const became = (state) =>
        new Promise((resolve) => {
          const look = () => document.documentElement.dataset.runState === state && resolve(watcher.disconnect());
          const watcher = new MutationObserver(look);
          watcher.observe(document.documentElement, { attributes: true });
          look();
        });
      const counts = [];
      for (let round = 0; round < 12; round++) {
        button.click();
        await became('running');
        await new Promise((resolve) => setTimeout(resolve, 150));
        strokes = 0;
        const answered = became('paused');
        button.click();
        await answered;
        counts.push(strokes);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return [counts, strokes > 0];
    });
    assert.deepEqual(painted, [Array(12).fill(0), true]);
  });
});

test('Back returns to the experiment before, and the address is always the present one', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh');
    await settled(page);
    await setField(page, 'noise', '0.2');
    await page.waitForFunction(() => location.hash.includes('noise=0.2'));
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('noise=0.2'));
    await settled(page);
    await eventually(async () => assert.notEqual(await (await railField(page, 'noise')).inputValue(), '0.2'));
  });
});

test('a refused value names the key, the value and what is allowed, and the last good value stays in force', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh');
    await settled(page);
    const before = await page.evaluate(() => location.hash);
    await setField(page, 'lr', 'banana');
    await page
      .getByText(/banana/)
      .first()
      .waitFor();
    await picture(page, 'refused-value');
    assert.equal(await page.evaluate(() => location.hash), before);
  });
});

test('why a change of the network is refused stands in full view', async () => {
  await withSite(async ({ open }) => {
    for (const size of [
      { width: 1280, height: 720 },
      { width: 1440, height: 900 },
    ]) {
      const page = await open('net=1024:tanh', size);
      await settled(page);
      await page.getByRole('button', { name: 'Add a unit to Hidden 1' }).click();
      const problem = page.locator('gb-network .legend .problem');
      await problem.waitFor();
      const [legend, words] = [await page.locator('gb-network .legend').boundingBox(), await problem.boundingBox()];
      assert.ok(words.y >= legend.y && words.y + words.height <= legend.y + legend.height, 'in the row that is seen');
      assert.ok(words.x >= legend.x && words.x + words.width <= legend.x + legend.width + 0.5, 'not cut');
      assert.ok(await problem.evaluate((shown) => shown.scrollWidth <= shown.clientWidth + 1), 'nor hanging out of its box');
      await picture(page, `refused-${size.width}`);
      await page.context().close();
    }
  });
});

test('on the smallest phone it can be chosen what the units show', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=digits&net=32:relu', { width: 360, height: 640 });
    await settled(page);
    const panel = await page.locator('gb-network').boundingBox();
    const choice = await page.locator('gb-network .legend .segments').boundingBox();
    assert.ok(choice.y + choice.height <= panel.y + panel.height && choice.x >= panel.x, JSON.stringify({ panel, choice }));
  });
});

test('long names of inputs break where a reader would, in full', async () => {
  await withSite(async ({ open }) => {
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
    ]) {
      const page = await open('data=wine&net=8:tanh', { width, height });
      await settled(page);
      const names = await page.locator('gb-network .label:not(.output)').evaluateAll((labels) =>
        labels.map((label) => {
          const text = [...label.childNodes].find(({ nodeType, length }) => nodeType === Node.TEXT_NODE && length > 0);
          const range = document.createRange();
          const placeOf = (at) => {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return [...range.getClientRects()].at(-1); // one at a line's start has its end on the line before too
          };
          const lines = [];
          for (let at = 0; at < text.length; ++at) {
            const { top = 0, width: seen = 0 } = placeOf(at) ?? {};
            if (seen > 0 && (lines.length === 0 || top > lines.at(-1).top + 4)) lines.push({ top, before: text.data[at - 1] ?? '' });
          }
          return {
            name: label.title,
            clipped: label.scrollHeight > label.clientHeight,
            breaks: lines.slice(1).map(({ before }) => before),
          };
        }),
      );
      assert.equal(names.length, 13);
      for (const { name, clipped, breaks } of names) {
        assert.ok(!clipped, `${name} is cut at ${width}`);
        const places = name.includes(' ') ? / / : /[\u00ad\u200b]/;
        for (const before of breaks) assert.match(before, places, `${name} breaks after "${before}" at ${width}`);
      }
      assert.ok(
        names.some(({ breaks }) => breaks.includes('\u00ad')),
        'proanthocyanins fits on no line',
      );
      await page.context().close();
    }
  });
});

test('the shapes over the bundles leave each other room, however many layers there are', async () => {
  await withSite(async ({ open }) => {
    for (const width of [1280, 1440]) {
      const page = await open('data=digits&net=conv:8x3p1:relu,pool:2,conv:32x3p1:relu,64:relu', { width, height: 720 });
      await settled(page);
      const shapes = await page.locator('gb-network .bundle > span:first-child').evaluateAll((spans) =>
        spans.map((span) => {
          const { left, right } = span.getBoundingClientRect();
          return { left, right, text: span.textContent, title: span.parentElement.title };
        }),
      );
      assert.equal(shapes.length, 4);
      for (const [index, { left, right, text, title }] of shapes.entries()) {
        assert.ok(right > left && title.startsWith(text), 'said in full where it may be cut');
        if (index > 0) assert.ok(left >= shapes[index - 1].right + 4, `${text} over ${shapes[index - 1].text} at ${width}`);
      }
      await page.context().close();
    }
  });
});

test('a long name over a column and the shape beside it do not touch', async () => {
  await withSite(async ({ open }) => {
    for (const net of ['avgpool:2,32:tanh', 'conv:4x3:relu,avgpool:2,16:relu', '16:tanh,bn,16:tanh']) {
      for (const width of [1280, 1440, 1920]) {
        const page = await open(`data=digits&batch=32&net=${net}`, { width, height: 900 });
        await settled(page);
        const boxes = (selector) =>
          page.locator(`gb-network ${selector}`).evaluateAll((spans) =>
            spans.map((span) => {
              const { left, right, top, bottom } = span.getBoundingClientRect();
              return { left, right, top, bottom, text: span.textContent.trim() };
            }),
          );
        const [shapes, names] = [await boxes('.bundle > span'), await boxes(':is(.column .name, .column .caption)')];
        assert.ok(shapes.length > 1 && names.length > 5);
        for (const one of shapes) {
          for (const other of names) {
            const beside = one.right + 2 <= other.left || other.right + 2 <= one.left;
            const below = one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
            assert.ok(beside || below, `${one.text} and ${other.text} of ${net} at ${width}`);
          }
        }
        await page.context().close();
      }
    }
  });
});
