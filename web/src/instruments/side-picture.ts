/** <gb-side-picture>: one run's answer, small: a map, a curve, a table of confusions, answers against truth, or a rebuilt image. */
import type { Facts, Form, Snapshot } from '../state/store';
import { roundRange, shareOf } from '../views/axes';
import { fillPixels } from '../views/canvas';
import { sequentialIndex, sequentialTable, tableColour } from '../views/colormaps';
import { fillMap } from '../views/decision';
import { addMark, classMiddle, type Points, pointsOf } from '../views/points';
import { largest, niceLimit } from '../views/scales';
import { wholePart } from '../views/snapshots';
import { type Tokens, tokens } from '../views/theme';
import { shown, version } from './abreast';
import { SmallCanvas } from './small-canvas';

export interface Run {
  /** 0 is the page's. */
  index: number;
  snapshot: Snapshot | null;
  facts: Facts | null;
  form: Form | null;
  rows: Float64Array;
}

export type PictureKind = 'map' | 'curve' | 'confusion' | 'scatter' | 'image' | 'none';

export function kindOf(form: Form | null, facts: Facts | null): PictureKind {
  if (!form || !facts) return 'none';
  const { kind, target, rebuilds } = form.dataset;
  if (rebuilds) return facts.imageWidth > 0 ? 'image' : 'none';
  if (kind === 'plane') return 'map';
  if (kind === 'line') return 'curve';
  return target === 'classes' ? 'confusion' : 'scatter';
}

type Context = CanvasRenderingContext2D;

/** The range that curves and answers are drawn in: that of the targets, so that equal runs look equal. */
const rangeOf = ({ target }: Points): [number, number] =>
  roundRange(
    target.reduce((low, value) => Math.min(low, value), 0),
    target.reduce((high, value) => Math.max(high, value), 0),
  );

function drawPoints(context: Context, points: Points, { low, high }: Facts, width: number, height: number, colours: Tokens): void {
  const radius = points.count > 60 ? 1.25 : 2.5;
  const paths = colours.marks.map(() => new Path2D());
  for (let row = 0; row < points.count; row++) {
    const path = paths[points.target[row] ?? 0];
    const x = shareOf(points.column(0)[row] ?? 0, low[0] ?? 0, high[0] ?? 1) * width;
    const y = (1 - shareOf(points.column(1)[row] ?? 0, low[1] ?? 0, high[1] ?? 1)) * height;
    if (path) addMark(path, points.part[row] ?? 0, x, y, radius);
  }
  paths.forEach((path, label) => {
    context.fillStyle = colours.marks[label] as string;
    context.fill(path);
  });
}

function drawCurve(context: Context, { snapshot }: Run, points: Points, { low, high }: Facts, width: number, height: number): void {
  const colours = tokens();
  const [bottom, top] = rangeOf(points);
  const y = (value: number) => (1 - shareOf(value, bottom, top)) * height;
  const dots = new Path2D();
  for (let row = 0; row < points.count; row++) {
    const x = shareOf(points.column(0)[row] ?? 0, low[0] ?? 0, high[0] ?? 1) * width;
    addMark(dots, points.part[row] ?? 0, x, y(points.target[row] ?? 0), 1.5);
  }
  context.fillStyle = colours['ink-3'];
  context.fill(dots);
  const values = wholePart(snapshot, 'decision')?.values;
  if (!values) return;
  context.beginPath();
  for (let i = 0; i < values.length; i++) context.lineTo(((i + 0.5) / values.length) * width, y(values[i] as number));
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.stroke();
}

/** Rows are true classes, columns answers; each cell in ink by its share of the row. */
function drawConfusion(context: Context, { snapshot }: Run, part: number, width: number, height: number): void {
  const counts = wholePart(snapshot, 'confusion');
  const classes = counts?.shape[1] ?? 0;
  if (!counts || classes === 0) return;
  const colours = tokens();
  const table = sequentialTable(colours.dark);
  const side = Math.min(width, height) / classes;
  for (let row = 0; row < classes; row++) {
    const first = (part * classes + row) * classes;
    let all = 0;
    for (let column = 0; column < classes; column++) all += counts.values[first + column] ?? 0;
    for (let column = 0; column < classes; column++) {
      const share = (counts.values[first + column] ?? 0) / Math.max(1, all);
      context.fillStyle = tableColour(table, sequentialIndex(share));
      context.fillRect(column * side + 0.5, row * side + 0.5, side - 1, side - 1);
    }
  }
}

function drawScatter(context: Context, { snapshot }: Run, points: Points, width: number, height: number): void {
  const colours = tokens();
  const [low, high] = rangeOf(points);
  context.strokeStyle = colours.edge;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, height);
  context.lineTo(width, 0);
  context.stroke();
  const answers = wholePart(snapshot, 'prediction')?.values;
  if (!answers) return;
  const dots = new Path2D();
  for (let row = 0; row < points.count; row++) {
    const x = shareOf(points.target[row] ?? 0, low, high) * width;
    const y = Math.max(0, Math.min(1, 1 - shareOf(answers[row] ?? Number.NaN, low, high))) * height;
    if (!Number.isNaN(y)) addMark(dots, points.part[row] ?? 0, x, y, 1.75);
  }
  context.fillStyle = colours['ink-2'];
  context.fill(dots);
}

export class SidePicture extends SmallCanvas {
  static override properties = { source: { attribute: false } };
  /** Gives the run as it is at the moment of painting. */
  declare source: (() => Run) | undefined;

  protected override follow(): void {
    version.value;
    shown.value;
  }

  protected override paint(context: Context, width: number, height: number): void {
    const run = this.source?.();
    const colours = tokens();
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    if (!run?.facts || !run.form) return;
    const { facts } = run;
    const points = pointsOf(run.rows, facts.columns);
    const kind = kindOf(run.form, facts);
    if (kind === 'map') this.#paintMap(context, run, facts, points, width, height);
    else if (kind === 'curve') drawCurve(context, run, points, facts, width, height);
    else if (kind === 'confusion') drawConfusion(context, run, facts.parts.test > 0 ? 1 : 0, width, height);
    else if (kind === 'scatter') drawScatter(context, run, points, width, height);
    else if (kind === 'image') this.#paintImage(context, run, facts, width, height);
  }

  #paintMap(context: Context, { snapshot, form }: Run, facts: Facts, points: Points, width: number, height: number): void {
    const colours = tokens();
    const numbers = form?.dataset.target === 'number';
    const middle = numbers ? 0 : classMiddle(facts);
    const half = numbers ? niceLimit(largest(points.target)) : facts.layers.at(-1)?.low === 0 ? 0.5 : 1;
    const filled = fillMap(this.raster, snapshot, { dark: colours.dark, hard: false, middle, half });
    if (filled) context.drawImage(this.raster.canvas, 0, 0, width, height);
    if (!numbers) drawPoints(context, points, facts, width, height, colours);
  }

  #paintImage(context: Context, { snapshot }: Run, facts: Facts, width: number, height: number): void {
    const values = wholePart(snapshot, 'rebuilt')?.values;
    if (!values) return;
    fillPixels(this.raster, facts.imageWidth, values.length / facts.imageWidth, values, facts.high[0] ?? 1, tokens().dark);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.raster.canvas, 0, 0, width, height);
  }
}

customElements.define('gb-side-picture', SidePicture);
