/** The small pictures of layers over time: a histogram for each moment beside the present one, and the ratio of update to weight. */
import { css, type PropertyDeclarations } from 'lit';
import { tokens } from '../views/theme';
import { binsOf, type LayersReport, ratiosOf, sizesOf } from './layers-gather';
import { type Quantity, quantities } from './layers-words';
import { SmallCanvas } from './small-canvas';

const present = 44;
const gap = 4;
/** A share that is drawn at full strength. */
const fullShare = 0.25;
/** This share of the numbers may lie beyond either end of a scale of magnitudes. */
const outermost = 0.01;
const binsOfDecade = 4;
/** Powers of ten between which ratios are drawn. */
export const ratioRange = [-6, 0] as const;

const plain = css`
  :host { display: block; position: relative; height: 56px; aspect-ratio: auto; }
`;

/** Bins from `low` to below `high`. */
export interface BinRange {
  low: number;
  high: number;
}

export const bySize = (quantity: Quantity): boolean => quantities.indexOf(quantity) >= 2;

/** What the scale of activations or weights shows: both signs, or the one that occurs. */
export function linearRange(of: LayersReport, layer: number, quantity: Quantity): BinRange {
  const half = of.bins / 2;
  const seen = [false, false];
  for (let look = 0; look < of.steps.length; look++)
    binsOf(of, look, layer, quantity).forEach((share, bin) => {
      if (share > 0) seen[bin < half ? 0 : 1] = true;
    });
  if (seen[0] === seen[1]) return { low: 0, high: of.bins };
  return seen[1] ? { low: half, high: of.bins } : { low: 0, high: half };
}

/** Whole decades that hold the magnitudes of all layers, but for the outermost hundredth on either side. */
export function magnitudeRange(of: LayersReport, quantity: Quantity): BinRange {
  let low = of.bins;
  let high = 0;
  for (let layer = 0; layer < of.layers.length; layer++) {
    const sums = new Float64Array(of.bins);
    for (let look = 0; look < of.steps.length; look++)
      binsOf(of, look, layer, quantity).forEach((share, bin) => {
        if (share > 0) sums[bin] = (sums[bin] ?? 0) + share;
      });
    const all = sums.reduce((sum, share) => sum + share, 0);
    let below = 0;
    sums.forEach((share, bin) => {
      if (below + share > outermost * all) low = Math.min(low, bin);
      if (share > 0 && below < (1 - outermost) * all) high = Math.max(high, bin + 1);
      below += share;
    });
  }
  if (high === 0) return { low: 6 * binsOfDecade, high: 12 * binsOfDecade };
  low = Math.floor(low / binsOfDecade) * binsOfDecade;
  return { low, high: Math.max(Math.ceil(high / binsOfDecade) * binsOfDecade, low + 3 * binsOfDecade) };
}

/** Where a number stands among the bins. */
function placeOf(of: LayersReport, layer: number, quantity: Quantity, value: number): number {
  if (bySize(quantity)) return binsOfDecade * Math.log10(value / of.leastMagnitude);
  const limit = of.layers[layer]?.limits[quantity === 'weights' ? 1 : 0] ?? 1;
  return (of.bins / 2) * (1 + value / limit);
}

/** The numbers of one kind of one layer: over time, then now. */
export class LayerStrip extends SmallCanvas {
  static override properties: PropertyDeclarations = {
    of: { attribute: false },
    layer: { attribute: false },
    quantity: { attribute: false },
    range: { attribute: false },
  };
  declare of: LayersReport;
  declare layer: number;
  declare quantity: Quantity;
  declare range: BinRange;

  static override styles = [...SmallCanvas.styles, plain];

