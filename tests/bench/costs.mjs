// What our own training costs in Chromium: against the size of the network, when it has saturated, for a convolution, and before the start.
import { join } from 'node:path';
import { startServer } from '../../web/scripts/serve.mjs';
import { root } from '../browser/harness.mjs';

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const widths = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 990];
const sized = (width) => `data=circle&n=320&test=0&net=${width}:tanh,${width}:tanh&batch=32&opt=sgd&lr=0.001&epochs=0&eval=0`;
const saturating = 'data=gauss&net=8:sigmoid,8:tanh&out=softmax&opt=adam&lr=0.5&seed=3&epochs=0&eval=0';
const epochsUntilSaturated = 5000;
/** What a playground does for one frame: an epoch, all metrics, a 100×100 map of every unit. */
const playgrounds = {
  W1: 'data=circle&n=500&test=0.5&net=4:tanh,2:tanh&out=tanh&loss=halfmse&batch=10&epochs=0',
  W2: `data=spiral&n=500&test=0.5&in=x1,x2,x1x1,x2x2,x1x2,sinx1,sinx2&net=${Array(6).fill('8:tanh')}&out=tanh&loss=halfmse&batch=10&epochs=0`,
};
const threeLayers = 'data=spiral&net=8:tanh,8:tanh,8:tanh';
const unitMaps = 4;
const decisionMap = 32;

/** In the page: sessions by name, and the time they take. */
function prepare() {
  const sessions = new Map();
  globalThis.open = async (module, text) => {
    const { default: create } = await import(`/wasm/${module}.mjs`);
    const core = await create({ locateFile: (name) => `/wasm/${name}` });
    const session = new core.Session();
    session.open(text);
    const { parameters } = JSON.parse(session.check(text));
    sessions.set(text, session);
    return { parameters, stepsPerEpoch: session.status().stepsPerEpoch };
  };
  globalThis.advance = (text, steps) => sessions.get(text).advance(sessions.get(text).status().step + steps, Number.POSITIVE_INFINITY);
  globalThis.picture = (text, parts, size) => sessions.get(text).takeSnapshot(parts, size);
  /** Steps a millisecond over about `milliseconds`. */
  globalThis.rate = (text, milliseconds) => {
    let stride = 1;
    let steps = 0;
    const start = performance.now();
    while (performance.now() - start < milliseconds) {
      const before = performance.now();
      globalThis.advance(text, stride);
      steps += stride;
      if (performance.now() - before < 5) stride *= 2;
    }
    return steps / (performance.now() - start);
  };
}

/** Nanoseconds a row for networks of growing width, every size in turn, round after round. */
async function againstSize(page, rounds) {
  const batch = 32;
  const sizes = [];
  for (const width of widths)
    sizes.push({ text: sized(width), ...(await page.evaluate((text) => globalThis.open('glassbox', text), sized(width))), times: [] });
  for (let round = 0; round < rounds; ++round) {
    for (const size of sizes) size.times.push(1e6 / (batch * (await page.evaluate((text) => globalThis.rate(text, 60), size.text))));
  }
  return sizes.map(({ parameters, times }) => ({ parameters, nanoseconds: median(times) }));
}

/** How much longer a step takes once the network has saturated. */
async function whenSaturated(page, rounds) {
  const ratios = [];
  for (let round = 0; round < rounds; ++round) {
    const { stepsPerEpoch } = await page.evaluate((text) => globalThis.open('glassbox', text), saturating);
    const young = await page.evaluate((text) => globalThis.rate(text, 100), saturating);
    await page.evaluate(([text, steps]) => globalThis.advance(text, steps), [saturating, epochsUntilSaturated * stepsPerEpoch]);
    ratios.push(young / (await page.evaluate((text) => globalThis.rate(text, 100), saturating)));
  }
  return median(ratios);
}

/** Share of the peak of a 3×3 convolution from 16 to 32 channels over 28×28, batch 32: forward and both gradients. */
async function convolutionShare(page, rounds) {
  const shares = [];
  for (let round = 0; round < rounds; ++round) {
    shares.push(
      await page.evaluate(async () => {
        const { default: create } = await import('/wasm/glassbox_bench.mjs');
        const core = await create({ locateFile: (name) => `/wasm/${name}` });
        const perSecond = (work) => {
          const start = performance.now();
          let operations = 0;
          while (performance.now() - start < 300) operations += work();
          return operations / (performance.now() - start);
        };
        core.convolution();
        const peak = perSecond(() => {
          core.multiplyAdd(1e5);
          return 1e5 * core.operationsPerRound();
        });
        return perSecond(() => core.convolution()) / peak;
      }),
    );
  }
  return median(shares);
}

/** Milliseconds that a piece of work in the page takes, the median of rounds of 200 ms. */
async function milliseconds(page, rounds, text, parts, trained) {
  const { stepsPerEpoch } = await page.evaluate((text) => globalThis.open('glassbox', text), text);
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    times.push(
      await page.evaluate(
        ([text, parts, steps]) => {
          const start = performance.now();
          let count = 0;
          for (; performance.now() - start < 200; ++count) {
            globalThis.advance(text, steps);
            globalThis.picture(text, parts, 100);
          }
          return (performance.now() - start) / count;
        },
        [text, parts, trained ? stepsPerEpoch : 0],
      ),
    );
  }
  return median(times);
}

async function pictures(page, rounds) {
  const perSecond = async (text) => 1000 / (await milliseconds(page, rounds, text, unitMaps, true));
  return {
    W1: await perSecond(playgrounds.W1),
    W2: await perSecond(playgrounds.W2),
    maps: await milliseconds(page, rounds, threeLayers, unitMaps | decisionMap, false),
  };
}

/** Milliseconds from the bytes in memory to a session that can be opened. */
async function start(page, rounds) {
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    times.push(
      await page.evaluate(async () => {
        const { default: create } = await import('/wasm/glassbox.mjs');
        const wasmBinary = await (await fetch('/wasm/glassbox.wasm')).arrayBuffer();
        const before = performance.now();
        new (await create({ wasmBinary })).Session();
        return performance.now() - before;
      }),
    );
  }
  return median(times);
}

export async function costs(browser, rounds) {
  const server = await startServer(join(root, 'build'), 0);
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.port}/nothing`);
  await page.evaluate(prepare);
  const measured = {
    sizes: await againstSize(page, rounds),
    saturated: await whenSaturated(page, 3),
    convolution: await convolutionShare(page, rounds),
    start: await start(page, rounds),
    pictures: await pictures(page, rounds),
  };
  await page.close();
  server.close();
  return measured;
}
