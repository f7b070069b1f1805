// The contest's results as a table (Markdown) and a chart (SVG) for the docs.
import { median } from './contest.mjs';

const number = (value) =>
  value >= 1e6
    ? `${(value / 1e6).toPrecision(3)} M`
    : value >= 1e3
      ? `${value >= 1e5 ? Math.round(value / 1e3) : (value / 1e3).toPrecision(3)} k`
      : value.toPrecision(3);
const factor = (value) => `${value >= 10 ? Math.round(value) : value.toPrecision(2)}×`;
const ours = 'glassbox, Chromium';
const find = (contestants, name) => contestants.find((contestant) => contestant.name.startsWith(name));
const inBrowser = ({ name }) => !name.startsWith('glassbox') && !name.endsWith('native');

/** Multiplications and additions that a row needs: forward, and backward without the gradient of the data. */
function operations({ sizes }) {
  const products = sizes.slice(1).map((units, l) => units * sizes[l]);
  return 2 * products.reduce((sum, count, l) => sum + count * (l === 0 ? 2 : 3), 0);
}

/** Of the rounds' ratios: a machine that runs slower for some seconds slows both sides of most rounds. */
function ratios({ contestants, peaks, workload }) {
  const mine = find(contestants, ours).rates;
  const over = (rates) => median(mine.map((rate, round) => rate / rates[round]));
  const times = (contestant) => (contestant ? factor(over(contestant.rates)) : '–');
  const others = contestants.filter(inBrowser).toSorted((a, b) => b.rate - a.rate);
  const named = (contestant) => `${times(contestant)} ${contestant?.name ?? ''}`;
  return [
    named(others[0]),
    named(others.find(({ differs }) => !differs)),
    ...['convnetjs', 'tfjs 4.22 wasm', 'dlib', 'PyTorch'].map((name) => times(find(contestants, name))),
    `${(100 * operations(workload) * over(peaks)).toFixed(0)} %`,
  ];
}

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function ownCosts({ saturated, convolution, start, pictures, page }) {
  return `
## What our own training costs

![Nanoseconds a row against the number of parameters](costs.svg)

- A network that has saturated (5,000 epochs of softmax and Adam at 0.5) takes ${saturated.toFixed(2)} times as long as at its start.
- A 3×3 convolution from 16 to 32 channels over 28×28 pixels, batch 32, with both gradients: ${(100 * convolution).toFixed(0)} % of the peak.
- An epoch of 250 rows, all metrics and a 100×100 map of every unit, as a playground does for each frame: ${number(pictures.W1)} a second for W1, ${number(pictures.W2)} for W2.
- Maps of all units and the decision, 100×100 each, of a network with three layers of 8: ${pictures.maps.toFixed(2)} ms.
- From the bytes of the module to a session: ${start.toFixed(0)} ms.

## What the page costs

In Chromium, from localhost. A frame's work is the time for which the main thread ran, from a trace; what passes by the clock holds its waits besides,
for the compositor and, on a machine with two cores and a training worker, for a core.

${table(['', ''], page)}
`;
}

/** `own`: what costs.mjs measured, where it did. */
export function markdown(results, facts, own) {
  const names = [...new Set(results.flatMap(({ contestants }) => contestants.map(({ name }) => name)))];
  const cell = (result, name) => {
    const found = find(result.contestants, name);
    return found ? `${number(found.rate)}${found.differs ? ' †' : ''}` : '–';
  };
  const differences = results.flatMap(({ workload, contestants }) =>
    contestants.filter(({ differs }) => differs).map(({ name, differs }) => `- ${workload.id}, ${name}: ${differs}`),
  );
  const absences = results.flatMap(({ workload, left }) => left.map(({ name, why }) => `- ${workload.id}, ${name}: ${why}`));
  return `# Speed

Written by \`./dev bench --write\`: ${facts}.

Everybody trains the same rows in the same batches from the same initial weights, in turn, round after round; rates are medians of the rounds, multiples the medians of the rounds' ratios, and only figures of one run can be compared. Glassbox in Chromium is the code of the page's modules in one of its own (\`glassbox_bench\`), which takes a workload's rows and weights as they are. A contestant counts once its loss has come down to the reference
of a float64 trainer (\`tests/bench/workloads.py\`); † marks those that train something else, and the list below says what.

![Rows a second of every contestant](bench.svg)

${table(
  ['', 'workload', 'parameters', 'loss, start → after'],
  results.map(({ workload: w }) => [
    w.id,
    w.title,
    w.parameters.toLocaleString('en'),
    `${w.loss_before.toPrecision(4)} → ${w.loss_after.toPrecision(4)}, ${w.reference.toLocaleString('en')} epochs`,
  ]),
)}

Rows a second:

${table(
  ['', ...results.map(({ workload }) => workload.id)],
  names.map((name) => [name, ...results.map((result) => cell(result, name))]),
)}

Glassbox in Chromium, as a multiple of the others, and its share of what multiply and add reach in the same engine on registers alone (only
operations that are needed are counted):

${table(
  ['', 'fastest in JavaScript', 'that trains the same', 'convnetjs', 'tfjs wasm', 'dlib', 'PyTorch', 'of the peak'],
  results.map((result) => [result.workload.id, ...ratios(result)]),
)}

What the others do otherwise (†):

${differences.join('\n')}

What stands as – does not count:

${absences.join('\n')}
${own ? ownCosts(own) : ''}`;
}