  get #hue(): string {
    return getComputedStyle(this)
      .getPropertyValue(bySize(this.quantity) ? '--backward' : '--forward')
      .trim();
  }

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const colours = tokens();
    const history = width - present - gap;
    context.fillStyle = colours.sunken;
    context.fillRect(0, 0, history, height);
    context.fillRect(width - present, 0, present, height);
    this.#paintPast();
    context.imageSmoothingEnabled = false;
    this.#drawPast(context, history, height);
    this.#paintPresent(context, width, height);
    this.#paintSizes(context, history, height);
  }

  /** A column a look, the largest numbers at the top. */
  #paintPast(): void {
    const { low, high } = this.range;
    const looks = this.of.steps.length;
    const pixels = this.raster.resize(looks, high - low);
    const hex = Number.parseInt(this.#hue.slice(1), 16);
    const hue = ((hex & 255) << 16) | (hex & 0xff00) | (hex >> 16);
    for (let look = 0; look < looks; look++) {
      const shares = binsOf(this.of, look, this.layer, this.quantity);
      for (let bin = low; bin < high; bin++) {
        const strength = Math.min(1, Math.sqrt((shares[bin] || 0) / fullShare));
        pixels[(high - 1 - bin) * looks + look] = (Math.round(255 * strength) << 24) | hue;
      }
    }
    this.raster.commit();
  }

  /** Columns by their steps; where the past is not known yet, none. */
  #drawPast(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { steps } = this.of;
    const rows = this.range.high - this.range.low;
    const [known, column] = columns(steps, width);
    if (steps.length > 1) context.drawImage(this.raster.canvas, 0, 0, steps.length - 1, rows, 0, 0, known, height);
    context.drawImage(this.raster.canvas, steps.length - 1, 0, 1, rows, width - column, 0, column, height);
  }

  #paintPresent(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { low, high } = this.range;
    const shares = binsOf(this.of, this.of.steps.length - 1, this.layer, this.quantity).subarray(low, high);
    const largest = shares.reduce((most, share) => Math.max(most, share || 0), 0);
    const step = height / (high - low);
    context.fillStyle = this.#hue;
    shares.forEach((share, bin) => {
      if (share > 0) context.fillRect(width - present, height - (bin + 1) * step, (share / largest) * present, Math.max(0.75, step));
    });
  }

  #paintSizes(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { low, high } = this.range;
    const sizes = sizesOf(this.of, this.layer, this.quantity);
    const y = (size: number) => (1 - (placeOf(this.of, this.layer, this.quantity, size) - low) / (high - low)) * height;
    context.strokeStyle = tokens().ink;
    strokeLooks(
      context,
      width,
      this.of.steps,
      sizes.map((size) => (size > 0 ? y(size) : Number.NaN)),
    );
  }
}

/** The looks' stride: of all but the last. */
const strideOf = (steps: readonly number[]) => (steps[1] ?? 1) - (steps[0] ?? 0);

/** How wide all columns but the last are together, and one of them. */
function columns(steps: readonly number[], width: number): [number, number] {
  if (steps.length === 1) return [0, width];
  const stride = strideOf(steps);
  const column = (width * stride) / ((steps.at(-1) ?? 0) + stride);
  return [column * (steps.length - 1), column];
}

/** A line through the middles of the looks' columns. */
function strokeLooks(context: CanvasRenderingContext2D, width: number, steps: readonly number[], y: readonly number[]): void {
  const stride = strideOf(steps);
  const [, column] = columns(steps, width);
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.beginPath();
  let last = Number.NaN;
  y.forEach((value, look) => {
    if (Number.isNaN(value)) return;
    const step = steps[look] ?? 0;
    const x = (step / stride + 0.5) * column;
    if (step - last <= stride) context.lineTo(x, value);
    else context.moveTo(x, value);
    last = step;
  });
  context.stroke();
}

/** Update over weight, by powers of ten, with the rule of thumb. */
export class LayerRatio extends SmallCanvas {
  static override properties: PropertyDeclarations = { of: { attribute: false }, layer: { attribute: false } };
  declare of: LayersReport;
  declare layer: number;

  static override styles = [...SmallCanvas.styles, plain];

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const colours = tokens();
    const [low, high] = ratioRange;
    const y = (ratio: number) => (1 - (Math.max(low, Math.min(high, Math.log10(ratio))) - low) / (high - low)) * height;
    context.fillStyle = colours.sunken;
    context.fillRect(0, 0, width, height);
    context.strokeStyle = colours.edge;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(0, y(1e-3));
    context.lineTo(width, y(1e-3));
    context.stroke();
    context.setLineDash([]);
    context.strokeStyle = getComputedStyle(this).getPropertyValue('--backward').trim();
    context.fillStyle = context.strokeStyle;
    const heights = ratiosOf(this.of, this.layer).map((ratio) => (ratio > 0 ? y(ratio) : Number.NaN));
    strokeLooks(context, width, this.of.steps, heights);
    const last = heights.at(-1) ?? Number.NaN;
    if (!Number.isNaN(last)) context.fillRect(width - 4, last - 2, 4, 4);
  }
}

customElements.define('gb-layer-strip', LayerStrip);
customElements.define('gb-layer-ratio', LayerRatio);
