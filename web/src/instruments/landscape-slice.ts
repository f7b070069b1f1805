/** <gb-landscape-slice>: the loss along one axis through the middle of the landscape. */
import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ticks } from '../views/axes';
import { formatTick } from '../views/formats';
import { tokens } from '../views/theme';
import { axisName, type Direction, nodeAt, scaleFor, spot, strokeWithHalo, valueAt, writeLoss } from './landscape-axes';
import { LandscapeView } from './landscape-view';
import { landscapeWords as words } from './landscape-words';

/** Steps between two nodes. */
const finer = 4;
const farKeys = 8;
const leastGap = 0.24;
/** Room for the mark of the present point at both ends of the scale. */
const inset = 6;

/** Round numbers that do not stand on each other. */
function apart(levels: readonly number[], share: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const level of levels) if (kept.every((other) => Math.abs(share(other) - share(level)) > leastGap)) kept.push(level);
  return kept;
}

export class LandscapeSlice extends LandscapeView<number> {
  static override properties: PropertyDeclarations = { direction: { attribute: false } };
  declare direction: Direction;

  static override styles = [
    ...LandscapeView.styles,
    css`
      .chart { min-height: 48px; margin: 0 16px 18px 60px; }
      .chart > canvas { width: 100%; }
      .tick.x { top: calc(100% + 2px); }
      .head { height: 32px; padding: 0 12px 0 16px; }
      .head h2 { overflow: hidden; font-weight: 500; text-overflow: ellipsis; }
    `,
  ];

  get #values(): readonly number[] {
    return this.picture.slices[this.direction];
  }

  /** The scale of the whole picture: slices and contours can be compared. */
  get #scale() {
    return scaleFor(this.picture, this.log);
  }

  override render(): TemplateResult {
    const { picture, direction } = this;
    const last = picture.size - 1;
    const scale = this.#scale;
    const across = ticks(valueAt(picture, direction, 0), valueAt(picture, direction, last), 5);
    const name = words.slice(axisName(picture, direction));
    return html`<div class="view">
      <div class="head"><h2>${name}</h2></div>
      <div class="chart" role="img" tabindex="0" aria-label=${name} @pointermove=${this.#move} @pointerdown=${this.#move} @pointerleave=${this.leave} @blur=${this.leave}
        @keydown=${this.#key}>
        <canvas></canvas>
        ${across.map((value) => html`<span class="tick x" .style=${`left:${((100 * nodeAt(picture, direction, value)) / last).toFixed(2)}%`}>${formatTick(value)}</span>`)}
        ${apart(scale.levels, scale.share).map((value) => html`<span class="tick y" .style=${`top:calc(${inset}px + (100% - ${2 * inset}px) * ${(1 - scale.share(value)).toFixed(4)})`}>${formatTick(value)}</span>`)}
      </div>
      <div class="foot"><span class="reading" aria-live="polite"></span></div>
    </div>`;
  }

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { picture, direction } = this;
    const values = this.#values;
    const scale = this.#scale;
    const { ink, line } = tokens();
    const last = values.length - 1;
    const px = (place: number) => (place / last) * width;
    const py = (value: number) => inset + (1 - scale.share(value)) * (height - 2 * inset);
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.beginPath();
    for (const value of apart(scale.levels, scale.share)) {
      const y = Math.round(py(value)) + 0.5;
      context.moveTo(0, y);
      context.lineTo(width, y);
    }
    context.stroke();
    context.beginPath();
    let drawing = false;
    values.forEach((value, place) => {
      const shown = Number.isFinite(value);
      if (shown && drawing) context.lineTo(px(place), py(value));
      else if (shown) context.moveTo(px(place), py(value));
      drawing = shown;
    });
    strokeWithHalo(context, ink, 1.5);
    if (Number.isFinite(picture.centre)) spot(context, px(finer * picture.axes[direction].zero), py(picture.centre), 4, !picture.held);
    if (this.cursor === null) return;
    context.fillStyle = tokens().edge;
    context.fillRect(Math.round(px(this.cursor)), 0, 1, height);
  }

  protected override reading(cursor: number | null): string {
    const place = cursor ?? finer * this.picture.axes[this.direction].zero;
    return words.sliceReading(this.at(this.direction, place / finer), writeLoss(this.#values[place] as number));
  }

  readonly #move = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    this.point(Math.round(share * (this.#values.length - 1)));
  };

  readonly #key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const from = this.cursor ?? finer * this.picture.axes[this.direction].zero;
    this.point(Math.max(0, Math.min(this.#values.length - 1, from + by * (event.shiftKey ? farKeys : 1))));
  };
}

customElements.define('gb-landscape-slice', LandscapeSlice);
