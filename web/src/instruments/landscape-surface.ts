/** <gb-landscape-surface>: the loss as a surface that can be turned. Each patch stands at the losses of its four nodes. */
import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { tableColour } from '../views/colormaps';
import { setText } from '../views/dom';
import { formatTick } from '../views/formats';
import { tokens } from '../views/theme';
import {
  arrow,
  axisName,
  colourOf,
  colours,
  descentColour,
  descentShare,
  scaleFor,
  spot,
  strokeWithHalo,
  valueAt,
  writeLoss,
} from './landscape-axes';
import type { Scale } from './landscape-contours';
import type { Look } from './landscape-state';
import { LandscapeView, type Node } from './landscape-view';
import { landscapeWords as words } from './landscape-words';

const degrees = Math.PI / 180;
const keyTurn = 5;
const reach = 12;
/** Height of the surface beside its base. */
const rise = 0.62;
/** Lines are drawn through every so many nodes. */
const mesh = 4;

type Spot = [number, number];

/** Looks at the unit square from above and aside, without perspective: equal lengths stay equal. */
class Camera {
  readonly #cos: number;
  readonly #sin: number;
  readonly #flat: number;
  readonly #upright: number;
  readonly #scale: number;
  readonly #middle: Spot;

  constructor({ turn, tilt }: Pick<Look, 'turn' | 'tilt'>, width: number, height: number) {
    this.#cos = Math.cos(turn * degrees);
    this.#sin = Math.sin(turn * degrees);
    this.#flat = Math.sin(tilt * degrees);
    this.#upright = Math.cos(tilt * degrees);
    const breadth = Math.SQRT2;
    this.#scale = Math.min((width - 24) / breadth, (height - 24) / (breadth * this.#flat + rise * this.#upright));
    this.#middle = [width / 2, height / 2 + (this.#scale * rise * this.#upright) / 2];
  }

  /** x, y and z from 0 to 1. */
  at(x: number, y: number, z: number): Spot {
    const [u, v] = [x - 0.5, y - 0.5];
    const across = u * this.#cos - v * this.#sin;
    const away = u * this.#sin + v * this.#cos;
    return [this.#middle[0] + this.#scale * across, this.#middle[1] - this.#scale * (away * this.#flat + z * rise * this.#upright)];
  }

  /** Nodes from the farthest to the nearest. */
  order(count: number, direction: 0 | 1): number[] {
    const nodes = Array.from({ length: count }, (_, i) => i);
    return (direction === 0 ? this.#sin : this.#cos) > 0 ? nodes.reverse() : nodes;
  }
}

export class LandscapeSurface extends LandscapeView<Node> {
  static override properties: PropertyDeclarations = {
    label: { attribute: false },
    look: { attribute: false },
    turned: { attribute: false },
  };
  declare label: string;
  declare look: Pick<Look, 'turn' | 'tilt'>;
  /** Told where it was turned to, once it is let go. */
  declare turned: (look: Pick<Look, 'turn' | 'tilt'>) => void;

  static override styles = [
    ...LandscapeView.styles,
    css`
      .chart { min-height: 96px; margin: 0 8px 20px; cursor: grab; touch-action: pan-y; }
      .chart > canvas { width: 100%; }
      .end { position: absolute; top: 0; left: 0; color: var(--ink-2); font-size: 11px; line-height: 14px; text-shadow: 0 0 2px var(--surface), 0 0 3px var(--surface), 0 0 4px var(--surface); white-space: nowrap; pointer-events: none; }
      .end.soft { color: var(--ink-3); }
    `,
  ];

  #angles: Pick<Look, 'turn' | 'tilt'> | null = null;
  #drag: { x: number; y: number; turn: number; tilt: number } | null = null;
  #size = { width: 0, height: 0 };

  get #present(): Pick<Look, 'turn' | 'tilt'> {
    return this.#angles ?? this.look;
  }

  override render(): TemplateResult {
    return html`<div class="view">
      <div class="chart" role="img" tabindex="0" aria-label="${this.label} ${words.turnHint}" title=${words.turnHint} @keydown=${this.#key}
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up} @pointerleave=${this.leave}>
        <canvas></canvas>
        ${Array.from({ length: 8 }, (_, index) => html`<span class="end ${index % 2 === 0 && index < 6 ? '' : 'soft'}"></span>`)}
      </div>
      <div class="foot"><span class="reading" aria-live="polite"></span></div>
    </div>`;
  }

  #share(scale: Scale, x: number, y: number): number {
    return scale.share(this.picture.values[y * this.picture.size + x] as number);
  }

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { picture } = this;
    this.#size = { width, height };
    const camera = new Camera(this.#present, width, height);
    const scale = scaleFor(picture, this.log);
    this.#paintFrame(context, camera);
    this.#paintPatches(context, camera, scale);
    this.#paintMarks(context, camera, scale);
    this.#label(camera);
  }

