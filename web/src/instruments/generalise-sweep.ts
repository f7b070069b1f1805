/** The answer over one input with the others held, or, for images, what the answer looks at. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { type Numeric, numeric, percent } from '../state/format';
import { facts } from '../state/store';
import { roundRange, shareOf, ticks } from '../views/axes';
import { classColour, divergingTable, tableGradient } from '../views/colormaps';
import { background } from '../views/dom';
import { formatInputName, formatTick, formatValue } from '../views/formats';
import { tokens } from '../views/theme';
import { viewWords } from '../views/words';
import { look, type Overview, reading, type Slopes, type Swept, slopes, swept } from './generalise-state';
import { generaliseWords as text } from './generalise-words';

const width = 560;
const height = 232;
const left = 48;
const bottom = 24;
/** One output of two classes stands for the second. */
function lineNames(present: Overview, count: number): string[] {
  if (present.target === 'numbers') return count === 1 ? [text.sweep.answer] : Array.from({ length: count }, (_, k) => `${k + 1}`);
  return (count === 1 ? present.classes.slice(1, 2) : present.classes).map(viewWords.answer.classOf);
}

function rangeOf(present: Overview, of: Swept): [number, number] {
  const shares = present.target === 'classes' && facts.value?.layers.at(-1)?.low === 0;
  if (shares) return [0, 1];
  const all = [...of.answers.flat(), ...of.truth].map(numeric).filter(Number.isFinite);
  if (present.target === 'numbers') all.push(of.target);
  return roundRange(
    all.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY),
    all.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY),
  );
}

/** The picture's places: x and y of numbers. */
class Scale {
  readonly #low: number;
  readonly #high: number;
  readonly y: readonly [number, number];

  constructor(of: Swept, range: readonly [number, number]) {
    this.#low = of.x[0] ?? 0;
    this.#high = of.x.at(-1) ?? 1;
    this.y = range;
  }

