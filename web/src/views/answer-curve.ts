/** <gb-curve>: the network's answer over one input, through the points it learns from. */
import { html, type TemplateResult } from 'lit';
import { facts, form, rows, snapshot, view } from '../state/store';
import { axisTicks, dataTable, headScore, partLegend, roundMark } from './answer-parts';
import { answerStyles } from './answer-styles';
import { roundRange } from './axes';
import { setAttribute, setText } from './dom';
import { formatCount, formatInputName, formatTick, formatValue } from './formats';
import { addMark, type Points, pointsOf } from './points';
import { part, wholePart } from './snapshots';
import { shared } from './styles';
import { tokens } from './theme';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.answer;
const cursorSteps = 48;

export class GlassboxCurve extends ViewElement {
  static override styles = [shared, answerStyles];

  #points: Points = pointsOf(new Float64Array(), 0);
  #range: [number, number] = [-1, 1];
  #cursor: number | null = null;

  protected override watch(): void {
    form.value;
    facts.value;
    rows.value;
    view.value;
  }

  protected override follow(): void {
    snapshot.value;
  }

  get #domain(): [number, number] {
    return [facts.value?.low[0] ?? -1, facts.value?.high[0] ?? 1];
  }

  override render(): TemplateResult {
    this.#points = pointsOf(rows.value, facts.value?.columns ?? 0);
    const { target, count } = this.#points;
    if (count > 0) {
      const low = target.reduce((a, b) => Math.min(a, b));
      const high = target.reduce((a, b) => Math.max(a, b));
      this.#range = roundRange(low - 0.1 * (high - low), high + 0.1 * (high - low));
    }
    const name = formatInputName(facts.value?.columnNames[0] ?? 'x1');
    return html`<div class="view">
      <div class="head">
        <h2>${words.curve}</h2>
        <span><b class="figure"></b> <span class="quiet of"></span></span>
      </div>
      <div class="plot" role="img" tabindex="0" aria-label=${words.curve} @pointermove=${this.#move} @pointerleave=${this.#leave}
        @blur=${this.#leave} @keydown=${this.#key}>
        <canvas></canvas><gb-beyond></gb-beyond>
        ${axisTicks(this.#domain, this.#range)}
      </div>
      <div class="legend">
        <span>${roundMark}${words.train}</span>${partLegend(facts.value)}<gb-beyond-key></gb-beyond-key>
        <div class="reading" aria-live="polite"></div>
      </div>
      ${dataTable(words.curve, [name, words.truth, words.answer], () => {
        const prediction = wholePart(snapshot.value, 'prediction');
        return Array.from({ length: this.#points.count }, (_, row) => [
          formatValue(this.#points.column(0)[row] ?? Number.NaN),
          formatTick(this.#points.target[row] ?? Number.NaN),
          formatValue(prediction?.values[row] ?? Number.NaN),
        ]);
      })}
    </div>`;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('.plot > canvas'), this.#paint);
    super.updated();
  }

  protected override refresh(): void {
    const score = headScore(snapshot.value?.status, facts.value, form.value?.dataset.target === 'classes');
    setText(this.renderRoot.querySelector('.figure'), score.figure);
    setText(this.renderRoot.querySelector('.of'), score.words);
    const label = `${words.mapSentence(words.curve, formatCount(this.#points.count), `${score.figure} ${score.words}`.trim())} ${words.cursorHelp}.`;
    setAttribute(this.renderRoot.querySelector('.plot'), 'aria-label', label);
    this.#readOut();
  }

  #readOut(): void {
    this.renderRoot.querySelector('.legend')?.classList.toggle('reading', this.#cursor !== null);
    const curve = wholePart(snapshot.value, 'decision');
    if (this.#cursor === null || !curve) return;
    const [low, high] = this.#domain;
    const width = curve.shape[2] ?? curve.values.length;
    const value = curve.values[Math.min(width - 1, Math.floor(this.#cursor * width))] ?? Number.NaN;
    const name = formatInputName(facts.value?.columnNames[0] ?? 'x1');
    setText(
      this.renderRoot.querySelector('.legend .reading'),
      `${name} ${formatValue(low + this.#cursor * (high - low))}: ${words.answer} ${formatValue(value)}`,
    );
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const colours = tokens();
    const [low, high] = this.#domain;
    const [bottom, top] = this.#range;
    const x = (value: number): number => ((value - low) / (high - low)) * width;
    const y = (value: number): number => (1 - (value - bottom) / (top - bottom)) * height;
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, width - 1, height - 1);
    const zero = Math.round(y(0)) + 0.5;
    context.beginPath();
    context.moveTo(0, zero);
    context.lineTo(width, zero);
    context.stroke();
    this.#paintPoints(context, x, y);
    const curve = wholePart(snapshot.value, 'decision') ?? part(snapshot.value, (facts.value?.layers.length ?? 0) - 1, 'map');
    if (!curve) return;
    const count = curve.shape.at(-1) ?? 0;
    context.beginPath();
    for (let i = 0; i < count; i++) context.lineTo(((i + 0.5) / count) * width, y(curve.values[i] as number));
    context.strokeStyle = colours.surface;
    context.lineWidth = 5;
    context.lineJoin = 'round';
    context.stroke();
    context.strokeStyle = colours.ink;
    context.lineWidth = 2.5;
    context.stroke();
    if (this.#cursor === null) return;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(this.#cursor * width) + 0.5, 0);
    context.lineTo(Math.round(this.#cursor * width) + 0.5, height);
    context.stroke();
  };

  #paintPoints(context: CanvasRenderingContext2D, x: (value: number) => number, y: (value: number) => number): void {
    const colours = tokens();
    const column = this.#points.column(0);
    const paths = [new Path2D(), new Path2D(), new Path2D()];
    for (let row = 0; row < this.#points.count; row++) {
      const path = paths[this.#points.part[row] ?? 0];
      if (path) addMark(path, this.#points.part[row] ?? 0, x(column[row] ?? 0), y(this.#points.target[row] ?? 0), 2.75);
    }
    paths.forEach((path, index) => {
      context.fillStyle = index === 0 ? colours['ink-3'] : colours['ink-2'];
      context.fill(path);
    });
  }

  readonly #move = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.#cursor = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    this.repaint();
  };

  readonly #leave = (): void => {
    this.#cursor = null;
    this.repaint();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cursor = this.#cursor === null ? 0.5 : Math.max(0, Math.min(1, this.#cursor + by / cursorSteps));
    this.repaint();
  };
}

customElements.define('gb-curve', GlassboxCurve);
