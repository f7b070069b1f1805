/** Weights as curves, or as one ribbon a bundle where there are too many. */
import { type Anchor, arrives, type ColumnLayout, curveY, leaves, strokeWidth } from './layout';
import type { Column } from './model';
import { type Picture, winner } from './picture';
import { part, type Values } from './snapshots';

const bins = 33;
const maxSingleUnits = 16;
const maxHighlighted = 512;
/** The arc of a skip: how far it reaches and how high it rises, in pixels. */
const skipHandle = 48;
const skipRise = 44;

export interface EdgeAddress {
  layer: number;
  unit: number;
  input: number;
}

interface Bundle {
  from: ColumnLayout;
  to: ColumnLayout;
  source: Column;
  target: Column;
  ribbon: boolean;
}

/** The bundles between neighbouring columns that can be seen. */
export function bundles(picture: Pick<Picture, 'layout' | 'model'>): Bundle[] {
  const { columns } = picture.model;
  return columns.slice(1).flatMap((target, index) => {
    const source = columns[index];
    const from = picture.layout.columns[index];
    const to = picture.layout.columns[index + 1];
    if (!source || !from || !to) return [];
    const many = from.grid || to.grid || source.units > maxSingleUnits || target.units > maxSingleUnits || source.plane !== null;
    const ribbon = target.dense >= 0 ? many : target.fanIn > 1 || source.units !== target.units;
    return [{ from, to, source, target, ribbon }];
  });
}

function addCurve(path: Path2D, from: Anchor, to: Anchor): void {
  const middle = (from.x + to.x) / 2;
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
}

/** Collects curves by sign and width, so that a bundle costs a few strokes however many weights it has. */
class Strokes {
  readonly #paths: (Path2D | undefined)[] = new Array(2 * bins);

  add(from: Anchor, to: Anchor, weight: number): void {
    if (!Number.isFinite(weight)) return;
    const bin = Math.round(strokeWidth(weight) * 4) + (weight < 0 ? 0 : bins);
    let path = this.#paths[bin];
    if (!path) {
      path = new Path2D();
      this.#paths[bin] = path;
    }
    addCurve(path, from, to);
  }

