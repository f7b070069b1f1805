/** <gb-progress>: loss and score over epochs. The curves are a canvas; every word and number is text above it. */
import { html, svg, type TemplateResult } from 'lit';
import { setView } from '../state/actions';
import { ahead, branches, facts, form, type Outcome, pointedBranch, snapshot, view } from '../state/store';
import { dataTable } from './answer-parts';
import { spread, ticks } from './axes';
import { Extent, epochEnd, valueScale } from './chart-scale';
import { segmented, setAttribute, setText } from './dom';
import { formatCount, formatLoss, formatPercent, formatTick } from './formats';
import { curveOf, type Quantity } from './history';
import { type Chart, paintChart } from './progress-paint';
import { progressStyles } from './progress-styles';
import { wholePart } from './snapshots';
import { shared } from './styles';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.progress;
const partNames = [words.train, words.test, words.blind] as const;
const labelGap = 16;
/** Room for labels at the right of the axes. */
const labelRoom = 96;
/** The canvas reaches this far beyond the axes, so that the marks at the end of a run stay whole. */
const overhang = 6;
/** A letter of a label, about: measuring it would cost a layout a frame. */
const letterWidth = 6;

/** What stands at the curves is one drawing: words that move by themselves would have the browser sort the layers of the page anew. */
const marks = svg`<path class="leader" /><path class="diamond" />
  <text class="mark stop-label" /><text class="mark best-label" /><text class="mark base">${words.base}</text>
  ${partNames.map((name) => svg`<text class="mark end ${name}" />`)}`;
/** From the top of a line of words to what its letters stand on. */
const baseline = 12;

/** The corner where words begin. */
function put(words: Element, left: number, top: number): void {
  setAttribute(words, 'x', String(Math.round(left)));
  setAttribute(words, 'y', String(Math.round(top) + baseline));
}

export class GlassboxProgress extends ViewElement {
  static override styles = [shared, progressStyles];

  protected override calm = true;
  #run: unknown = null;
  readonly #extents = { loss: new Extent(), score: new Extent() };
  #chart: Chart | null = null;
  #chartOf: unknown = null;
  #ticksKey = '';
  #width = 0;
  #height = 0;
  #hover: number | null = null;
  #ends: { x: number; y: number }[] = [];

  protected override watch(): void {
    form.value;
    facts.value;
    view.value;
    branches.value;
    pointedBranch.value;
  }

  protected override follow(): void {
    snapshot.value;
  }

