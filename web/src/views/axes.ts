/** Ticks and places on axes. Pure. */

/** At most about `wanted` round numbers within [low, high], ends included where they are round. */
export function ticks(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 3, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Share from 0 (low) to 1 (high). */
export const shareOf = (value: number, low: number, high: number): number => (high > low ? (value - low) / (high - low) : 0.5);

/** The smallest interval of round ends around the values; never empty. */
export function roundRange(low: number, high: number): [number, number] {
  if (!(high > low)) return Number.isFinite(low) ? [low - 1, low + 1] : [0, 1];
  const power = 10 ** Math.floor(Math.log10((high - low) / 2));
  return [Math.floor(low / power) * power, Math.ceil(high / power) * power];
}

/** Moves labels apart so that neighbours are at least `gap` apart, in order, each as near to its place as it can, within [low, high]. */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const result = [...places];
  let previous = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    result[index] = Math.max(places[index] ?? 0, previous + gap, low);
    previous = result[index] as number;
  }
  let next = Number.POSITIVE_INFINITY;
  for (const index of order.reverse()) {
    result[index] = Math.min(result[index] as number, next - gap, high);
    next = result[index] as number;
  }
  return result;
}
