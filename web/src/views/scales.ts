/**
 * Limits of the colour scales of one run. They stay as they were where it first stood still until the user fits them or another run begins:
 * a link is then shown in the same colours by a fast computer and a slow one, which sees more of the way to its step.
 */
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
  #run = 0;
  #firm = false;
  #fitted = false;
  readonly #limits = new Map<string, number>();

  /** Forgets everything when another run has begun. On its way to its first step, limits are those of each picture. */
  follow(run: number, onTheWay: boolean): void {
    if (run !== this.#run) {
      this.#firm = false;
      this.#fitted = false;
    }
    this.#run = run;
    if (this.#firm) return;
    this.#limits.clear();
    this.#firm = !onTheWay;
  }

  /** The limit of a scale: of what was known at the `start`, where anything was, or of the first values asked for. */
  limit(key: string, values: () => Values | null, start?: number): number {
    const known = this.#limits.get(key);
    if (known !== undefined) return known;
    if (start !== undefined && !this.#fitted) return niceLimit(start);
    const first = values();
    if (!first) return 1;
    const limit = niceLimit(largest(first));
    this.#limits.set(key, limit);
    return limit;
  }

  /** Lets the next picture decide anew. */
  fit(): void {
    this.#limits.clear();
    this.#fitted = true;
  }
}
