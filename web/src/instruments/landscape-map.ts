/** <gb-landscape-map>: the loss as contours, with the path, the present point and the way down. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ticks } from '../views/axes';
import { Raster } from '../views/canvas';
import { formatTick } from '../views/formats';
import { tokens } from '../views/theme';
import {
  arrow,
  axisName,
  colourOf,
  colours,
  descentColour,
  descentShare,
  nodeAt,
  scaleFor,
  spot,
  strokeWithHalo,
  valueAt,
  writeLoss,
} from './landscape-axes';
import { type Contour, contours, type Label, labels, type Scale } from './landscape-contours';
import type { Picture } from './landscape-state';
import { LandscapeView, type Node } from './landscape-view';
import { landscapeWords as words } from './landscape-words';

const farKeys = 8;

const keys: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

interface Drawn {
  picture: Picture;
  scale: Scale;
  lines: Contour[];
  labels: Label[];
}

/** The room of the numbers left of a chart, so that its name stands beside them. */
const tickRoom = (marks: readonly { value: number }[]): number =>
  Math.max(40, 16 + 7 * Math.max(0, ...marks.map(({ value }) => formatTick(value).length)));

export class LandscapeMap extends LandscapeView<Node> {
  static override properties: PropertyDeclarations = { label: { attribute: false } };
  declare label: string;

  static override styles = [
    ...LandscapeView.styles,
    css`
      .chart { min-height: 96px; margin: 12px 16px 40px calc(var(--ticks) + 20px); }
      .chart > canvas { width: 100%; }
      .chart:focus-visible { outline-offset: 3px; }
      .tick.x { top: calc(100% + 3px); }
      .axis { position: absolute; color: var(--ink-2); font-size: 11px; line-height: 16px; white-space: nowrap; pointer-events: none; }
      .axis.x { top: calc(100% + 18px); left: 50%; transform: translateX(-50%); }
      .axis.y { bottom: 50%; right: calc(100% + var(--ticks)); transform-origin: 100% 50%; transform: translateY(50%) rotate(-90deg) translateX(50%); }
      .level { position: absolute; padding: 0 2px; color: var(--ink); font-size: 11px; line-height: 14px; text-shadow: 0 0 2px var(--surface), 0 0 3px var(--surface), 0 0 3px var(--surface), 0 0 4px var(--surface); transform: translate(-50%, -50%); white-space: nowrap; pointer-events: none; }
    `,
  ];

  readonly #raster = new Raster();
  #drawn: Drawn | null = null;

