/** The rows of the data set as points and marks. */
import type { Facts } from '../state/store';
import type { Part } from './snapshots';
import type { Tokens } from './theme';

/** The rows signal, taken apart: columns, then target, then part (0 train, 1 test, 2 blind). */
export interface Points {
  count: number;
  column(index: number): Float64Array;
  target: Float64Array;
  part: Float64Array;
}

export function pointsOf(rows: Float64Array, columns: number): Points {
  const count = Math.floor(rows.length / (columns + 2));
  const slice = (index: number): Float64Array => rows.subarray(index * count, (index + 1) * count);
  return { count, column: slice, target: slice(columns), part: slice(columns + 1) };
}

/** Rows answered wrongly, by the classes that the core takes the answers for. */
export function wrongRows(points: Points, answered: Part | null): number[] {
  if (answered?.values.length !== points.count) return [];
  const wrong: number[] = [];
  for (let row = 0; row < points.count; row++) {
    if (answered.values[row] !== points.target[row]) wrong.push(row);
  }
  return wrong;
}

/** What separates two classes at one output. */
export function classMiddle(facts: Facts | null): number {
  return facts?.threshold ?? 0.5;
}

/** Adds a point's mark to a path: train is round, test is square, blind is a diamond. */
export function addMark(path: Path2D, part: number, x: number, y: number, radius: number): void {
  if (part === 1) {
    const side = radius * 0.92;
    path.rect(x - side, y - side, 2 * side, 2 * side);
  } else if (part === 2) {
    const reach = radius * 1.3;
    path.moveTo(x, y - reach);
    path.lineTo(x + reach, y);
    path.lineTo(x, y + reach);
    path.lineTo(x - reach, y);
    path.closePath();
  } else {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

/** Classes that have a mark of their own; with more, a point's mark is the name of its class. */
const markedClasses = 3;

/** Hollow, solid, half filled: marks of up to three classes, one path a class, rebuilt only when points or sizes change. */
export class ClassMarks {
  #outlines: Path2D[] = [];
  #halves = new Path2D();
  #names: { text: string; x: number; y: number }[] = [];

  build(points: Points, x: (row: number) => number, y: (row: number) => number, radius: number, classes: readonly string[]): void {
    const named = classes.length > markedClasses;
    this.#outlines = Array.from({ length: named ? 1 : markedClasses }, () => new Path2D());
    this.#halves = new Path2D();
    this.#names = [];
    for (let row = 0; row < points.count; row++) {
      const label = points.target[row] ?? 0;
      const part = points.part[row] ?? 0;
      if (named) {
        this.#names.push({ text: (classes[label] ?? '').slice(0, 3), x: x(row), y: y(row) });
        if (part > 0) addMark(this.#outlines[0] as Path2D, part, x(row), y(row), radius * 2);
        continue;
      }
      const outline = this.#outlines[label];
      if (!outline) continue;
      addMark(outline, part, x(row), y(row), radius);
      if (label === 2) this.#halves.rect(x(row) - radius, y(row), 2 * radius, radius);
    }
  }

  draw(context: CanvasRenderingContext2D, tokens: Tokens): void {
    if (this.#names.length > 0) {
      this.#drawNames(context, tokens);
      return;
    }
    this.#outlines.forEach((outline, label) => {
      const colour = tokens.marks[label] as string;
      context.strokeStyle = tokens.paper;
      context.lineWidth = label === 1 ? 3 : 4.5;
      context.stroke(outline);
      context.fillStyle = label === 1 ? colour : tokens.paper;
      context.fill(outline);
      if (label === 1) return;
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.stroke(outline);
      if (label === 2) {
        context.fillStyle = colour;
        context.fill(this.#halves);
      }
    });
  }

  /** A test or blind point has its form around the name. */
  #drawNames(context: CanvasRenderingContext2D, tokens: Tokens): void {
    for (const [colour, width] of [
      [tokens.paper, 3],
      [tokens.ink, 1],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      for (const outline of this.#outlines) context.stroke(outline);
    }
    context.font = '600 10px Inter, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.strokeStyle = tokens.paper;
    context.fillStyle = tokens.ink;
    context.lineWidth = 3;
    context.lineJoin = 'round';
    for (const { text, x, y } of this.#names) {
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }
}

/** Above this many, rings are small and thin: they must not hide the map. */
const manyRings = 24;

/** Rings in ink around wrong answers, with paper inside and outside so that they show on any ground. */
export function drawRings(
  context: CanvasRenderingContext2D,
  rows: readonly number[],
  x: (row: number) => number,
  y: (row: number) => number,
  tokens: Tokens,
): void {
  const path = new Path2D();
  const few = rows.length <= manyRings;
  const radius = few ? 7 : 5.5;
  for (const row of rows) {
    path.moveTo(x(row) + radius, y(row));
    path.arc(x(row), y(row), radius, 0, 2 * Math.PI);
  }
  context.strokeStyle = tokens.paper;
  context.lineWidth = few ? 4 : 2.5;
  context.stroke(path);
  context.strokeStyle = tokens.ink;
  context.lineWidth = few ? 1.75 : 1;
  context.stroke(path);
}
