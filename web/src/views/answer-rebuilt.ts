/** <gb-rebuilt>: what an autoencoder makes of its input, and the plane of its two-unit code, where pointing decodes. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { setTrace, setView } from '../state/actions';
import { codeSpot, facts, form, rows, snapshot, trace, view } from '../state/store';
import { headScore } from './answer-parts';
import { fillPixels, Raster } from './canvas';
import { CodeMarks } from './code-marks';
import { segmented, setText } from './dom';
import { formatValue } from './formats';
import { type Points, pointsOf } from './points';
import { part, wholePart } from './snapshots';
import { shared } from './styles';
import { themeVersion, tokens } from './theme';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.rebuilt;
const cursorSteps = 24;
/** How much of the decoded pictures shows through behind the rows. */
const faint = 0.16;
const lensSide = 64;

type Spot = readonly [number, number];

export class GlassboxRebuilt extends ViewElement {
  static override styles = [
    shared,
    css`
      .plane {
        position: relative;
        flex: none;
        width: min(100cqw - 32px, 100cqh - 172px);
        aspect-ratio: 1;
        margin: 0 auto;
        cursor: crosshair;
        touch-action: none;
      }
      .plane canvas {
        border-radius: 4px;
      }
      .pictures {
        display: flex;
        justify-content: center;
        gap: 20px;
        padding: 10px 16px 0;
      }
      figure {
        margin: 0;
        width: 64px;
        text-align: center;
        color: var(--ink-2);
        font-size: 11px;
        white-space: nowrap;
      }
      figure span {
        display: block;
        position: relative;
        width: 64px;
        height: 64px;
        margin-bottom: 2px;
      }
      .pictures.large {
        flex: 1;
        align-items: center;
      }
      .large figure,
      .large figure span {
        width: min(42cqw, 50cqh);
      }
      .large figure span {
        height: min(42cqw, 50cqh);
      }
      .note {
        flex: none;
        padding: 0 16px 12px;
        text-align: center;
        color: var(--ink-3);
        font-size: 11px;
      }
      @container (max-width: 320px) {
        .plane {
          width: min(100cqw - 16px, 100cqh - 112px);
        }
        .pictures {
          gap: 8px;
          padding-top: 6px;
        }
        figure {
          width: 52px;
          font-size: 9px;
        }
        figure span {
          width: 40px;
          height: 40px;
          margin: 0 auto;
        }
        .note {
          display: none;
        }
      }
      :host([compact]) .plane {
        width: min(100cqw - 16px, 100cqh - 16px);
        margin: 8px auto;
      }
      :host([compact]) .plane ~ .pictures,
      :host([compact]) .note {
        display: none;
      }
    `,
  ];

  #points: Points = pointsOf(new Float64Array(), 0);
  /** Shares of the plane from its lower left corner. */
  #cursor: Spot | null = null;
  #coded = false;
  readonly #marks = new CodeMarks();
  readonly #map = new Raster();
  readonly #pixels = new Raster();

  protected override watch(): void {
    form.value;
    facts.value;
    rows.value;
    view.value;
  }

  protected override follow(): void {
    this.#hasCode(wholePart(snapshot.value, 'code') !== null);
    themeVersion.value;
  }

  protected override attend(): void {
    trace.value;
  }

  #hasCode(coded: boolean): void {
    if (coded === this.#coded) return;
    this.#coded = coded;
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    codeSpot.value = null;
  }

