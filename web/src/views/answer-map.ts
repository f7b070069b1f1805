/** <gb-map>: what the network answers over a plane of two inputs, with the points it learns from. */
import { html, nothing, type TemplateResult } from 'lit';
import { changePoint, setView } from '../state/actions';
import { brush, facts, form, rows, snapshot, view } from '../state/store';
import { axisTicks, classMark, costsOf, dataTable, headScore, partLegend, ringMark } from './answer-parts';
import { answerStyles } from './answer-styles';
import { Raster } from './canvas';
import { divergingIndex, divergingTable, tableColour, tableGradient } from './colormaps';
import { fillMap, readMap } from './decision';
import { background, segmented, setAttribute, setText } from './dom';
import { formatCount, formatFixed, formatInputName, formatPercent, formatTick, formatValue } from './formats';
import { addMark, ClassMarks, classMiddle, drawRings, type Points, pointsOf, wrongRows } from './points';
import { largest, niceLimit } from './scales';
import { wholePart } from './snapshots';
import { shared } from './styles';
import { themeVersion, tokens } from './theme';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.answer;
/** The square that own points live on. */
const ownDomain = 6;
const cursorSteps = 48;
const grabRadius = 9;

interface Spot {
  x: number;
  y: number;
}

export class GlassboxMap extends ViewElement {
  static override styles = [shared, answerStyles];

  readonly #raster = new Raster();
  readonly #marks = new ClassMarks();
  #marksKey: readonly unknown[] = [];
  #wrong: readonly number[] = [];
  #marksMoved = true;
  #points: Points = pointsOf(new Float64Array(), 0);
  /** The cursor of the keyboard or pointer, as shares of the plot from its lower left corner. */
  #cursor: Spot | null = null;
  #keyboard = false;
  #drag: { row: number; spot: Spot } | null = null;

  protected override watch(): void {
    form.value;
    facts.value;
    view.value;
    brush.value;
    themeVersion.value;
    rows.value;
  }

  protected override follow(): void {
    snapshot.value;
  }

