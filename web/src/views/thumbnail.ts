/** <gb-thumbnail>: a gallery card's picture, drawn from a result stored with the build: network at the left, answer at the right. */
import { html, type TemplateResult } from 'lit';
import { fillPixels, Raster } from './canvas';
import { classColour, divergingIndex, divergingTable } from './colormaps';
import { shared } from './styles';
import { type Tokens, themeVersion, tokens } from './theme';
import { ViewElement } from './view-element';

/** What `thumbnails.json` holds for one card, made by a script that trains the card's experiment. */
export interface ThumbnailData {
  /** What stands at the right. */
  kind: 'plane' | 'line' | 'table' | 'image';
  /** Units of each column, the inputs first. */
  layers: readonly number[];
  /** Weights of each bundle between the units that are drawn, row-major; of images, those of the first units, whole. */
  weights?: readonly (readonly number[])[];
  /** Base64 of bytes, row by row from high y: 0 is −1, 128 is paper, 255 is +1. Square. */
  map?: string;
  /** Points of the plane or line: x and y as shares from the lower left corner, and the class (or −1 for a plain point). */
  points?: readonly (readonly [number, number, number])[];
  /** The curve of a line, as shares of the height. */
  curve?: readonly number[];
  /** Pixels of an example image, 0 to 1, square. */
  image?: readonly number[];
  /** Answers, 0 to 1, one bar each. */
  bars?: readonly number[];
}

interface Frame {
  context: CanvasRenderingContext2D;
  colours: Tokens;
  left: number;
  top: number;
  width: number;
  height: number;
}

const maxDots = 8;
/** Share of the card that the network takes. */
const networkShare = 0.42;

export class GlassboxThumbnail extends ViewElement {
  static override properties = { data: { attribute: false } };
  static override styles = [shared];
  declare data: ThumbnailData | null | undefined;
  readonly #raster = new Raster();

  protected override watch(): void {
    themeVersion.value;
  }

  protected override follow(): void {}

  protected override refresh(): void {}

  override render(): TemplateResult {
    return html`<div class="view"><canvas aria-hidden="true"></canvas></div>`;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('canvas'), this.#paint);
    super.updated();
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const { data } = this;
    if (!data || !Array.isArray(data.layers)) return;
    const colours = tokens();
    const split = Math.round(width * networkShare);
    const frame = { context, colours, left: 0, top: 0, width: split, height };
    if (data.kind === 'image' && data.image) {
      this.#drawImage({ ...frame, left: 12, top: height / 2 - split * 0.38, width: split * 0.76, height: split * 0.76 }, data.image);
      this.#drawWeightImages({ ...frame, left: split, width: width * 0.32, height }, data);
    } else drawNetwork(frame, data);
    const answer = { ...frame, left: split, width: width - split };
    if (data.kind === 'image') drawBars({ ...answer, left: width * 0.78, width: width * 0.18 }, data.bars ?? []);
    else if (data.kind === 'plane' && data.map) this.#drawMap(answer, data.map);
    if (data.curve) drawCurve(answer, data.curve);
    if (data.kind === 'table' && data.bars) drawBars({ ...answer, left: split + 24, width: answer.width - 48 }, data.bars);
    drawPoints(answer, data.points ?? []);
  };

  #drawMap({ context, colours, left, top, width, height }: Frame, map: string): void {
    const bytes = Uint8Array.from(atob(map), (letter) => letter.charCodeAt(0));
    const side = Math.round(Math.sqrt(bytes.length));
    if (side * side !== bytes.length || side === 0) return;
    const pixels = this.#raster.resize(side, side);
    const table = divergingTable(colours.dark);
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[divergingIndex(((bytes[i] ?? 128) - 128) / 127)] as number;
    this.#raster.commit();
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#raster.canvas, left, top, width, height);
  }

  #drawImage({ context, colours, left, top, width, height }: Frame, image: readonly number[]): void {
    const side = Math.round(Math.sqrt(image.length));
    fillPixels(this.#raster, side, side, image, 1, colours.dark);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#raster.canvas, left, top, width, height);
  }

  /** The first hidden units' weights as small images, two across. */
  #drawWeightImages({ context, colours, left, top, width, height }: Frame, data: ThumbnailData): void {
    const weights = data.weights?.[0] ?? [];
    const inputs = weights.length / Math.min(maxDots, data.layers[1] ?? 1);
    const side = Math.round(Math.sqrt(inputs));
    const units = Math.min(6, data.layers[1] ?? 0);
    if (side * side !== inputs || weights.length < units * inputs) return;
    const across = units > 4 ? 2 : 1;
    const rows = Math.ceil(units / across);
    const tile = Math.min((height - 24) / rows - 4, width / across - 6);
    const limit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) * 0.7;
    const table = divergingTable(colours.dark);
    context.imageSmoothingEnabled = false;
    for (let unit = 0; unit < units; unit++) {
      const pixels = this.#raster.resize(side, side);
      for (let i = 0; i < inputs; i++) pixels[i] = table[divergingIndex((weights[unit * inputs + i] ?? 0) / limit)] as number;
      this.#raster.commit();
      const x = left + (width - across * (tile + 4)) / 2 + (unit % across) * (tile + 4);
      const y = top + (height - rows * (tile + 4)) / 2 + Math.floor(unit / across) * (tile + 4);
      context.drawImage(this.#raster.canvas, Math.round(x), Math.round(y), Math.round(tile), Math.round(tile));
    }
  }
}