const colours = { glassbox: '#0b6e99', native: '#8a6d3b', other: '#8c8c8c' };
const colourOf = (name) => (name.startsWith('glassbox') ? colours.glassbox : name.endsWith('native') ? colours.native : colours.other);

/** Bars on a logarithmic axis, one block a workload. */
export function chart(results) {
  const width = 900;
  const left = 220;
  const bar = 15;
  const low = 2;
  const high = 8;
  const x = (rate) => left + ((Math.log10(rate) - low) / (high - low)) * (width - left - 90);
  const parts = [];
  let y = 30;
  for (const { workload, contestants } of results) {
    parts.push(`<text x="8" y="${y}" class="title">${workload.id}: ${workload.title}</text>`);
    y += 8;
    for (const { name, rate, differs } of contestants.toSorted((a, b) => b.rate - a.rate)) {
      parts.push(`<text x="${left - 8}" y="${y + 11}" text-anchor="end">${name}${differs ? ' †' : ''}</text>`);
      parts.push(
        `<rect x="${left}" y="${y}" width="${Math.max(1, x(rate) - left).toFixed(1)}" height="${bar - 3}" fill="${colourOf(name)}"/>`,
      );
      parts.push(`<text x="${(x(rate) + 5).toFixed(1)}" y="${y + 11}">${number(rate)}</text>`);
      y += bar;
    }
    y += 28;
  }
  const grid = [];
  for (let power = low; power <= high; ++power) {
    const at = x(10 ** power).toFixed(1);
    grid.push(
      `<line x1="${at}" y1="14" x2="${at}" y2="${y - 20}" stroke="#ddd"/><text x="${at}" y="${y - 6}" text-anchor="middle">${number(10 ** power)}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 16}" role="img" aria-label="Rows a second of every contestant on every workload">
<style>text{font:12px sans-serif;fill:#222}.title{font-weight:bold}</style>
<rect width="100%" height="100%" fill="#fff"/>
${[...grid, ...parts].join('\n')}
<text x="${left}" y="${y + 10}">Rows a second, logarithmic; † trains something else, see the list in bench.md</text>
</svg>
`;
}

/** Both axes logarithmic: where cost grows as the arithmetic does, the line is straight from the size on where arithmetic outweighs the rest. */
export function costChart(sizes) {
  const width = 720;
  const height = 420;
  const frame = { left: 70, right: 20, top: 20, bottom: 50 };
  const ends = (values) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const [x0, x1] = ends(sizes.map(({ parameters }) => parameters));
  const [y0, y1] = ends(sizes.map(({ nanoseconds }) => nanoseconds));
  const x = (value) => frame.left + ((Math.log10(value) - x0) / (x1 - x0)) * (width - frame.left - frame.right);
  const y = (value) => height - frame.bottom - ((Math.log10(value) - y0) / (y1 - y0)) * (height - frame.top - frame.bottom);
  const powers = (low, high) => Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  const grid = [
    ...powers(x0, x1).map(
      (at) =>
        `<line x1="${x(at)}" y1="${frame.top}" x2="${x(at)}" y2="${height - frame.bottom}"/><text x="${x(at)}" y="${height - frame.bottom + 18}" text-anchor="middle">${number(at)}</text>`,
    ),
    ...powers(y0, y1).map(
      (at) =>
        `<line x1="${frame.left}" y1="${y(at)}" x2="${width - frame.right}" y2="${y(at)}"/><text x="${frame.left - 8}" y="${y(at) + 4}" text-anchor="end">${number(at)}</text>`,
    ),
  ];
  const places = sizes.map(({ parameters, nanoseconds }) => [x(parameters).toFixed(1), y(nanoseconds).toFixed(1)]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Nanoseconds a row against the number of parameters, both logarithmic">
<style>text{font:12px sans-serif;fill:#222}line{stroke:#ddd}</style>
<rect width="100%" height="100%" fill="#fff"/>
${grid.join('\n')}
<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${colours.glassbox}" stroke-width="2"/>
${places.map(([cx, cy], i) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colours.glassbox}"><title>${sizes[i].parameters.toLocaleString('en')} parameters: ${sizes[i].nanoseconds.toPrecision(3)} ns</title></circle>`).join('\n')}
<text x="${width - frame.right}" y="${height - 12}" text-anchor="end">parameters of 2-w-w-1, tanh, batch 32, SGD</text>
<text x="8" y="12">ns a row</text>
</svg>
`;
}