  override render(): TemplateResult {
    this.#points = pointsOf(rows.value, facts.value?.columns ?? 0);
    const shows = [
      { name: 'rows', label: words.rows },
      { name: 'decoded', label: words.decoded },
    ] as const;
    const title = this.#coded ? words.plane : words.pair;
    return html`<div class="view">
      <div class="head">
        <h2>${title}</h2>
        <span><b class="figure"></b> <span class="quiet of"></span></span>
        <span class="spacer"></span>
        ${this.#coded ? segmented(title, shows, view.value.codeShows, (codeShows) => setView({ codeShows })) : nothing}
      </div>
      ${
        this.#coded
          ? html`<div class="plane" role="application" tabindex="0" aria-label=${words.label} @pointermove=${this.#move}
              @pointerleave=${this.#leave} @blur=${this.#leave} @click=${this.#choose} @keydown=${this.#key}>
              <canvas></canvas>
            </div>`
          : nothing
      }
      <div class="pictures ${this.#coded ? '' : 'large'}">
        ${this.#figure('seen', words.seen)}${this.#figure('answer', words.answer)}
        ${this.#coded ? this.#figure('spot', words.spot) : nothing}
      </div>
      <div class="note" aria-live="polite"></div>
    </div>`;
  }

  #figure(name: string, caption: string): TemplateResult {
    return html`<figure role="img" aria-label=${caption} data-picture=${name}><span><canvas></canvas></span>${caption}</figure>`;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('.plane canvas'), this.#paintPlane);
    const paint = (name: string, values: () => ArrayLike<number> | null): void => {
      this.paintOn(this.renderRoot.querySelector(`[data-picture=${name}] canvas`), (context, width, height) =>
        this.#paintPixels(context, values(), 0, 0, width, height),
      );
    };
    paint('seen', () => this.#seen());
    paint('answer', () => wholePart(snapshot.value, 'rebuilt')?.values ?? null);
    paint('spot', () => this.#decoded());
    super.updated();
  }

  protected override refresh(): void {
    const score = headScore(snapshot.value?.status, facts.value, false);
    setText(this.renderRoot.querySelector('.figure'), score.figure);
    setText(this.renderRoot.querySelector('.of'), score.words);
    setText(this.renderRoot.querySelector('.note'), this.#coded ? this.#note() : words.noCode);
  }

  #note(): string {
    const code = codeSpot.value;
    if (!code || !this.#cursor) return words.point;
    const nearest = this.#nearest();
    const name = facts.value?.classes[this.#points.target[nearest] ?? 0] ?? '';
    return `${words.at(formatValue(code[0] ?? 0), formatValue(code[1] ?? 0))} · ${words.nearest(name)}`;
  }

  /** The traced image: drawn, or a row. */
  #seen(): ArrayLike<number> | null {
    const { values, row } = trace.value;
    if (values || row === null || row >= this.#points.count) return values;
    return Array.from({ length: facts.value?.columns ?? 0 }, (_, column) => this.#points.column(column)[row] ?? 0);
  }

  /** What the core has made of the spot under the pointer. */
  #decoded(): ArrayLike<number> | null {
    return this.#cursor ? (wholePart(snapshot.value, 'decoded')?.values ?? null) : null;
  }

  get #box(): readonly [number, number, number, number] {
    const [left = 0, right = 1, low = 0, high = 1] = wholePart(snapshot.value, 'code_box')?.values ?? [];
    return [left, right, low, high];
  }

  #paintPixels(
    context: CanvasRenderingContext2D,
    values: ArrayLike<number> | null,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    const side = facts.value?.imageWidth ?? 0;
    if (values && side > 0) {
      fillPixels(this.#pixels, side, values.length / side, values, facts.value?.high[0] ?? 1, tokens().dark);
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#pixels.canvas, x, y, width, height);
    }
    context.strokeStyle = tokens().edge;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }

  readonly #paintPlane = (context: CanvasRenderingContext2D, width: number, height: number, ratio: number): void => {
    const colours = tokens();
    const decoded = view.value.codeShows === 'decoded';
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    this.#paintMap(context, width, height, decoded ? 1 : faint);
    const code = wholePart(snapshot.value, 'code');
    if (!code || code.values.length !== 2 * this.#points.count) return;
    const [left, right, low, high] = this.#box;
    const x = (value: number): number => ((value - left) / (right - left)) * width;
    const y = (value: number): number => (1 - (value - low) / (high - low)) * height;
    if (!decoded)
      this.#marks.draw(context, code.values, this.#points.target, facts.value?.classes ?? [], x, y, width < 220 ? 8 : 10, ratio);
    this.#paintHere(context, x, y);
    this.#paintLens(context, width, height);
  };

  /** What every spot of the plane decodes to, as a sheet of small pictures. */
  #paintMap(context: CanvasRenderingContext2D, width: number, height: number, strength: number): void {
    const map = wholePart(snapshot.value, 'code_map');
    const side = facts.value?.imageWidth ?? 0;
    const [down = 0, across = 0, columns = 0] = map?.shape ?? [];
    if (!map || side === 0) return;
    const stride = side + 2;
    const sheet = new Float32Array(down * across * stride * stride);
    map.values.forEach((value, i) => {
      const cell = Math.floor(i / columns);
      const pixel = i % columns;
      const row = Math.floor(cell / across) * stride + Math.floor(pixel / side) + 1;
      sheet[row * across * stride + (cell % across) * stride + (pixel % side) + 1] = value;
    });
    fillPixels(this.#map, across * stride, down * stride, sheet, facts.value?.high[0] ?? 1, tokens().dark);
    context.globalAlpha = strength;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#map.canvas, 0, 0, width, height);
    context.globalAlpha = 1;
  }

  /** Where the traced image lies. */
  #paintHere(context: CanvasRenderingContext2D, x: (value: number) => number, y: (value: number) => number): void {
    const layer = snapshot.value?.entries.find((entry) => entry.role === 'code')?.layer ?? -1;
    const here = part(snapshot.value, layer, 'activation')?.values;
    if (layer < 0 || !here || (trace.value.values === null && trace.value.row === null)) return;
    const colours = tokens();
    for (const [colour, line] of [
      [colours.paper, 5],
      [colours.ink, 2],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.beginPath();
      context.arc(x(here[0] ?? 0), y(here[1] ?? 0), 9, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  /** The spot under the pointer with its picture beside it, on the side where there is room. */
  #paintLens(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.#cursor) return;
    const colours = tokens();
    const x = this.#cursor[0] * width;
    const y = (1 - this.#cursor[1]) * height;
    for (const [colour, line] of [
      [colours.paper, 4],
      [colours.ink, 1.5],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.beginPath();
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        context.moveTo(x + 3 * dx, y + 3 * dy);
        context.lineTo(x + 9 * dx, y + 9 * dy);
      }
      context.stroke();
    }
    const values = this.#decoded();
    if (!values) return;
    const side = Math.min(lensSide, width / 4);
    const left = Math.round(x + 16 + side < width ? x + 14 : x - 14 - side);
    const top = Math.round(Math.max(2, Math.min(height - side - 2, y - side - 6)));
    context.fillStyle = colours.paper;
    context.fillRect(left - 3, top - 3, side + 6, side + 6);
    this.#paintPixels(context, values, left, top, side, side);
  }

  /** The row whose code lies nearest to the cursor. */
  #nearest(): number {
    const codes = wholePart(snapshot.value, 'code')?.values;
    const count = this.#points.count;
    if (!codes || !this.#cursor) return -1;
    const [left, right, low, high] = this.#box;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      const dx = ((codes[row] ?? 0) - left) / (right - left) - this.#cursor[0];
      const dy = ((codes[count + row] ?? 0) - low) / (high - low) - this.#cursor[1];
      const distance = dx * dx + dy * dy;
      if (distance < least) {
        least = distance;
        best = row;
      }
    }
    return best;
  }

  #point(cursor: Spot | null): void {
    this.#cursor = cursor;
    const [left, right, low, high] = this.#box;
    codeSpot.value = cursor && [left + cursor[0] * (right - left), low + cursor[1] * (high - low)];
    this.repaint();
  }

  readonly #move = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const clip = (value: number): number => Math.max(0, Math.min(1, value));
    this.#point([clip((event.clientX - box.left) / box.width), clip(1 - (event.clientY - box.top) / box.height)]);
  };

  readonly #leave = (): void => this.#point(null);

  readonly #choose = (): void => {
    const row = this.#nearest();
    if (row >= 0) setTrace(null, row);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const steps: Record<string, Spot> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const step = steps[event.key];
    if (event.key === 'Enter') this.#choose();
    else if (step) {
      const [x, y] = this.#cursor ?? [0.5, 0.5];
      const go = (value: number, by: number): number => Math.max(0, Math.min(1, value + by / cursorSteps));
      this.#point([go(x, step[0]), go(y, step[1])]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('gb-rebuilt', GlassboxRebuilt);
