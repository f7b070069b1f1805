/** <gb-scatter>: truth against answer, one mark a row; exact answers lie on the line. */
import { html, type TemplateResult } from 'lit';
import { facts, rows, snapshot } from '../state/store';
import { axisTicks, dataTable, headScore, partLegend, roundMark } from './answer-parts';
import { answerStyles } from './answer-styles';
import { roundRange } from './axes';
import { setAttribute, setText } from './dom';
import { formatCount, formatTick, formatValue } from './formats';
import { addMark, type Points, pointsOf } from './points';
import { wholePart } from './snapshots';
import { shared } from './styles';
import { tokens } from './theme';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.answer;

export class GlassboxScatter extends ViewElement {
  static override styles = [shared, answerStyles];

  #points: Points = pointsOf(new Float64Array(), 0);
  #range: [number, number] = [-1, 1];
  #beyond = 0;

  protected override watch(): void {
    facts.value;
    rows.value;
  }

  protected override follow(): void {
    snapshot.value;
  }

  override render(): TemplateResult {
    this.#points = pointsOf(rows.value, facts.value?.columns ?? 0);
    if (this.#points.count > 0) {
      const low = this.#points.target.reduce((a, b) => Math.min(a, b));
      const high = this.#points.target.reduce((a, b) => Math.max(a, b));
      this.#range = roundRange(low - 0.1 * (high - low), high + 0.1 * (high - low));
    }
    return html`<div class="view">
      <div class="head">
        <h2>${words.scatter}</h2>
        <span><b class="figure"></b> <span class="quiet of"></span></span>
      </div>
      <div class="plot" role="img" tabindex="0" aria-label=${words.scatter}>
        <canvas></canvas>
        ${axisTicks(this.#range, this.#range)}
        <span class="axis y">↑ ${words.answer}</span><span class="axis x">${words.truth} →</span>
      </div>
      <div class="legend">
        <span>${roundMark}${words.train}</span>${partLegend(facts.value)}
        <span class="quiet beyond"></span>
      </div>
      ${dataTable(words.scatter, [words.truth, words.answer], () => {
        const prediction = wholePart(snapshot.value, 'prediction');
        return Array.from({ length: this.#points.count }, (_, row) => [
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
    const score = headScore(snapshot.value?.status, facts.value, false);
    setText(this.renderRoot.querySelector('.figure'), score.figure);
    setText(this.renderRoot.querySelector('.of'), score.words);
    setText(this.renderRoot.querySelector('.beyond'), this.#beyond > 0 ? words.beyond(formatCount(this.#beyond)) : '');
    const label = `${words.mapSentence(words.scatter, formatCount(this.#points.count), `${score.figure} ${score.words}; ${words.perfect}`.trim())}`;
    setAttribute(this.renderRoot.querySelector('.plot'), 'aria-label', label);
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const colours = tokens();
    const [low, high] = this.#range;
    const share = (value: number): number => (value - low) / (high - low);
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, width - 1, height - 1);
    context.strokeStyle = colours.edge;
    context.beginPath();
    context.moveTo(0, height);
    context.lineTo(width, 0);
    context.stroke();
    const prediction = wholePart(snapshot.value, 'prediction');
    this.#beyond = 0;
    if (!prediction) return;
    const paths = [new Path2D(), new Path2D(), new Path2D()];
    for (let row = 0; row < this.#points.count; row++) {
      const answer = share(prediction.values[row] ?? Number.NaN);
      if (!(answer >= 0 && answer <= 1)) this.#beyond++;
      const part = this.#points.part[row] ?? 0;
      const path = paths[part];
      if (path) addMark(path, part, share(this.#points.target[row] ?? 0) * width, (1 - Math.max(0, Math.min(1, answer))) * height, 2.5);
    }
    const styles = [colours['ink-3'], colours.ink, colours.ink];
    paths.forEach((path, part) => {
      if (part < 2) {
        context.fillStyle = styles[part] as string;
        context.globalAlpha = part === 0 ? 0.7 : 1;
        context.fill(path);
      }
      context.globalAlpha = 1;
      if (part === 2) {
        context.strokeStyle = styles[part] as string;
        context.lineWidth = 1.25;
        context.stroke(path);
      }
    });
  };
}

customElements.define('gb-scatter', GlassboxScatter);