  get #numbers(): boolean {
    return form.value?.dataset.target === 'number';
  }

  get #domain(): { x: readonly [number, number]; y: readonly [number, number] } {
    const low = facts.value?.low ?? [];
    const high = facts.value?.high ?? [];
    return { x: [low[0] ?? -ownDomain, high[0] ?? ownDomain], y: [low[1] ?? -ownDomain, high[1] ?? ownDomain] };
  }

  get #limit(): number {
    return niceLimit(largest(this.#points.target));
  }

  override render(): TemplateResult {
    this.#points = pointsOf(rows.value, form.value?.dataset.inputs.length ?? 0);
    const { x, y } = this.#domain;
    const title = this.#numbers ? words.valueMap : words.map;
    const styles = [
      { name: 'smooth', label: words.smooth },
      { name: 'classes', label: words.classes },
    ] as const;
    return html`<div class="view">
      <div class="head">
        <h2>${title}</h2>
        <span><b class="figure"></b> <span class="quiet of"></span></span>
        <span class="spacer"></span>
        ${this.#numbers ? nothing : segmented(title, styles, view.value.mapStyle, (mapStyle) => setView({ mapStyle }))}
      </div>
      <div class="plot ${brush.value ? 'editing' : ''}" role="img" tabindex="0" aria-label=${title}
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointerleave=${this.#leave}
        @keydown=${this.#key} @blur=${this.#leave}>
        <canvas class="ground"></canvas><gb-beyond></gb-beyond>
        <canvas class="marks"></canvas>
        ${axisTicks(x, y)}
        ${this.#points.count === 0 ? html`<span class="empty"><span><b>${words.empty}</b>${brush.value ? words.emptyHint : ''}</span></span>` : nothing}
      </div>
      <div class="legend">${this.#legend()}<div class="reading" aria-live="polite"></div></div>
      ${this.#table(title)}
    </div>`;
  }

  get #classes(): readonly string[] {
    return facts.value?.classes ?? form.value?.dataset.classes ?? [];
  }

  #legend(): TemplateResult {
    if (this.#numbers) {
      const limit = formatTick(this.#limit);
      return html`<span>−${limit} <i class="swatch" ${background(tableGradient(divergingTable(tokens().dark)))}></i> +${limit}</span>${partLegend(facts.value)}<gb-beyond-key></gb-beyond-key>`;
    }
    const classes = this.#classes;
    const marks = classes.map((name, label) => html`<span>${classMark(label)}${words.classOf(name)}</span>`);
    return html`${classes.length > 3 ? html`<span>${words.namedMarks}</span>` : marks}
      ${partLegend(facts.value)}<span>${ringMark}${words.wrong}</span><gb-beyond-key></gb-beyond-key>
      <b class="cost"></b><span class="always"></span>`;
  }

  #table(title: string): TemplateResult {
    const names = (facts.value?.columnNames ?? []).map(formatInputName);
    return dataTable(title, [...names, words.truth, words.answer], () => {
      const prediction = wholePart(snapshot.value, 'prediction');
      return Array.from({ length: this.#points.count }, (_, row) => [
        ...names.map((_name, column) => formatValue(this.#points.column(column)[row] ?? 0)),
        formatTick(this.#points.target[row] ?? 0),
        prediction ? formatFixed(prediction.values[row] ?? Number.NaN, 4) : '',
      ]);
    });
  }

  protected override updated(): void {
    this.#marksMoved = true;
    this.paintOn(this.renderRoot.querySelector('.ground'), this.#paint);
    this.paintOn(this.renderRoot.querySelector('.marks'), this.#paintMarks, this.#marksStale);
    super.updated();
  }

  protected override refresh(): void {
    const score = headScore(snapshot.value?.status, facts.value, !this.#numbers);
    setText(this.renderRoot.querySelector('.figure'), score.figure);
    setText(this.renderRoot.querySelector('.of'), score.words);
    const part = (facts.value?.parts.test ?? 0) > 0 ? 1 : 0;
    const { cost, always } = costsOf(snapshot.value?.status, part, this.#classes);
    setText(this.renderRoot.querySelector('.cost'), cost);
    setText(this.renderRoot.querySelector('.always'), always);
    this.toggleAttribute('priced', cost !== '');
    const title = this.#numbers ? words.valueMap : words.map;
    const sentence = words.mapSentence(title, formatCount(this.#points.count), `${score.figure} ${score.words}`.trim());
    const help = brush.value ? words.cursorEdit : words.cursorHelp;
    const label = `${sentence} ${help}.`;
    setAttribute(this.renderRoot.querySelector('.plot'), 'aria-label', label);
    this.#readOut();
  }

  #x(row: number, width: number): number {
    const [low, high] = this.#domain.x;
    const value = this.#drag?.row === row ? low + this.#drag.spot.x * (high - low) : (this.#points.column(0)[row] ?? 0);
    return ((value - low) / (high - low)) * width;
  }

  #y(row: number, height: number): number {
    const [low, high] = this.#domain.y;
    const value = this.#drag?.row === row ? low + this.#drag.spot.y * (high - low) : (this.#points.column(1)[row] ?? 0);
    return (1 - (value - low) / (high - low)) * height;
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const colours = tokens();
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    if (this.#points.count === 0) return;
    const last = facts.value?.layers.at(-1);
    const style = {
      dark: colours.dark,
      hard: !this.#numbers && view.value.mapStyle === 'classes',
      middle: this.#numbers ? 0 : classMiddle(facts.value),
      half: this.#numbers ? this.#limit : last?.low === 0 ? 0.5 : 1,
    };
    if (fillMap(this.#raster, snapshot.value, style)) {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.#raster.canvas, 0, 0, width, height);
    }
  };

  /** Points and rings change far less often than the map below them. */
  readonly #marksStale = (): boolean => {
    const wrong = wrongRows(this.#points, wholePart(snapshot.value, 'prediction_class'));
    const stale = this.#marksMoved || wrong.length !== this.#wrong.length || wrong.some((row, i) => row !== this.#wrong[i]);
    this.#wrong = wrong;
    this.#marksMoved = false;
    return stale;
  };

  readonly #paintMarks = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const x = (row: number): number => this.#x(row, width);
    const y = (row: number): number => this.#y(row, height);
    if (this.#numbers) this.#paintNumbers(context, x, y);
    else this.#paintClasses(context, width, x, y);
    this.#paintCursor(context, width, height);
  };

  #moved(): void {
    this.#marksMoved = true;
    this.repaint();
  }

  #paintClasses(context: CanvasRenderingContext2D, width: number, x: (row: number) => number, y: (row: number) => number): void {
    const colours = tokens();
    const key = [this.#points, width, this.#drag?.spot];
    if (key.some((value, index) => value !== this.#marksKey[index])) {
      this.#marks.build(this.#points, x, y, width < 200 ? 2 : this.#points.count > 40 ? 3 : 4.5, this.#classes);
      this.#marksKey = key;
    }
    this.#marks.draw(context, colours);
    drawRings(context, this.#wrong, x, y, colours);
  }

  #paintNumbers(context: CanvasRenderingContext2D, x: (row: number) => number, y: (row: number) => number): void {
    const colours = tokens();
    const table = divergingTable(colours.dark);
    const limit = this.#limit;
    context.strokeStyle = colours.ink;
    context.lineWidth = 1;
    for (let row = 0; row < this.#points.count; row++) {
      const path = new Path2D();
      addMark(path, this.#points.part[row] ?? 0, x(row), y(row), 3);
      context.fillStyle = tableColour(table, divergingIndex((this.#points.target[row] ?? 0) / limit));
      context.fill(path);
      context.stroke(path);
    }
  }

  #paintCursor(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.#cursor || !this.#keyboard) return;
    const x = this.#cursor.x * width;
    const y = (1 - this.#cursor.y) * height;
    for (const [style, size] of [
      [tokens().paper, 4],
      [tokens().ink, 2],
    ] as const) {
      context.strokeStyle = style;
      context.lineWidth = size;
      context.beginPath();
      context.moveTo(x - 9, y);
      context.lineTo(x + 9, y);
      context.moveTo(x, y - 9);
      context.lineTo(x, y + 9);
      context.stroke();
    }
  }

  /** What the map says under the cursor, in the place of the legend. */
  #readOut(): void {
    const legend = this.renderRoot.querySelector('.legend');
    legend?.classList.toggle('reading', this.#cursor !== null);
    if (!this.#cursor) return;
    const { x, y } = this.#cursor;
    const domain = this.#domain;
    const names = facts.value?.columnNames ?? ['x1', 'x2'];
    const at = (range: readonly [number, number], share: number): string => formatValue(range[0] + share * (range[1] - range[0]));
    const where = `${formatInputName(names[0] ?? 'x1')} ${at(domain.x, x)}, ${formatInputName(names[1] ?? 'x2')} ${at(domain.y, y)}`;
    const read = (role: string): number[] => readMap(wholePart(snapshot.value, role), x, y);
    const values = read('decision');
    const says = values.length > 0 ? this.#answerText(values, read('decision_class')[0] ?? 0) : '';
    setText(this.renderRoot.querySelector('.legend .reading'), says ? `${where}: ${says}` : where);
  }

  #answerText(values: readonly number[], label: number): string {
    const classes = facts.value?.classes ?? [];
    if (this.#numbers) return formatValue(values[0] ?? Number.NaN);
    const shares = facts.value?.layers.at(-1)?.low === 0;
    const write = (value: number): string => (shares ? formatPercent(value) : formatValue(value));
    if (values.length === 1) return `${words.classOf(classes[1] ?? '1')} ${write(values[0] ?? Number.NaN)}`;
    return `${words.classOf(classes[label] ?? String(label))} ${write(values[label] ?? Number.NaN)}`;
  }

  #spot(event: PointerEvent): Spot {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const clip = (value: number): number => Math.max(0, Math.min(1, value));
    return { x: clip((event.clientX - box.left) / box.width), y: clip(1 - (event.clientY - box.top) / box.height) };
  }

  #value(spot: Spot): Spot {
    const { x, y } = this.#domain;
    return { x: x[0] + spot.x * (x[1] - x[0]), y: y[0] + spot.y * (y[1] - y[0]) };
  }

  /** The point within reach of a spot of the plot, or −1. */
  #nearest(spot: Spot, reach: number): number {
    const plot = this.renderRoot.querySelector('.plot')?.clientWidth ?? 1;
    let best = -1;
    let bestDistance = reach;
    for (let row = 0; row < this.#points.count; row++) {
      const distance = Math.hypot(this.#x(row, plot) - spot.x * plot, this.#y(row, plot) - (1 - spot.y) * plot);
      if (distance < bestDistance) {
        best = row;
        bestDistance = distance;
      }
    }
    return best;
  }

  readonly #down = (event: PointerEvent): void => {
    if (!brush.value || event.button !== 0) return;
    const spot = this.#spot(event);
    const row = this.#nearest(spot, grabRadius);
    if (brush.value.erase) {
      if (row >= 0) void changePoint('erase', row, 0, 0, 0);
      return;
    }
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#drag = { row, spot };
  };

  readonly #move = (event: PointerEvent): void => {
    this.#cursor = this.#spot(event);
    this.#keyboard = false;
    if (this.#drag) this.#drag = { row: this.#drag.row, spot: this.#cursor };
    if (this.#drag) this.#moved();
    else this.repaint();
  };

  readonly #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag || !brush.value) return;
    const { x, y } = this.#value(this.#spot(event));
    if (drag.row < 0) void changePoint('add', 0, x, y, brush.value.label);
    else void changePoint('move', drag.row, x, y, this.#points.target[drag.row] ?? 0);
    this.#moved();
  };

  readonly #leave = (): void => {
    if (this.#drag) return;
    this.#cursor = null;
    if (this.#keyboard) this.#marksMoved = true;
    this.#keyboard = false;
    this.repaint();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const step = steps[event.key];
    const spot = this.#cursor ?? { x: 0.5, y: 0.5 };
    if (step) {
      const go = (value: number, by: number): number => Math.max(0, Math.min(1, value + (by * (event.shiftKey ? 4 : 1)) / cursorSteps));
      this.#cursor = this.#cursor ? { x: go(spot.x, step[0]), y: go(spot.y, step[1]) } : spot;
      this.#keyboard = true;
    } else if (brush.value && event.key === 'Enter') {
      const { x, y } = this.#value(spot);
      void changePoint('add', 0, x, y, brush.value.label);
    } else if (brush.value && (event.key === 'Delete' || event.key === 'Backspace')) {
      const row = this.#nearest(spot, Number.POSITIVE_INFINITY);
      if (row >= 0) void changePoint('erase', row, 0, 0, 0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.#moved();
  };
}

customElements.define('gb-map', GlassboxMap);