  #paintFrame(context: CanvasRenderingContext2D, camera: Camera): void {
    context.strokeStyle = tokens().edge;
    context.lineWidth = 1;
    context.beginPath();
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ] as const)
      context.lineTo(...camera.at(x, y, 0));
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      context.moveTo(...camera.at(x, y, 0));
      context.lineTo(...camera.at(x, y, 1));
    }
    context.stroke();
  }

  /** From the farthest to the nearest, so that what is in front covers what is behind. */
  #paintPatches(context: CanvasRenderingContext2D, camera: Camera, scale: Scale): void {
    const { size } = this.picture;
    const last = size - 1;
    const table = colours();
    const colour = Array.from({ length: 65 }, (_, i) => tableColour(table, colourOf(i / 64)));
    const line = tokens().edge;
    const columns = camera.order(last, 0);
    context.lineWidth = 1;
    for (const y of camera.order(last, 1)) {
      for (const x of columns) {
        const z = [
          this.#share(scale, x, y),
          this.#share(scale, x + 1, y),
          this.#share(scale, x + 1, y + 1),
          this.#share(scale, x, y + 1),
        ] as [number, number, number, number];
        const mean = (z[0] + z[1] + z[2] + z[3]) / 4;
        if (Number.isNaN(mean)) continue;
        const corners = [
          camera.at(x / last, y / last, z[0]),
          camera.at((x + 1) / last, y / last, z[1]),
          camera.at((x + 1) / last, (y + 1) / last, z[2]),
          camera.at(x / last, (y + 1) / last, z[3]),
        ] as [Spot, Spot, Spot, Spot];
        context.beginPath();
        for (const corner of corners) context.lineTo(...corner);
        context.closePath();
        context.fillStyle = context.strokeStyle = colour[Math.round(mean * 64)] as string;
        context.fill();
        context.stroke();
        if (x % mesh !== 0 && y % mesh !== 0) continue;
        context.strokeStyle = line;
        context.globalAlpha = 0.6;
        context.beginPath();
        if (y % mesh === 0) {
          context.moveTo(...corners[0]);
          context.lineTo(...corners[1]);
        }
        if (x % mesh === 0) {
          context.moveTo(...corners[0]);
          context.lineTo(...corners[3]);
        }
        context.stroke();
        context.globalAlpha = 1;
      }
    }
  }

  /** A place of the plane at a loss. */
  #place(camera: Camera, scale: Scale, x: number, y: number, loss: number): Spot {
    const [along, up] = this.picture.axes;
    const last = this.picture.size - 1;
    return camera.at((x / along.cell + along.zero) / last, (y / up.cell + up.zero) / last, scale.share(loss));
  }

  #paintMarks(context: CanvasRenderingContext2D, camera: Camera, scale: Scale): void {
    const { picture } = this;
    const last = picture.size - 1;
    const [along, up] = picture.axes;
    const within = ({ x, y }: { x: number; y: number }) => {
      const [a, b] = [x / along.cell + along.zero, y / up.cell + up.zero];
      return a >= 0 && a <= last && b >= 0 && b <= last;
    };
    context.beginPath();
    let drawing = false;
    for (const mark of picture.path) {
      const shown = within(mark) && Number.isFinite(mark.height);
      const place = this.#place(camera, scale, mark.x, mark.y, mark.height);
      if (shown && drawing) context.lineTo(...place);
      else if (shown) context.moveTo(...place);
      drawing = shown;
    }
    strokeWithHalo(context, tokens().ink, 1.5);
    this.#paintDescent(context, camera, scale);
    if (Number.isFinite(picture.centre)) spot(context, ...this.#place(camera, scale, 0, 0, picture.centre), 5, !picture.held);
    const cursor = this.cursor;
    if (!cursor) return;
    const [x, y] = camera.at(cursor.x / last, cursor.y / last, this.#share(scale, cursor.x, cursor.y));
    context.strokeStyle = tokens().ink;
    context.lineWidth = 1.5;
    context.strokeRect(x - 4.5, y - 4.5, 9, 9);
  }

  /** To a node in the direction of steepest descent, over the surface. */
  #paintDescent(context: CanvasRenderingContext2D, camera: Camera, scale: Scale): void {
    const { picture } = this;
    const [along, up] = picture.axes;
    const [x, y] = [Number(along.descent) / along.cell, Number(up.descent) / up.cell];
    const length = Math.hypot(x, y);
    if (!(length > 0) || !Number.isFinite(length)) return;
    const away = descentShare * picture.size;
    const node = { x: along.zero + Math.round((x / length) * away), y: up.zero + Math.round((y / length) * away) };
    const last = picture.size - 1;
    if (node.x < 0 || node.y < 0 || node.x > last || node.y > last) return;
    const tip = camera.at(node.x / last, node.y / last, this.#share(scale, node.x, node.y));
    if (Number.isFinite(tip[1])) arrow(context, this.#place(camera, scale, 0, 0, picture.centre), tip, descentColour(this));
  }

  /** Ends of the three axes, and their names. */
  #label(camera: Camera): void {
    const { picture } = this;
    const last = picture.size - 1;
    const { width, height } = this.#size;
    const value = (direction: 0 | 1, node: number) => formatTick(Number(valueAt(picture, direction, node).toPrecision(3)));
    const front = (direction: 0 | 1) => camera.order(2, direction).at(-1) as number as 0 | 1;
    const [fx, fy] = [front(0), front(1)];
    const texts: [string, Spot][] = [
      [axisName(picture, 0), camera.at(0.5, fy === 0 ? -0.16 : 1.16, 0)],
      [value(0, 0), camera.at(0.08, fy === 0 ? -0.05 : 1.05, 0)],
      [axisName(picture, 1), camera.at(fx === 0 ? -0.16 : 1.16, 0.5, 0)],
      [value(1, 0), camera.at(fx === 0 ? -0.05 : 1.05, 0.08, 0)],
      ['', [0, 0]],
      [value(0, last), camera.at(0.92, fy === 0 ? -0.05 : 1.05, 0)],
      [formatTick(Number(picture.high.toPrecision(3))), camera.at(1 - fx, fy, 1)],
      [value(1, last), camera.at(fx === 0 ? -0.05 : 1.05, 0.92, 0)],
    ];
    this.renderRoot.querySelectorAll<HTMLElement>('.end').forEach((label, index) => {
      const [text, [x, y]] = texts[index] ?? ['', [0, 0]];
      setText(label, text);
      const half = label.offsetWidth / 2;
      const left = Math.max(0, Math.min(width - 2 * half, x - half));
      label.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(0, Math.min(height - 14, y - 7)))}px)`;
    });
  }

  protected override reading(cursor: Node | null): string {
    const { picture } = this;
    const at = cursor ?? { x: picture.axes[0].zero, y: picture.axes[1].zero };
    const loss = cursor ? (picture.values[at.y * picture.size + at.x] as number) : picture.centre;
    return words.reading(this.at(0, at.x), this.at(1, at.y), writeLoss(loss));
  }

  #turn(turn: number, tilt: number): void {
    this.#angles = { turn: Math.round(((turn % 360) + 360) % 360), tilt: Math.round(Math.max(5, Math.min(90, tilt))) };
    this.repaint();
  }

  readonly #down = (event: PointerEvent): void => {
    this.#drag = { x: event.clientX, y: event.clientY, ...this.#present };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  readonly #move = (event: PointerEvent): void => {
    if (this.#drag) {
      this.#turn(this.#drag.turn - (event.clientX - this.#drag.x) / 2, this.#drag.tilt + (event.clientY - this.#drag.y) / 3);
      return;
    }
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.point(this.#nearest(event.clientX - box.left, event.clientY - box.top));
  };

  /** The node under the pointer; of several, the one in front. */
  #nearest(left: number, top: number): Node | null {
    const camera = new Camera(this.#present, this.#size.width, this.#size.height);
    const scale = scaleFor(this.picture, this.log);
    const { size } = this.picture;
    let found: Node | null = null;
    for (const y of camera.order(size, 1)) {
      for (const x of camera.order(size, 0)) {
        const [px, py] = camera.at(x / (size - 1), y / (size - 1), this.#share(scale, x, y));
        if (Math.abs(px - left) < reach / 2 && Math.abs(py - top) < reach / 2) found = { x, y };
      }
    }
    return found;
  }

  readonly #up = (): void => {
    this.#drag = null;
    this.#settle();
  };

  #settle(): void {
    const angles = this.#angles;
    this.#angles = null;
    if (angles) this.turned(angles);
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { turn, tilt } = this.#present;
    const by = { ArrowLeft: [keyTurn, 0], ArrowRight: [-keyTurn, 0], ArrowUp: [0, -keyTurn], ArrowDown: [0, keyTurn] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    this.#turn(turn + (by[0] ?? 0), tilt + (by[1] ?? 0));
    this.#settle();
  };
}

customElements.define('gb-landscape-surface', LandscapeSurface);
