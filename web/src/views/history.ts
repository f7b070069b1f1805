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

export interface Curve {
  stretches: Stretch[];
  last: number;
}

/** A measured curve of a part (0 train, 1 test, 2 blind); stretches without a measurement are left out. */
export function curveOf(history: Part | null, quantity: Quantity, part: number): Curve {
  const stretches: Stretch[] = [];
  const first = firstColumn[quantity] + 3 * part;
  const rows = history ? Math.floor(history.values.length / columns) : 0;
  for (let row = 0; row < rows && history; row++) {
    const value = (column: number): number => history.values[row * columns + column] ?? Number.NaN;
    if (Number.isNaN(value(first + 2))) continue;
    stretches.push({ epoch: value(1), low: value(first), high: value(first + 1), last: value(first + 2) });
  }
  return { stretches, last: stretches.at(-1)?.last ?? Number.NaN };
}

/** The stretch whose last epoch is nearest. */
export function stretchAt(curve: Curve, epoch: number): Stretch | null {
  let best: Stretch | null = null;
  for (const stretch of curve.stretches) {
    if (!best || Math.abs(stretch.epoch - epoch) < Math.abs(best.epoch - epoch)) best = stretch;
  }
  return best;
}

/** Neighbouring stretches merged until each covers at least `epochs`: more would fall on the same pixels. */
export function thinned(stretches: readonly Stretch[], epochs: number): readonly Stretch[] {
  const merged: Stretch[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const stretch of stretches) {
    const open = merged.at(-1);
    if (open && stretch.epoch - from < epochs) {
      open.epoch = stretch.epoch;
      open.low = Math.min(open.low, stretch.low);
      open.high = Math.max(open.high, stretch.high);
      open.last = stretch.last;
    } else {
      merged.push({ ...stretch });
      from = stretch.epoch;
    }
  }
  return merged;
}
