/** <gb-side-chart>: the curves of all runs in one chart, each told by its colour, its dashes and its letter. */
import { css, html, type TemplateResult } from 'lit';
import { setView } from '../state/actions';
import { facts, form, view } from '../state/store';
import { dataTable } from '../views/answer-parts';
import { spread, ticks } from '../views/axes';
import { Extent, epochEnd, type ValueScale, valueScale } from '../views/chart-scale';
import { segmented, setText } from '../views/dom';
import { formatCount, formatLoss, formatPercent, formatTick } from '../views/formats';
import { type Curve, curveOf } from '../views/history';
import { progressStyles } from '../views/progress-styles';
import { wholePart } from '../views/snapshots';
import { shared } from '../views/styles';
import { tokens } from '../views/theme';
import { ViewElement } from '../views/view-element';
import { viewWords } from '../views/words';
import type { Run } from './side-picture';
import { sideWords as words } from './side-words';

const chartWords = viewWords.progress;
export const dashes: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [9, 3, 2, 3]];

/** Colours of the runs, from the sheet of the instrument. */
export function runColour(element: Element, index: number): string {
  return getComputedStyle(element).getPropertyValue(`--run-${index}`).trim() || tokens().ink;
}

interface Line {
  index: number;
  letter: string;
  test: Curve;
  train: Curve;
}

interface Chart {
  lines: Line[];
  scale: ValueScale;
  end: number;
}

export class SideChart extends ViewElement {
  static override properties = { runs: { attribute: false } };
  declare runs: readonly Run[];

  static override styles = [
    shared,
    progressStyles,
    css`
      .chart { min-height: 120px; margin: 8px 40px 20px 52px; }
      .label.end { font-weight: 650; }
      .foot .reading span { margin-right: 12px; white-space: nowrap; }
    `,
  ];

  protected override calm = true;
  #chart: Chart | null = null;
  #size = { width: 0, height: 0 };
  #hover: number | null = null;

  protected override watch(): void {
    form.value;
    facts.value;
    view.value;
  }

  protected override follow(): void {}