  get #classes(): boolean {
    return form.value?.dataset.target !== 'number';
  }

  get #quantity(): Quantity {
    return view.value.chart;
  }

  get #length(): number {
    return Number(form.value?.fields.find((field) => field.key === 'epochs')?.value ?? 0) || 0;
  }

  #write(value: number): string {
    return this.#quantity === 'score' && this.#classes ? formatPercent(value) : formatLoss(value);
  }

  #title(quantity: Quantity): string {
    return quantity === 'loss' ? words.loss : this.#classes ? words.accuracy : words.r2;
  }

  /** What the present snapshot says; made anew only when one of its sources changed. */
  #update(): Chart {
    const source = [snapshot.value, view.value, facts.value, form.value, branches.value, ahead.value];
    if (this.#chart && Array.isArray(this.#chartOf) && source.every((value, i) => value === (this.#chartOf as unknown[])[i]))
      return this.#chart;
    this.#chartOf = source;
    if (this.#run !== facts.value) {
      this.#run = facts.value;
      this.#extents.loss = new Extent();
      this.#extents.score = new Extent();
    }
    const status = snapshot.value?.status;
    const history = wholePart(snapshot.value, 'history');
    const quantity = this.#quantity;
    const curves = [0, 1, 2].map((part) => curveOf(history, quantity, part));
    const bases = quantity === 'loss' ? status?.baseLoss : status?.baseScore;
    const base = bases?.[(facts.value?.parts.test ?? 0) > 0 ? 1 : 0] ?? Number.NaN;
    const extent = this.#extents[quantity];
    for (const curve of curves)
      curve.visit(0, (_epoch, low, high) => {
        extent.include(low);
        extent.include(high);
      });
    extent.include(base);
    const tested = (facts.value?.parts.test ?? 0) > 0;
    const other = (id: string, { history: values }: Outcome) => ({
      id,
      curve: curveOf({ values, shape: [], single: false }, quantity, tested ? 1 : 0),
    });
    const others = branches.value.map((branch) => other(branch.id, branch));
    if (ahead.value) others.push(other('', ahead.value));
    const stop = status?.stop ?? null;
    const bestSeen = status && Number.isFinite(status.bestTestLoss) && status.bestTestEpoch >= 0;
    const lowest = bestSeen ? { epoch: status.bestTestEpoch, value: status.bestTestLoss } : null;
    const best = stop?.reason === 'patience' ? { epoch: stop.bestEpoch, value: stop.value } : lowest;
    this.#chart = {
      quantity,
      curves,
      base,
      scale: valueScale(quantity, view.value.scale === 'log', this.#classes, extent),
      end: epochEnd(this.#length, Math.max(status?.epoch ?? 0, ...others.map(({ curve }) => curve.at(-1)?.epoch ?? 0))),
      others,
      best: quantity === 'loss' ? best : null,
      stop: stop?.epoch ?? null,
    };
    return this.#chart;
  }

  override render(): TemplateResult {
    const charts = [
      { name: 'loss', label: this.#title('loss') },
      { name: 'score', label: this.#title('score') },
    ] as const;
    const scales = [
      { name: 'linear', label: words.linear },
      { name: 'log', label: words.log },
    ] as const;
    return html`<div class="view">
      <div class="head">
        ${segmented(words.title, charts, view.value.chart, (chart) => setView({ chart }))}
        <span class="spacer"></span>
        <span class="quiet" aria-hidden="true">${words.scale}</span>
        ${segmented(words.scale, scales, view.value.scale, (scale) => setView({ scale }))}
      </div>
      <div class="chart" role="img" tabindex="0" aria-label=${words.title} @pointermove=${this.#move} @pointerleave=${this.#leave}
        @blur=${this.#leave} @keydown=${this.#key}>
        <canvas></canvas>
        <div class="ticks"></div>
        <svg class="marks" aria-hidden="true">${marks}</svg>
        <span class="empty">${words.empty}</span>
      </div>
      <div class="foot"><span class="reading" aria-live="off"></span><span class="quiet unit">${words.epochs}</span></div>
      <dl class="list">
        ${[words.test, words.train].map((name) => html`<dt class=${name}>${name}</dt><dd class="list-${name}"></dd>`)}
        <dt class="best-mark">${words.best}</dt><dd class="list-best"></dd>
      </dl>
      ${dataTable(this.#title(this.#quantity), [words.epoch, ...partNames], () => this.#tableRows())}
    </div>`;
  }

  #tableRows(): string[][] {
    const [train, test, blind] = this.#update().curves;
    return [...(train?.stretches() ?? [])].map((stretch, i) => [
      formatCount(stretch.epoch),
      this.#write(stretch.last),
      ...[test, blind].map((curve) => {
        const other = curve?.at(i);
        return other ? this.#write(other.last) : '';
      }),
    ]);
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('.chart > canvas'), this.#paint);
    this.#ticksKey = '';
    super.updated();
  }

  readonly #paint = (context: CanvasRenderingContext2D, whole: number, height: number): void => {
    const width = whole - overhang;
    const resized = width !== this.#width || height !== this.#height;
    this.#width = width;
    this.#height = height;
    paintChart(context, this.#update(), { width, height, hover: this.#hover, pointed: pointedBranch.value });
    if (resized) this.refresh();
  };

  protected override refresh(): void {
    if (this.#width === 0) return;
    // The words stand at the curves as they were painted last.
    const chart = this.#chart ?? this.#update();
    this.#refreshTicks(chart);
    this.#refreshEnds(chart);
    this.#refreshStop(chart);
    this.#refreshBest(chart);
    this.#refreshReading(chart);
  }

  /** Axis numbers are rebuilt only when the scale itself changed. */
  #refreshTicks(chart: Chart): void {
    const percent = chart.quantity === 'score' && this.#classes;
    const key = JSON.stringify([chart.scale.ticks, chart.end, percent]);
    if (key === this.#ticksKey) return;
    this.#ticksKey = key;
    const host = this.renderRoot.querySelector('.ticks');
    const tick = (kind: string, share: number, text: string): HTMLElement => {
      const element = document.createElement('span');
      element.className = `tick ${kind}`;
      element.textContent = text;
      element.style.setProperty(kind === 'x' ? 'left' : 'top', `${100 * share}%`);
      return element;
    };
    const write = (value: number): string => (percent ? `${formatTick(Number((100 * value).toPrecision(8)))}\u00a0%` : formatTick(value));
    host?.replaceChildren(
      ...chart.scale.ticks.map((value) => tick('y', 1 - chart.scale.share(value), write(value))),
      ...ticks(0, chart.end, 4).map((value) => tick('x', value / chart.end, formatTick(value))),
    );
  }

  /** Values at the ends of the curves; they push each other and the name of the base rate apart. */
  #refreshEnds(chart: Chart): void {
    const { classList } = this.renderRoot.querySelector('.empty') ?? document.createElement('i');
    classList.toggle(
      'gone',
      chart.curves.some((curve) => curve.length > 0),
    );
    const shown = chart.curves.flatMap((curve, part) => {
      const last = curve.at(-1);
      return last ? [{ part, last }] : [];
    });
    const y = (value: number): number => (1 - chart.scale.share(value)) * this.#height;
    const hasBase = Number.isFinite(chart.base);
    const places = spread([...shown.map((end) => y(end.last.last)), ...(hasBase ? [y(chart.base)] : [])], labelGap, 0, this.#height);
    const labels = this.renderRoot.querySelectorAll('.mark.end');
    this.#ends = [];
    labels.forEach((label, part) => {
      const index = shown.findIndex((end) => end.part === part);
      const end = shown[index];
      setText(label, end ? `${partNames[part]} ${this.#write(end.last.last)}` : '');
      if (!end) return;
      const x = Math.min((end.last.epoch / chart.end) * this.#width + 10, this.#width + 8);
      this.#ends.push({ x, y: (places[index] ?? 0) - 8 });
      put(label, x, (places[index] ?? 0) - 8);
    });
    const base = this.renderRoot.querySelector('.mark.base');
    base?.classList.toggle('gone', !hasBase);
    if (base) put(base, this.#width + 8, (places.at(-1) ?? 0) - 8);
    setText(
      this.renderRoot.querySelector('.list-test'),
      Number.isNaN(chart.curves[1]?.last) ? '–' : this.#write(chart.curves[1]?.last ?? Number.NaN),
    );
    setText(
      this.renderRoot.querySelector('.list-train'),
      Number.isNaN(chart.curves[0]?.last) ? '–' : this.#write(chart.curves[0]?.last ?? Number.NaN),
    );
    setText(this.renderRoot.querySelector('.list-best'), chart.best ? this.#write(chart.best.value) : '–');
  }

  /** Beside the line where the run stopped; later labels keep clear of it. */
  #refreshStop(chart: Chart): void {
    const label = this.renderRoot.querySelector('.stop-label');
    if (!label) return;
    setText(label, chart.stop === null ? '' : words.stopped(formatCount(chart.stop)));
    if (chart.stop === null) return;
    const x = (chart.stop / chart.end) * this.#width;
    const width = letterWidth * (label.textContent?.length ?? 0);
    const places = [x + 6, x - width - 6].flatMap((left) => [this.#height - 18, 0].map((top) => ({ left, top })));
    const place = places.find((spot) => this.#clear(chart, spot, width)) ?? { left: x - width - 6, top: 0 };
    put(label, place.left, place.top);
    this.#ends.push({ x: place.left, y: place.top });
  }

  #refreshBest(chart: Chart): void {
    const [diamond, leader, label] = ['.diamond', '.leader', '.best-label'].map((part) => this.renderRoot.querySelector(part));
    if (!diamond || !leader || !label) return;
    setText(label, chart.best ? words.bestTest(this.#write(chart.best.value), formatCount(chart.best.epoch)) : '');
    for (const mark of [diamond, leader, label]) mark.classList.toggle('gone', chart.best === null);
    if (!chart.best) return;
    const x = (chart.best.epoch / chart.end) * this.#width;
    const y = (1 - chart.scale.share(chart.best.value)) * this.#height;
    setAttribute(diamond, 'd', `M${x.toFixed(1)} ${(y - 5).toFixed(1)}l5 5-5 5-5-5z`);
    const place = this.#bestPlace(chart, x, y, letterWidth * (label.textContent?.length ?? 0));
    for (const mark of [leader, label]) mark.classList.toggle('gone', !place);
    if (!place) return;
    const [from, to] = place.top < y ? [y - 5, place.top + 16] : [y + 5, place.top];
    setAttribute(leader, 'd', `M${x.toFixed(1)} ${from.toFixed(1)}V${to.toFixed(1)}`);
    put(label, place.left, place.top);
  }

  /** A place for the best test's words near its diamond, clear of the base rate, the ends of the curves and the frame, if there is one;
   *  of several the one that hides least of the curves. */
  #bestPlace(chart: Chart, x: number, y: number, width: number): { left: number; top: number } | undefined {
    const places = [y - 30, y + 16, y - 46, y + 32, y + 48].flatMap((top) =>
      [Math.max(0, x - 4), x - width + 4].map((left) => ({ left, top })),
    );
    const clear = places.filter((place) => this.#clear(chart, place, width));
    let best: { left: number; top: number } | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const place of clear) {
      const crossed = this.#crossed(chart, place, width);
      if (crossed < fewest) [best, fewest] = [place, crossed];
      if (crossed === 0) break;
    }
    return best;
  }

  /** How many pieces of the curves pass behind words there. */
  #crossed(chart: Chart, { left, top }: { left: number; top: number }, width: number): number {
    const [from, to] = [(left / this.#width) * chart.end, ((left + width) / this.#width) * chart.end];
    const y = (value: number): number => (1 - chart.scale.share(value)) * this.#height;
    let crossed = 0;
    for (const curve of [...chart.curves, ...chart.others.map((other) => other.curve)]) {
      let [before, start] = [Number.NaN, Number.NaN];
      curve.visit((2 * chart.end) / this.#width, (epoch, low, high, last) => {
        if (epoch >= from && !(start > to) && y(Math.max(before, high) || high) < top + 16 && y(Math.min(before, low) || low) > top)
          crossed++;
        [before, start] = [last, epoch];
      });
    }
    return crossed;
  }

  #clear(chart: Chart, { left, top }: { left: number; top: number }, width: number): boolean {
    const base = (1 - chart.scale.share(chart.base)) * this.#height;
    if (left < 0 || left + width > this.#width + labelRoom || top < -8 || top + 16 > this.#height || Math.abs(top + 8 - base) < 10)
      return false;
    return this.#ends.every((end) => left + width < end.x || Math.abs(end.y - top) >= 14);
  }

  /** The values at the rule, below the axis so that they hide nothing. */
  #refreshReading(chart: Chart): void {
    const chartElement = this.renderRoot.querySelector('.chart');
    const status = snapshot.value?.status;
    const now = chart.curves.flatMap((curve, part) => (Number.isNaN(curve.last) ? [] : [`${partNames[part]} ${this.#write(curve.last)}`]));
    const stopped = chart.stop === null ? '' : `; ${words.stopped(formatCount(chart.stop))}`;
    const label = words.sentence(this.#title(chart.quantity), formatCount(status?.epoch ?? 0), now.join(', ') + stopped);
    setAttribute(chartElement, 'aria-label', label);
    const reading = this.renderRoot.querySelector('.reading');
    if (this.#hover === null) {
      setText(reading, '');
      return;
    }
    const at = this.#hover;
    const values = chart.curves.flatMap((curve, part) => {
      const stretch = curve.nearest(at);
      return stretch ? [`${partNames[part]} ${this.#write(stretch.last)}`] : [];
    });
    setText(reading, [`${words.epoch} ${formatCount(chart.curves[0]?.nearest(at)?.epoch ?? at)}`, ...values].join(' · '));
  }

  readonly #move = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    this.#hover = Math.max(0, Math.min(1, share)) * this.#update().end;
    this.repaint();
  };

  readonly #leave = (): void => {
    this.#hover = null;
    this.repaint();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { end } = this.#update();
    const now = snapshot.value?.status.epoch ?? end;
    this.#hover = this.#hover === null ? now : Math.max(0, Math.min(end, this.#hover + by * Math.max(1, Math.round(end / 60))));
    this.renderRoot.querySelector('.reading')?.setAttribute('aria-live', 'polite');
    this.repaint();
  };
}

customElements.define('gb-progress', GlassboxProgress);
