/** <gb-activation-curve>: an activation and its slope, with the tangent at a point that can be dragged or moved by keys. */
import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ticks } from '../views/axes';
import { formatTick } from '../views/formats';
import { shared } from '../views/styles';
import { themeVersion, tokens } from '../views/theme';
import { ViewElement } from '../views/view-element';
import { spot, strokeWithHalo } from './landscape-axes';
import { type Curve, clamped, look, place, seen } from './structure-state';
import { structureWords as words } from './structure-words';

const room = 10;

export class ActivationCurve extends ViewElement {
  static override properties: PropertyDeclarations = { curve: { attribute: false }, reading: { attribute: false } };
  declare curve: Curve;
  /** The point in words. */
  declare reading: string;

  static override styles = [
    shared,
    css`
      .chart { position: absolute; margin: 0 8px 18px 36px; cursor: ew-resize; inset: 0; touch-action: pan-y; }
      .tick { position: absolute; color: var(--ink-3); font-size: 11px; line-height: 12px; }
      .tick.x { top: calc(100% + 4px); transform: translateX(-50%); }
      .tick.y { right: calc(100% + 6px); transform: translateY(-50%); white-space: nowrap; }
    `,
  ];

  protected override watch(): void {
    themeVersion.value;
    seen.value;
  }
  protected override follow(): void {}
  protected override refresh(): void {}

  get #ends(): [number, number] {
    const { a, slope } = this.curve;
    const low = Math.min(...a, ...slope, 0);
    const high = Math.max(...a, ...slope, 1);
    return [low, high];
  }

  #top(value: number): string {
    const [low, high] = this.#ends;
    return `calc(${room}px + (100% - ${2 * room}px) * ${((high - value) / (high - low)).toFixed(4)})`;
  }

  override render(): TemplateResult {
    const { limit, at, label } = this.curve;
    const [low, high] = this.#ends;
    return html`<div class="chart" role="slider" tabindex="0" aria-label=${words.curve(label)} aria-valuemin=${-limit} aria-valuemax=${limit} aria-valuenow=${at.z}
        aria-valuetext=${this.reading} @pointerdown=${this.#press} @pointermove=${this.#drag} @keydown=${this.#key}>
      <canvas></canvas>
      ${ticks(-limit, limit, 6).map((z) => html`<span class="tick x" aria-hidden="true" .style=${`left:${((50 * (z + limit)) / limit).toFixed(2)}%`}>${formatTick(z)}</span>`)}
      ${ticks(low, high, 4).map((value) => html`<span class="tick y" aria-hidden="true" .style=${`top:${this.#top(value)}`}>${formatTick(value)}</span>`)}
    </div>`;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('canvas'), this.#paint);
    super.updated();
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const { limit, z, a, slope, at } = this.curve;
    const [low, high] = this.#ends;
    const px = (value: number) => ((value + limit) / (2 * limit)) * width;
    const py = (value: number) => room + ((high - value) / (high - low)) * (height - 2 * room);
    const { select, line, edge, ink } = tokens();
    const style = getComputedStyle(this);
    const range = seen.peek();
    if (range) {
      const left = px(Math.max(-limit, range.low));
      context.fillStyle = select;
      context.fillRect(left, 0, Math.max(2, px(Math.min(limit, range.high)) - left), height);
    }
    context.fillStyle = line;
    for (const value of ticks(low, high, 4)) context.fillRect(0, Math.round(py(value)), width, 1);
    context.fillStyle = edge;
    context.fillRect(Math.round(px(0)), 0, 1, height);
    context.fillRect(0, Math.round(py(0)), width, 1);
    const trace = (values: readonly number[], colour: string, dash: number[]) => {
      context.beginPath();
      values.forEach((value, index) => {
        context.lineTo(px(z[index] as number), py(value));
      });
      context.setLineDash(dash);
      strokeWithHalo(context, colour, 2);
      context.setLineDash([]);
    };
    trace(slope, style.getPropertyValue('--backward').trim(), [6, 4]);
    trace(a, style.getPropertyValue('--forward').trim(), []);
    context.save();
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    context.beginPath();
    for (const end of [-limit, limit]) context.lineTo(px(end), py(at.a + at.slope * (end - at.z)));
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.stroke();
    context.restore();
    spot(context, px(at.z), py(at.slope), 4, false);
    spot(context, px(at.z), py(at.a), 6, true);
  };

  #point(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const { limit } = this.curve;
    const grain = limit / 600;
    look({ z: Number((Math.round(((2 * share - 1) * limit) / grain) * grain).toFixed(2)) });
  }

  readonly #press = (event: PointerEvent): void => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#point(event);
  };

  readonly #drag = (event: PointerEvent): void => {
    if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) this.#point(event);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const up = event.key === 'ArrowRight' || event.key === 'ArrowUp';
    const by = up ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -1 : 0;
    const end = event.key === 'Home' ? -1 : event.key === 'End' ? 1 : 0;
    if (by === 0 && end === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { limit } = this.curve;
    look({ z: end === 0 ? clamped(place.peek().z + (by * limit) / (event.shiftKey ? 6 : 60)) : end * limit });
  };
}

customElements.define('gb-activation-curve', ActivationCurve);