  get #classes(): boolean {
    return form.value?.dataset.target !== 'number';
  }

  #write(value: number): string {
    return view.value.chart === 'score' && this.#classes ? formatPercent(value) : formatLoss(value);
  }

  #update(): Chart {
    const quantity = view.value.chart;
    const extent = new Extent();
    const lines = this.runs.map(({ snapshot, facts: run, index }) => {
      const history = wholePart(snapshot, 'history');
      const train = curveOf(history, quantity, 0);
      const test = (run?.parts.test ?? 0) > 0 ? curveOf(history, quantity, 1) : train;
      return { index, letter: words.letter(index), train, test };
    });
    for (const curve of lines.flatMap(({ train, test }) => [train, test]))
      curve.visit(0, (_epoch, low, high) => {
        extent.include(low);
        extent.include(high);
      });
    const lengths = this.runs.map((run) => Number(run.form?.fields.find(({ key }) => key === 'epochs')?.value ?? 0));
    const reached = Math.max(0, ...lines.map(({ test }) => test.at(-1)?.epoch ?? 0));
    const scale = valueScale(quantity, view.value.scale === 'log', this.#classes, extent);
    const longest = lengths.includes(0) ? Number.POSITIVE_INFINITY : Math.max(...lengths);
    this.#chart = { lines, scale, end: Math.min(epochEnd(0, reached), longest) };
    return this.#chart;
  }

  override render(): TemplateResult {
    const titles = { loss: chartWords.loss, score: this.#classes ? chartWords.accuracy : chartWords.r2 };
    const charts = [
      { name: 'loss', label: titles.loss },
      { name: 'score', label: titles.score },
    ] as const;
    const scales = [
      { name: 'linear', label: chartWords.linear },
      { name: 'log', label: chartWords.log },
    ] as const;
    const chart = this.#update();
    const title = words.chart(titles[view.value.chart]);
    return html`<div class="view">
      <div class="head"><h2>${words.curves}</h2>
        ${segmented(words.curves, charts, view.value.chart, (chosen) => setView({ chart: chosen }))}
        <span class="spacer"></span>
        ${segmented(chartWords.scale, scales, view.value.scale, (scale) => setView({ scale }))}
      </div>
      <div class="chart" role="img" tabindex="0" aria-label=${title} @pointermove=${this.#move} @pointerleave=${this.#leave}
        @blur=${this.#leave} @keydown=${this.#key}>
        <canvas></canvas>
        ${chart.scale.ticks.map((value) => html`<span class="tick y" .style=${`top:${100 * (1 - chart.scale.share(value))}%`}>${this.#tick(value)}</span>`)}
        ${ticks(0, chart.end, 5).map((value) => html`<span class="tick x" .style=${`left:${(100 * value) / chart.end}%`}>${formatTick(value)}</span>`)}
        ${chart.lines.map(({ letter }) => html`<span class="label end">${letter}</span>`)}
      </div>
      <div class="foot"><span class="reading" aria-live="off"></span><span class="quiet unit">${chartWords.epochs}</span></div>
      ${dataTable(title, [chartWords.epoch, ...chart.lines.map(({ letter }) => letter)], () => this.#tableRows())}
    </div>`;
  }

  #tick(value: number): string {
    const percent = view.value.chart === 'score' && this.#classes;
    return percent ? `${formatTick(Number((100 * value).toPrecision(8)))}\u00a0%` : formatTick(value);
  }

  #tableRows(): string[][] {
    const [first, ...others] = this.#update().lines;
    return [...(first?.test.stretches() ?? [])].map(({ epoch, last }) => [
      formatCount(epoch),
      this.#write(last),
      ...others.map(({ test }) => this.#write(test.nearest(epoch)?.last ?? Number.NaN)),
    ]);
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('.chart > canvas'), this.#paint);
    super.updated();
  }

  readonly #paint = (context: CanvasRenderingContext2D, whole: number, height: number): void => {
    const width = whole - 6;
    const chart = this.#chart;
    if (!chart) return;
    const resized = this.#size.width !== width || this.#size.height !== height;
    this.#size = { width, height };
    const colours = tokens();
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const value of chart.scale.ticks) {
      const y = Math.round((1 - chart.scale.share(value)) * (height - 1)) + 0.5;
      context.moveTo(0, y);
      context.lineTo(width, y);
    }
    context.stroke();
    chart.lines.forEach(({ train, test, index }) => {
      context.strokeStyle = runColour(this, index);
      context.globalAlpha = 0.4;
      if (train !== test) this.#stroke(context, chart, train, 1, []);
      context.globalAlpha = 1;
      this.#stroke(context, chart, test, 2, dashes[index] ?? []);
    });
    if (this.#hover !== null) {
      context.fillStyle = colours.edge;
      context.fillRect(Math.round((this.#hover / chart.end) * width), 0, 1, height);
    }
    if (resized) this.refresh();
  };

  #stroke(context: CanvasRenderingContext2D, chart: Chart, curve: Curve, width: number, dash: readonly number[]): void {
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.setLineDash([...dash]);
    context.beginPath();
    curve.visit(chart.end / (2 * this.#size.width), (epoch, _low, _high, last) => {
      context.lineTo((epoch / chart.end) * this.#size.width, (1 - chart.scale.share(last)) * this.#size.height);
    });
    context.stroke();
    context.setLineDash([]);
  }

  protected override refresh(): void {
    const chart = this.#chart;
    if (!chart || this.#size.width === 0) return;
    const ends = chart.lines.map(({ test }) => test.at(-1));
    const y = ends.map((end) => (end ? (1 - chart.scale.share(end.last)) * this.#size.height : 0));
    const places = spread(y, 14, 0, this.#size.height);
    this.renderRoot.querySelectorAll<HTMLElement>('.label.end').forEach((label, index) => {
      const end = ends[index];
      label.hidden = !end;
      label.style.color = runColour(this, chart.lines[index]?.index ?? 0);
      const x = ((end?.epoch ?? 0) / chart.end) * this.#size.width + 8;
      label.style.transform = `translate(${Math.round(x)}px, ${Math.round((places[index] ?? 0) - 8)}px)`;
    });
    this.#read(chart);
  }

  #read(chart: Chart): void {
    const epoch = this.#hover;
    const at = (curve: Curve) => (epoch === null ? curve.at(-1) : curve.nearest(epoch));
    const values = chart.lines.map(({ letter, test }) => `${letter} ${this.#write(at(test)?.last ?? Number.NaN)}`);
    const where = epoch === null ? Math.max(0, ...chart.lines.map(({ test }) => at(test)?.epoch ?? 0)) : epoch;
    const tested = this.runs.some((run) => (run.facts?.parts.test ?? 0) > 0);
    setText(this.renderRoot.querySelector('.reading'), words.reading(formatCount(Math.round(where)), tested, values));
  }

  #point(epoch: number | null): void {
    this.#hover = epoch;
    this.repaint();
  }

  readonly #move = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    this.#point(share * (this.#chart?.end ?? 0));
  };

  readonly #leave = (): void => this.#point(null);

  readonly #key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const end = this.#chart?.end ?? 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#point(Math.max(0, Math.min(end, (this.#hover ?? end / 2) + (by * end) / 48)));
  };
}

customElements.define('gb-side-chart', SideChart);
