/** Limits of the colour scales of one run. They stay as first seen until the user fits them or another run begins. */
import type { Facts } from '../state/store';
import type { Values } from './snapshots';

/** The next of 1, 2, 5 × 10ⁿ that is at least `value`. */
export function niceLimit(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 2, 5]) if (step * power >= value * (1 - 1e-9)) return step * power;
  return 10 * power;
}

/** The largest finite magnitude. */
export function largest(values: Values): number {
  let limit = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    if (magnitude > limit && magnitude < Number.POSITIVE_INFINITY) limit = magnitude;
  }
  return limit;
}

export class Scales {
  #run: Facts | null = null;
  readonly #limits = new Map<string, number>();

  /** Forgets everything when another run has begun. */
  follow(run: Facts | null): void {
    if (run === this.#run) return;
    this.#run = run;
    this.#limits.clear();
  }

  /** The limit of a scale; its first values decide, with room to grow by `room`. */
  limit(key: string, values: () => Values | null, room = 1): number {
    const known = this.#limits.get(key);
    if (known !== undefined) return known;
    const first = values();
    if (!first) return 1;
    const limit = niceLimit(largest(first) * room);
    this.#limits.set(key, limit);
    return limit;
  }

  /** Lets the next picture decide anew. */
  fit(): void {
    this.#limits.clear();
  }
}