/** Columns of small squares joined by their weights; tall layers show their first units. */
function drawNetwork({ context, colours, left, top, width, height }: Frame, data: ThumbnailData): void {
  const shown = data.layers.map((units) => Math.min(units, maxDots));
  const most = Math.max(...shown, 1);
  const pitch = Math.min(22, (height - 24) / most);
  const dot = Math.min(8, pitch - 2);
  const x = (column: number): number => left + 16 + ((width - 32) * column) / Math.max(1, shown.length - 1);
  const y = (column: number, unit: number): number => top + height / 2 + (unit - ((shown[column] ?? 1) - 1) / 2) * pitch;
  data.weights?.forEach((weights, bundle) => {
    const inputs = shown[bundle] ?? 0;
    const limit = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9);
    for (let unit = 0; unit < (shown[bundle + 1] ?? 0); unit++) {
      for (let input = 0; input < (shown[bundle] ?? 0); input++) {
        const weight = weights[unit * inputs + input] ?? 0;
        context.strokeStyle = weight < 0 ? colours.negative : colours.positive;
        context.globalAlpha = 0.25 + (0.6 * Math.abs(weight)) / limit;
        context.lineWidth = 0.4 + (2.2 * Math.abs(weight)) / limit;
        context.beginPath();
        context.moveTo(x(bundle), y(bundle, input));
        context.lineTo(x(bundle + 1), y(bundle + 1, unit));
        context.stroke();
      }
    }
  });
  context.globalAlpha = 1;
  context.fillStyle = colours.surface;
  context.strokeStyle = colours['ink-2'];
  context.lineWidth = 1.25;
  shown.forEach((units, column) => {
    for (let unit = 0; unit < units; unit++) {
      context.beginPath();
      context.roundRect(x(column) - dot / 2, y(column, unit) - dot / 2, dot, dot, 2);
      context.fill();
      context.stroke();
    }
  });
}

function drawPoints({ context, colours, left, top, width, height }: Frame, points: NonNullable<ThumbnailData['points']>): void {
  const radius = points.length > 12 ? 1.6 : 4;
  for (const [x, y, label] of points) {
    const colour = colours.marks[label as 0 | 1 | 2] ?? classColour(label, colours.dark);
    context.beginPath();
    context.arc(left + x * width, top + (1 - y) * height, radius, 0, 2 * Math.PI);
    context.strokeStyle = colours.paper;
    context.lineWidth = 2;
    context.stroke();
    context.fillStyle = label === 0 ? colours.paper : colour;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = radius > 2 ? 1.5 : 0.9;
    context.stroke();
  }
}

function drawCurve({ context, colours, left, top, width, height }: Frame, curve: readonly number[]): void {
  context.beginPath();
  curve.forEach((value, i) => {
    context.lineTo(left + (width * (i + 0.5)) / curve.length, top + (1 - value) * height);
  });
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.75;
  context.stroke();
}

function drawBars({ context, colours, left, top, width, height }: Frame, bars: readonly number[]): void {
  const pitch = Math.min(16, (height - 16) / Math.max(1, bars.length));
  const most = Math.max(...bars, 0);
  bars.forEach((share, i) => {
    const y = top + height / 2 + (i - bars.length / 2) * pitch + pitch / 4;
    context.fillStyle = colours.line;
    context.fillRect(left, y, width, pitch / 2);
    context.fillStyle = share === most ? colours.ink : colours.edge;
    context.fillRect(left, y, Math.max(1, width * Math.max(0, Math.min(1, share))), pitch / 2);
  });
}

customElements.define('gb-thumbnail', GlassboxThumbnail);