  draw(context: CanvasRenderingContext2D, { tokens }: Picture): void {
    for (let width = 1; width < bins; width++) {
      for (const [path, colour, negative] of [
        [this.#paths[width], tokens.negative, true],
        [this.#paths[width + bins], tokens.positive, false],
      ] as const) {
        if (!path) continue;
        context.globalAlpha = 0.22 + 0.6 * Math.min(1, width / 14);
        context.strokeStyle = colour;
        context.lineWidth = width / 4;
        context.setLineDash(negative && tokens.patterns ? [6, 4] : []);
        context.stroke(path);
      }
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }
}

function drawRibbon(context: CanvasRenderingContext2D, { from, to }: Bundle, { tokens }: Picture): void {
  const inset = Math.min(8, (to.left - from.right) / 6);
  const left = (from.kind === 'pad' ? from.centre + from.seen / 2 : from.right) + inset;
  const right = to.left - inset;
  const top = from.kind === 'pad' ? from.bottom - from.seen : from.top;
  const middle = (left + right) / 2;
  const toBottom = to.bottom - (to.kind === 'bars' ? 0 : 8);
  context.beginPath();
  context.moveTo(left, top);
  context.bezierCurveTo(middle, top, middle, to.top, right, to.top);
  context.lineTo(right, toBottom);
  context.bezierCurveTo(middle, toBottom, middle, from.bottom, left, from.bottom);
  context.closePath();
  context.fillStyle = tokens.dark ? tokens.surface : tokens.sunken;
  context.fill();
}

/** The paths into the winning output, each as wide as what it carries of the traced example. */
function addWinner(strokes: Strokes, bundle: Bundle, weights: Values, picture: Picture): void {
  const best = winner(picture);
  const carried = part(picture.snapshot, bundle.source.layer, 'activation')?.values;
  if (best < 0 || !carried || bundle.source.plane) return;
  const to = arrives(bundle.to, best);
  for (let input = 0; input < bundle.source.units; input++) {
    const value = (carried[input] ?? 0) * (weights[best * bundle.source.units + input] ?? 0);
    if (Math.abs(value) > 0.05) strokes.add(leaves(bundle.from, input), to, value);
  }
}

function addSelected(strokes: Strokes, bundle: Bundle, weights: Values, picture: Picture): boolean {
  const { selection } = picture;
  if (!selection || selection.kind === 'edge' || bundle.source.plane) return false;
  const inputs = bundle.source.units;
  if (selection.layer === bundle.target.layer && bundle.source.kind !== 'pad' && inputs <= maxHighlighted) {
    const to = arrives(bundle.to, selection.unit);
    for (let i = 0; i < inputs; i++) strokes.add(leaves(bundle.from, i), to, weights[selection.unit * inputs + i] ?? 0);
    return true;
  }
  if (selection.layer === bundle.source.layer && bundle.source.kind !== 'pad' && bundle.target.units <= maxHighlighted) {
    const from = leaves(bundle.from, selection.unit);
    for (let o = 0; o < bundle.target.units; o++) strokes.add(from, arrives(bundle.to, o), weights[o * inputs + selection.unit] ?? 0);
    return true;
  }
  return false;
}

function addAll(strokes: Strokes, bundle: Bundle, weights: Values): void {
  const inputs = bundle.source.units;
  const from = Array.from({ length: inputs }, (_, input) => leaves(bundle.from, input));
  for (let unit = 0; unit < bundle.target.units; unit++) {
    const to = arrives(bundle.to, unit);
    for (let input = 0; input < inputs; input++) strokes.add(from[input] as Anchor, to, weights[unit * inputs + input] ?? 0);
  }
}

/** Layers without weights hand their units on one by one. */
function drawIdentity(context: CanvasRenderingContext2D, bundle: Bundle, { tokens }: Picture): void {
  const path = new Path2D();
  for (let unit = 0; unit < Math.min(bundle.source.units, bundle.target.units); unit++) {
    addCurve(path, leaves(bundle.from, unit), arrives(bundle.to, unit));
  }
  context.strokeStyle = tokens.edge;
  context.lineWidth = 1;
  context.stroke(path);
}

/** What a residual add takes in besides its neighbour: dashed, behind the columns between. */
function drawSkip(context: CanvasRenderingContext2D, bundle: Bundle, { layout, tokens }: Picture): void {
  const from = layout.columns[bundle.target.skip];
  if (!from) return;
  const path = new Path2D();
  for (let unit = 0; unit < bundle.target.units; unit++) {
    const start = leaves(from, unit);
    const end = arrives(bundle.to, unit);
    path.moveTo(start.x, start.y);
    path.bezierCurveTo(start.x + skipHandle, start.y - skipRise, end.x - skipHandle, end.y - skipRise, end.x, end.y);
  }
  context.setLineDash([3, 3]);
  context.strokeStyle = tokens.edge;
  context.lineWidth = 1;
  context.stroke(path);
  context.setLineDash([]);
}

function drawSelectedEdge(context: CanvasRenderingContext2D, bundle: Bundle, weights: Values, picture: Picture): void {
  const { selection, tokens } = picture;
  if (selection?.kind !== 'edge' || selection.layer !== bundle.target.layer || bundle.source.kind === 'pad') return;
  const weight = weights[selection.unit * bundle.source.units + selection.input] ?? 0;
  const path = new Path2D();
  addCurve(path, leaves(bundle.from, selection.input), arrives(bundle.to, selection.unit));
  const width = Math.max(1.5, strokeWidth(weight));
  context.strokeStyle = tokens.ink;
  context.lineWidth = width + 3;
  context.stroke(path);
  context.strokeStyle = weight < 0 ? tokens.negative : tokens.positive;
  context.lineWidth = width;
  context.stroke(path);
}

export function drawEdges(context: CanvasRenderingContext2D, picture: Picture): void {
  for (const bundle of bundles(picture)) {
    if (bundle.target.dense < 0) {
      if (bundle.ribbon) drawRibbon(context, bundle, picture);
      else drawIdentity(context, bundle, picture);
      drawSkip(context, bundle, picture);
      continue;
    }
    if (bundle.ribbon) drawRibbon(context, bundle, picture);
    const weights = part(picture.snapshot, bundle.target.layer, 'W')?.values;
    if (!weights) continue;
    const strokes = new Strokes();
    if (!bundle.ribbon) addAll(strokes, bundle, weights);
    else if (!addSelected(strokes, bundle, weights, picture) && bundle.target.kind === 'bars') addWinner(strokes, bundle, weights, picture);
    strokes.draw(context, picture);
    drawSelectedEdge(context, bundle, weights, picture);
  }
}

/** The weight under a point of the stage: the nearest curve within 6 px, the bigger of equals. */
export function edgeAt(picture: Picture, x: number, y: number): EdgeAddress | null {
  let best: EdgeAddress | null = null;
  let bestDistance = 6;
  for (const bundle of bundles(picture)) {
    const weights = part(picture.snapshot, bundle.target.layer, 'W')?.values;
    if (bundle.ribbon || !weights || x < bundle.from.right || x > bundle.to.left) continue;
    for (let unit = 0; unit < bundle.target.units; unit++) {
      const to = arrives(bundle.to, unit);
      for (let input = 0; input < bundle.source.units; input++) {
        const away = Math.abs(curveY(leaves(bundle.from, input), to, x) - y);
        const distance = away - strokeWidth(weights[unit * bundle.source.units + input] ?? 0) / 2;
        if (distance < bestDistance) {
          bestDistance = distance;
          best = { layer: bundle.target.layer, unit, input };
        }
      }
    }
  }
  return best;
}

/** All weights drawn one by one, the biggest first: the order in which the keyboard walks through them. */
export function edgesBySize(picture: Picture): EdgeAddress[] {
  const found: (EdgeAddress & { size: number })[] = [];
  for (const bundle of bundles(picture)) {
    const weights = part(picture.snapshot, bundle.target.layer, 'W')?.values;
    if (!weights || bundle.ribbon) continue;
    for (let unit = 0; unit < bundle.target.units; unit++) {
      for (let input = 0; input < bundle.source.units; input++) {
        found.push({ layer: bundle.target.layer, unit, input, size: Math.abs(weights[unit * bundle.source.units + input] ?? 0) });
      }
    }
  }
  return found.sort((a, b) => b.size - a.size);
}
