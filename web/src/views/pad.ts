/** <gb-pad>: the input layer of an image network. A digit is drawn, or a test image taken; below stands what the network sees. */
import { css, html } from 'lit';
import { setTrace } from '../state/actions';
import { onNextFrame } from '../state/frames';
import { facts, rows, trace } from '../state/store';
import { fillPixels, Raster } from './canvas';
import { bitmapOf, blockCounts } from './digit';
import { setText } from './dom';
import { shared } from './styles';
import { tokens } from './theme';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.pad;
const gridCells = 32;
/** Part codes of the rows: 1 is test. */
const testPart = 1;

interface Point {
  x: number;
  y: number;
}

export class GlassboxPad extends ViewElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .title {
        font-weight: 600;
        height: 20px;
        white-space: nowrap;
      }
      .pad,
      .sees {
        position: relative;
        width: 100%;
        aspect-ratio: 1;
      }
      .pad {
        border: 1px solid var(--edge);
        border-radius: 4px;
        background: var(--surface);
        overflow: hidden;
        cursor: crosshair;
        touch-action: none;
      }
      .empty {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        color: var(--ink-3);
        pointer-events: none;
      }
      .buttons {
        display: flex;
        gap: 4px;
        margin: 8px 0 24px;
        height: 28px;
      }
      .buttons button {
        flex: 1 1 auto;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--surface);
        color: var(--ink-2);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .short,
      .sign {
        display: none;
      }
      :host {
        container-type: inline-size;
      }
      @container (max-width: 150px) {
        .title,
        .long {
          display: none;
        }
        .short {
          display: inline;
        }
        .buttons {
          margin: 6px 0 14px;
        }
        .sees {
          width: 55%;
          margin: 0 auto;
        }
      }
      @container (max-width: 90px) {
        .word,
        .short {
          display: none;
        }
        .sign {
          display: inline;
        }
      }
      .buttons button:hover {
        background: var(--sunken);
      }
    `,
  ];

  #strokes: Point[][] = [];
  #pen: Point = { x: 0.5, y: 0.5 };
  #penDown = false;
  #cursor = false;
  readonly #raster = new Raster();

  protected override watch(): void {}

  protected override follow(): void {}

  protected override attend(): void {
    if (trace.value.values === null) this.#strokes = [];
    rows.value;
    facts.value;
  }

  protected override refresh(): void {
    setText(this.renderRoot.querySelector('.empty'), this.#strokes.length > 0 || this.#values() ? '' : words.empty);
  }

  override render() {
    return html`
      <div class="title">${words.title}</div>
      <div
        class="pad"
        role="application"
        tabindex="0"
        aria-label=${words.label}
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
        @keydown=${this.#key}
        @blur=${this.#blur}
      >
        <canvas data-pad></canvas>
        <span class="empty">${words.empty}</span>
      </div>
      <div class="buttons">
        <button type="button" aria-label=${words.clear} title=${words.clear} @click=${this.#clear}>
          <span class="word">${words.clear}</span><span class="sign">×</span>
        </button>
        <button type="button" aria-label=${words.example} title=${words.example} @click=${this.#example}>
          <span class="long">${words.example}</span><span class="short">${words.exampleShort}</span><span class="sign">→</span>
        </button>
      </div>
      <div class="title">${words.sees}</div>
      <div class="sees" role="img" aria-label=${words.sees}><canvas></canvas></div>
      <span class="hidden" role="status"></span>
    `;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('.pad canvas'), this.#paintPad);
    this.paintOn(this.renderRoot.querySelector('.sees canvas'), this.#paintSees);
    super.updated();
  }

  /** The pixels of the traced image: drawn, or those of a row. */
  #values(): readonly number[] | null {
    const { values, row } = trace.value;
    if (values) return values;
    const count = facts.value?.rows ?? 0;
    const columns = facts.value?.columns ?? 0;
    if (row === null || rows.value.length < count * columns) return null;
    return Array.from({ length: columns }, (_, column) => rows.value[column * count + row] ?? 0);
  }

  readonly #paintPad = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const colours = tokens();
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    for (let i = 1; i < 4; i++) {
      const x = Math.round((width * i) / 4) + 0.5;
      const y = Math.round((height * i) / 4) + 0.5;
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.moveTo(0, y);
      context.lineTo(width, y);
    }
    context.stroke();
    if (trace.value.row !== null && this.#strokes.length === 0) {
      context.imageSmoothingEnabled = true;
      if (this.#fill()) context.drawImage(this.#raster.canvas, 0, 0, width, height);
    }
    context.strokeStyle = colours.ink;
    context.lineWidth = width * 0.085;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const point of stroke) context.lineTo(point.x * width, point.y * height);
      const first = stroke[0];
      if (stroke.length === 1 && first) context.lineTo(first.x * width + 0.01, first.y * height);
      context.stroke();
    }
    if (this.#cursor) {
      context.lineWidth = 2;
      context.strokeStyle = colours['ink-3'];
      context.beginPath();
      context.arc(this.#pen.x * width, this.#pen.y * height, this.#penDown ? 4 : 7, 0, 2 * Math.PI);
      context.stroke();
    }
  };

  readonly #paintSees = (context: CanvasRenderingContext2D, width: number, height: number, ratio: number): void => {
    const side = facts.value?.imageWidth ?? 8;
    const colours = tokens();
    if (this.#fill()) {
      const cell = Math.floor((width * ratio) / side);
      const size = (cell * side) / ratio;
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#raster.canvas, 0, 0, size, size);
      context.fillStyle = colours.ground;
      for (let i = 1; i < side; i++) {
        context.fillRect((i * cell) / ratio, 0, 1, size);
        context.fillRect(0, (i * cell) / ratio, size, 1);
      }
      return;
    }
    context.strokeStyle = colours.line;
    context.strokeRect(0.5, 0.5, width - 1, height - 1);
  };

  #fill(): boolean {
    const values = this.#values();
    const side = facts.value?.imageWidth ?? 0;
    if (!values || side === 0) return false;
    fillPixels(this.#raster, side, values.length / side, values, (gridCells / side) ** 2, tokens().dark);
    return true;
  }

  #send(): void {
    const side = facts.value?.imageWidth ?? 8;
    if (this.#strokes.length === 0) setTrace(null, null);
    else setTrace(blockCounts(bitmapOf(this.#strokes), side), null);
  }

  #at(event: PointerEvent): Point {
    const pad = event.currentTarget as HTMLElement;
    return { x: event.offsetX / pad.clientWidth, y: event.offsetY / pad.clientHeight };
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#cursor = false;
    this.#strokes.push([this.#at(event)]);
    this.#penDown = true;
    this.#send();
  }

  #move(event: PointerEvent): void {
    if (!this.#penDown || this.#cursor) return;
    const stroke = this.#strokes.at(-1);
    const pad = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) {
      stroke?.push({ x: (each.clientX - pad.left) / pad.width, y: (each.clientY - pad.top) / pad.height });
    }
    onNextFrame(this.#sendLater);
  }

  readonly #sendLater = (): void => this.#send();

  #up(): void {
    if (!this.#cursor) this.#penDown = false;
  }

  #key(event: KeyboardEvent): void {
    const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step) this.#movePen(step);
    else if (event.key === ' ') this.#togglePen();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#cursor = true;
    const cell = (value: number): number => Math.round(value * gridCells);
    setText(this.renderRoot.querySelector('[role=status]'), words.pen(cell(this.#pen.x), cell(this.#pen.y), this.#penDown));
    this.repaint();
  }

  #movePen([dx, dy]: [number, number]): void {
    const move = (value: number, by: number): number => Math.max(0.04, Math.min(0.96, value + by / gridCells));
    this.#pen = { x: move(this.#pen.x, dx), y: move(this.#pen.y, dy) };
    if (!this.#penDown) return;
    this.#strokes.at(-1)?.push(this.#pen);
    this.#send();
  }

  #togglePen(): void {
    this.#penDown = !this.#penDown;
    if (!this.#penDown) return;
    this.#strokes.push([this.#pen]);
    this.#send();
  }

  #blur(): void {
    if (!this.#cursor) return;
    this.#cursor = false;
    this.#penDown = false;
    this.repaint();
  }

  #clear(): void {
    this.#strokes = [];
    this.#penDown = false;
    this.#send();
  }

  #example(): void {
    const count = facts.value?.rows ?? 0;
    const columns = facts.value?.columns ?? 0;
    const parts = rows.value.subarray((columns + 1) * count, (columns + 2) * count);
    const candidates = Array.from(parts.keys()).filter((row) => parts[row] === testPart);
    const all = candidates.length > 0 ? candidates : Array.from(parts.keys());
    const row = all[Math.floor(Math.random() * all.length)];
    this.#strokes = [];
    this.#penDown = false;
    if (row !== undefined) setTrace(null, row);
  }
}

customElements.define('gb-pad', GlassboxPad);
