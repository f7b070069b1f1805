/** The history part of a snapshot: [stretches × 23] numbers, one stretch of epochs a row. Pure. */
import type { Part } from './snapshots';

const columns = 23;
const firstColumn = { loss: 2, score: 11, running: 20 } as const;

export type Quantity = 'loss' | 'score';

export interface Stretch {
  epoch: number;
  low: number;
  high: number;
  last: number;
}

type Visit = (epoch: number, low: number, high: number, last: number) => void;

/** A measured curve. It reads the numbers where they lie: charts look at thousands of them several times a second. */
export class Curve {
  readonly #values: ArrayLike<number>;
  readonly #first: number;
  /** The rows with a measurement. */
  readonly #rows: Uint32Array;

  constructor(values: ArrayLike<number>, first: number, rows: Uint32Array) {
    this.#values = values;
    this.#first = first;
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** From 0; below, from the end. */
  at(index: number): Stretch | null {
    const row = this.#rows.at(index);
    if (row === undefined) return null;
    const value = (column: number): number => this.#values[row * columns + column] as number;
    return { epoch: value(1), low: value(this.#first), high: value(this.#first + 1), last: value(this.#first + 2) };
  }

  *stretches(): Iterable<Stretch> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as Stretch;
  }

  /** The last value; not a number where nothing was measured. */
  get last(): number {
    return this.at(-1)?.last ?? Number.NaN;
  }

  /** The stretch whose last epoch is nearest. */
  nearest(epoch: number): Stretch | null {
    let best = 0;
    const distance = (index: number): number => Math.abs((this.#values[(this.#rows[index] as number) * columns + 1] as number) - epoch);
    for (let index = 1; index < this.length; index++) if (distance(index) < distance(best)) best = index;
    return this.at(best);
  }

  /** Neighbouring stretches merged until each covers at least `epochs`: more would fall on the same pixels. */
  visit(epochs: number, each: Visit): void {
    let from = Number.NEGATIVE_INFINITY;
    let [epoch, low, high, last] = [Number.NaN, 0, 0, 0];
    for (const row of this.#rows) {
      const start = row * columns;
      const value = start + this.#first;
      const next = this.#values[start + 1] as number;
      const merges = next - from < epochs;
      if (!merges) {
        if (!Number.isNaN(epoch)) each(epoch, low, high, last);
        from = next;
      }
      low = merges ? Math.min(low, this.#values[value] as number) : (this.#values[value] as number);
      high = merges ? Math.max(high, this.#values[value + 1] as number) : (this.#values[value + 1] as number);
      epoch = next;
      last = this.#values[value + 2] as number;
    }
    if (!Number.isNaN(epoch)) each(epoch, low, high, last);
  }
}

/** A curve of a part (0 train, 1 test, 2 blind); stretches without a measurement are left out. */
export function curveOf(history: Part | null, quantity: Quantity, part: number): Curve {
  const values = history?.values ?? [];
  const first = firstColumn[quantity] + 3 * part;
  const rows = new Uint32Array(Math.floor(values.length / columns));
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (!Number.isNaN(values[row * columns + first + 2])) rows[count++] = row;
  return new Curve(values, first, rows.subarray(0, count));
}
