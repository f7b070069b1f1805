/** The scales of the progress chart. They cover what was seen so far and grow by whole decades, halves or doublings, never back. Pure. */
import { ticks } from './axes';
import type { Quantity } from './history';
import { niceLimit } from './scales';

export interface Tick {
  value: number;
  label: 'value' | 'percent';
}

export interface ValueScale {
  /** Share of the height, 0 below to 1 above; values beyond the scale are drawn on its edge. */
  share(value: number): number;
  ticks: readonly number[];
}

const clip = (share: number): number => Math.max(0, Math.min(1, share));

/** The extremes seen in one run; a new run starts a new one. */
export class Extent {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  /** The smallest value above zero: what a log scale has to reach. */
  least = Number.POSITIVE_INFINITY;

  include(value: number): void {
    if (!Number.isFinite(value)) return;
    this.low = Math.min(this.low, value);
    this.high = Math.max(this.high, value);
    if (value > 0) this.least = Math.min(this.least, value);
  }
}

function logScale(low: number, high: number): ValueScale {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.ceil((last - first) / 5);
  const count = Math.floor((last - first) / every) + 1;
  return {
    share: (value) => (value > 0 ? clip((Math.log10(value) - first) / (last - first)) : 0),
    ticks: Array.from({ length: count }, (_, i) => Number(`1e${last - i * every}`)),
  };
}

function linearScale(low: number, high: number): ValueScale {
  return { share: (value) => clip((value - low) / (high - low)), ticks: ticks(low, high, 4) };
}

/** Accuracy on a log scale counts the distance from 100 %; the top is one decade below the smallest distance that can be told. */
function distanceScale(decades: number): ValueScale {
  const share = (value: number): number => clip(-Math.log10(Math.max(1 - value, 1e-12)) / decades);
  return { share, ticks: [0, ...Array.from({ length: Math.floor(decades) }, (_, i) => 1 - 10 ** -(i + 1))] };
}

export function valueScale(quantity: Quantity, log: boolean, classes: boolean, extent: Extent): ValueScale {
  const seen = extent.high >= extent.low;
  if (quantity === 'loss') {
    if (log) return extent.least <= extent.high ? logScale(Math.max(extent.least, 1e-12), extent.high) : logScale(0.01, 1);
    return linearScale(0, seen ? niceLimit(extent.high) : 1);
  }
  if (log) {
    const worst = seen ? Math.max(1e-6, 1 - extent.high) : 0.01;
    return distanceScale(Math.max(2.4, Math.ceil(-Math.log10(worst)) + 0.4));
  }
  return linearScale(classes || !(extent.low < 0) ? 0 : Math.max(-1, -niceLimit(-extent.low)), 1);
}

/** The right end of the epochs axis: the length of the run, or room that doubles. */
export function epochEnd(length: number, epoch: number): number {
  if (length > 0) return Math.max(length, epoch);
  let end = 10;
  while (end < epoch) end *= 2;
  return end;
}