  across(value: number): number {
    return left + shareOf(value, this.#low, this.#high) * (width - left - 8);
  }

  down(value: number): number {
    return 8 + (1 - shareOf(value, ...this.y)) * (height - bottom - 8);
  }

  /** A line with gaps where there is no number. */
  line(x: readonly number[], values: readonly Numeric[]): string {
    let path = '';
    let pen = 'M';
    values.forEach((value, i) => {
      const y = numeric(value);
      if (Number.isFinite(y)) path += `${pen}${this.across(x[i] ?? 0).toFixed(1)} ${this.down(y).toFixed(1)}`;
      pen = Number.isFinite(y) ? 'L' : 'M';
    });
    return path;
  }

  axes(): TemplateResult {
    const along = ticks(this.#low, this.#high, 6).map(
      (value) => svg`<text class="tick" x=${this.across(value)} y=${height - 6} text-anchor="middle">${formatTick(value)}</text>`,
    );
    const up = ticks(...this.y, 4).map(
      (value) => svg`<line class="grid" x1=${left} x2=${width - 8} y1=${this.down(value)} y2=${this.down(value)} />
        <text class="tick" x=${left - 6} y=${this.down(value) + 4} text-anchor="end">${formatTick(value)}</text>`,
    );
    return svg`${up}${along}` as unknown as TemplateResult;
  }

  /** What lies outside the training rows. */
  outside(of: Swept): TemplateResult {
    const from = this.across(of.trainedLow);
    const to = this.across(of.trainedHigh);
    const end = width - 8;
    const part = (x: number, size: number) =>
      size > 0 ? svg`<rect class="outside" x=${x} y="8" width=${size} height=${height - bottom - 8} />` : nothing;
    return svg`${part(left, from - left)}${part(to, end - to)}` as unknown as TemplateResult;
  }
}

const hatch = svg`<defs><pattern id="beyond" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect class="ground" width="6" height="6" /><line class="stripe" y2="6" /></pattern></defs>`;

function colourOf(present: Overview, line: number, lines: number): string {
  if (lines === 1) return 'var(--ink)';
  return present.classes.length <= 3 ? `var(--class-${line})` : classColour(line, tokens().dark);
}

function readingOf(present: Overview, of: Swept, point: number): string {
  const shares = present.target === 'classes' && facts.value?.layers.at(-1)?.low === 0;
  const write = (value: Numeric | undefined) => (shares ? percent(numeric(value ?? 'nan')) : formatValue(numeric(value ?? 'nan')));
  const names = lineNames(present, of.answers.length);
  const x = of.x[point] ?? 0;
  const said = names.map((name, k) => `${name} ${write(of.answers[k]?.[point])}`).join(', ');
  const truth =
    of.truth.length > 0 && Number.isFinite(numeric(of.truth[point] ?? 'nan')) ? formatValue(numeric(of.truth[point] ?? 'nan')) : '';
  return text.sweep.reads(formatInputName(of.name), formatValue(x), said, truth, x < of.trainedLow || x > of.trainedHigh);
}

function nearest(of: Swept): number {
  let best = 0;
  of.x.forEach((x, i) => {
    if (Math.abs(x - of.value) < Math.abs((of.x[best] ?? 0) - of.value)) best = i;
  });
  return best;
}

function plot(present: Overview, of: Swept, point: number): TemplateResult {
  const scale = new Scale(of, rangeOf(present, of));
  const lines = of.answers.length;
  const label = text.sweep.label(formatInputName(of.name), formatValue(of.trainedLow), formatValue(of.trainedHigh));
  const at = scale.across(of.x[point] ?? 0);
  return html`<svg class="swept" viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    ${hatch}${scale.outside(of)}${scale.axes()}
    ${of.truth.length > 0 ? svg`<path class="truth" d=${scale.line(of.x, of.truth)} />` : nothing}
    ${of.answers.map((answers, k) => svg`<path class="line" stroke=${colourOf(present, k, lines)} d=${scale.line(of.x, answers)} />`)}
    <line class="cursor" x1=${at} x2=${at} y1="8" y2=${height - bottom} />
    ${present.target === 'numbers' ? svg`<circle class="target" cx=${scale.across(of.value)} cy=${scale.down(of.target)} r="4.5" />` : nothing}
  </svg>`;
}

function legend(present: Overview, of: Swept): TemplateResult {
  const names = lineNames(present, of.answers.length);
  const key = (name: string, kind: string, stroke: string) =>
    html`<span><svg class="key" viewBox="0 0 20 8" aria-hidden="true"><path class=${kind} stroke=${stroke} d="M0 4h20" /></svg>${name}</span>`;
  return html`<div class="legend">${names.map((name, k) => key(name, 'line', colourOf(present, k, names.length)))}
    ${of.truth.length > 0 ? key(text.sweep.truth, 'truth', '') : nothing}
    ${present.target === 'numbers' ? html`<span><svg class="key" viewBox="0 0 20 8" aria-hidden="true"><circle class="target" cx="10" cy="4" r="3.5" /></svg>${text.sweep.here(text.costs.row(of.row))}</span>` : nothing}
    <span><svg class="key" viewBox="0 0 20 8" aria-hidden="true"><rect class="outside" width="20" height="8" /></svg>${text.sweep.outside}</span></div>`;
}

function curve(present: Overview, of: Swept): TemplateResult {
  const point = reading.value >= 0 ? reading.value : nearest(of);
  const says = readingOf(present, of, point);
  return html`<section class="sweep"><div class="head"><h2>${text.sweep.title}</h2><span class="spacer"></span>
      <label>${text.sweep.input} <select @change=${(event: Event) => {
        reading.value = -1;
        look({ column: Number((event.target as HTMLSelectElement).value) });
      }}>${present.columns.map(
        ({ name }, column) => html`<option value=${column} .selected=${column === of.column}>${formatInputName(name)}</option>`,
      )}</select></label></div>
    <p>${text.sweep.about(text.costs.row(of.row))}</p>
    ${plot(present, of, point)}
    <input class="place" type="range" min="0" max=${of.x.length - 1} .value=${String(point)} aria-label=${text.sweep.place} aria-valuetext=${says}
      @input=${(event: Event) => {
        reading.value = Number((event.target as HTMLInputElement).value);
      }} />
    ${legend(present, of)}<p class="reads" aria-live="polite">${says}</p>
    ${csvButton({
      name: 'input-sweep',
      heads: [of.name, ...of.answers.map((_, k) => `answer_${k + 1}`), ...(of.truth.length > 0 ? ['truth'] : [])],
      rows: () => of.x.map((x, i) => [x, ...of.answers.map((answers) => answers[i]), ...(of.truth.length > 0 ? [of.truth[i]] : [])]),
    })}</section>`;
}

function saliency(present: Overview, of: Slopes): TemplateResult {
  const values = of.slopes.map(numeric);
  const full = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const label = present.outputs > 1 ? of.output : 1;
  const row = text.costs.row(of.row);
  const picture = (numbers: readonly number[], top: number, signed: boolean, caption: string) =>
    html`<figure><gb-row-image .values=${numbers} .across=${present.imageWidth} .full=${top} .signed=${signed} .label=${caption}></gb-row-image><figcaption>${caption}</figcaption></figure>`;
  return html`<section class="sweep"><div class="head"><h2>${text.image.title}</h2></div>
    <p>${text.image.about(row, present.classes[label] ?? '')}</p>
    <div class="pictures">${picture(of.values, facts.value?.high[0] ?? 1, false, text.image.input)}${picture(values, full, true, text.image.slopes)}</div>
    <div class="legend"><span>${text.image.against} −${formatTick(Number(full.toPrecision(2)))} <i class="swatch" ${background(tableGradient(divergingTable(tokens().dark)))}></i> +${formatTick(Number(full.toPrecision(2)))} ${text.image.towards}</span></div></section>`;
}

export function sweepPanel(present: Overview): TemplateResult | typeof nothing {
  if (present.imageWidth > 0) return slopes.value ? saliency(present, slopes.value) : nothing;
  return swept.value ? curve(present, swept.value) : nothing;
}