  #draw(): Drawn {
    const { picture } = this;
    const scale = scaleFor(picture, this.log);
    const lines = contours(picture.values, picture.size, scale.levels);
    this.#drawn = { picture, scale, lines, labels: labels(lines, picture.size, { x: picture.axes[0].zero, y: picture.axes[1].zero }) };
    const pixels = this.#raster.resize(picture.size, picture.size);
    const table = colours();
    for (let y = 0; y < picture.size; y++) {
      for (let x = 0; x < picture.size; x++) {
        const share = scale.share(picture.values[(picture.size - 1 - y) * picture.size + x] as number);
        pixels[y * picture.size + x] = Number.isNaN(share) ? 0 : (table[colourOf(share)] as number);
      }
    }
    this.#raster.commit();
    return this.#drawn;
  }

  override render(): TemplateResult {
    const { picture, scale, labels: numbers } = this.#draw();
    const last = picture.size - 1;
    const ends = [0, 1] as const;
    const [across, up] = ends.map((direction) =>
      ticks(valueAt(picture, direction, 0), valueAt(picture, direction, last), 5).map((value) => ({
        value,
        share: nodeAt(picture, direction, value) / last,
      })),
    ) as [{ value: number; share: number }[], { value: number; share: number }[]];
    const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
    return html`<div class="view">
      <div class="chart" role="img" tabindex="0" aria-label=${this.label} .style=${`--ticks: ${tickRoom(up)}px`} @pointermove=${this.#move} @pointerdown=${this.#move} @pointerleave=${this.leave}
        @blur=${this.leave} @keydown=${this.#key}>
        <canvas></canvas>
        ${across.map(({ value, share }) => html`<span class="tick x" .style=${`left:${percent(share)}`}>${formatTick(value)}</span>`)}
        ${up.map(({ value, share }) => html`<span class="tick y" .style=${`top:${percent(1 - share)}`}>${formatTick(value)}</span>`)}
        <span class="axis x">${axisName(picture, 0)}</span><span class="axis y">${axisName(picture, 1)}</span>
        ${
          scale.levels.length > 0
            ? numbers.map(
                ({ x, y, level }) =>
                  html`<span class="level" .style=${`left:${percent(x / last)};top:${percent(1 - y / last)}`}>${formatTick(level)}</span>`,
              )
            : nothing
        }
      </div>
      <div class="foot"><span class="reading" aria-live="polite"></span></div>
    </div>`;
  }

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.#drawn) return;
    const { picture, lines } = this.#drawn;
    const last = picture.size - 1;
    const { ink, sunken } = tokens();
    const px = (x: number) => (x / last) * width;
    const py = (y: number) => (1 - y / last) * height;
    context.fillStyle = sunken;
    context.fillRect(0, 0, width, height);
    // Nodes are the middles of pixels: half a pixel hangs over every edge.
    const [w, h] = [width / last, height / last];
    context.save();
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#raster.canvas, -w / 2, -h / 2, width + w, height + h);
    context.strokeStyle = ink;
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    context.beginPath();
    for (const { lines: of } of lines) {
      for (const [start, ...rest] of of) {
        if (!start) continue;
        context.moveTo(px(start.x), py(start.y));
        for (const { x, y } of rest) context.lineTo(px(x), py(y));
      }
    }
    context.stroke();
    context.globalAlpha = 1;
    this.#paintMarks(context, picture, width, height);
    context.restore();
  }

  #paintMarks(context: CanvasRenderingContext2D, picture: Picture, width: number, height: number): void {
    const [along, up] = picture.axes;
    const last = picture.size - 1;
    const { ink, paper } = tokens();
    const at = (x: number, y: number): [number, number] => [
      ((x / along.cell + along.zero) / last) * width,
      (1 - (y / up.cell + up.zero) / last) * height,
    ];
    if (picture.path.length > 1) {
      context.beginPath();
      for (const mark of picture.path) context.lineTo(...at(mark.x, mark.y));
      strokeWithHalo(context, ink, 1.5);
      const every = Math.ceil(picture.path.length / 40);
      for (const [index, mark] of picture.path.entries()) {
        if (index % every !== 0) continue;
        const [x, y] = at(mark.x, mark.y);
        context.beginPath();
        context.arc(x, y, 2.5, 0, 2 * Math.PI);
        context.fillStyle = ink;
        context.strokeStyle = paper;
        context.lineWidth = 1;
        context.fill();
        context.stroke();
      }
    }
    const present = at(0, 0);
    const [x, y] = at(Number(along.descent), Number(up.descent));
    const [dx, dy] = [x - present[0], y - present[1]];
    const length = Math.hypot(dx, dy);
    const drawn = descentShare * Math.min(width, height);
    if (length > 0 && Number.isFinite(length))
      arrow(context, present, [present[0] + (dx / length) * drawn, present[1] + (dy / length) * drawn], descentColour(this));
    spot(context, ...present, 5, !picture.held);
    if (this.cursor) {
      context.strokeStyle = ink;
      context.lineWidth = 1.5;
      context.strokeRect((this.cursor.x / last) * width - 4.5, (1 - this.cursor.y / last) * height - 4.5, 9, 9);
    }
  }

  protected override reading(cursor: Node | null): string {
    const { picture } = this;
    const at = cursor ?? { x: picture.axes[0].zero, y: picture.axes[1].zero };
    const value = picture.values[at.y * picture.size + at.x] as number;
    const waiting = at.y >= picture.rowsDone && cursor === null ? picture.centre : value;
    return words.reading(this.at(0, at.x), this.at(1, at.y), writeLoss(waiting));
  }

  readonly #move = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const last = this.picture.size - 1;
    const node = (share: number) => Math.round(Math.max(0, Math.min(1, share)) * last);
    this.point({ x: node((event.clientX - box.left) / box.width), y: node(1 - (event.clientY - box.top) / box.height) });
  };

  readonly #key = (event: KeyboardEvent): void => {
    const way = keys[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const { size, axes } = this.picture;
    const by = event.shiftKey ? farKeys : 1;
    const from = this.cursor ?? { x: axes[0].zero, y: axes[1].zero };
    const clip = (node: number) => Math.max(0, Math.min(size - 1, node));
    this.point({ x: clip(from.x + by * way[0]), y: clip(from.y + by * way[1]) });
  };
}

customElements.define('gb-landscape-map', LandscapeMap);
