/** How numbers are written on the page. Every number given here came from the core. */
const minus = '\u2212';
const thinSpace = '\u00a0';

/** A number of the core; JSON has no word for what is not finite, so the core writes inf, -inf and nan. */
export type Numeric = number | string;

export function numeric(value: Numeric): number {
  if (typeof value === 'number') return value;
  return value === 'inf' ? Number.POSITIVE_INFINITY : value === '-inf' ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/** In English like every word of the page, whatever the browser speaks: 1.480 would read as a decimal beside 0.4765. */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function typographic(text: string): string {
  return text.replace('-', minus);
}

/** ∞, −∞ and NaN are never blank; unmeasured numbers are an en dash where `unmeasured` says so. */
function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : `${minus}∞`;
}

export function whole(value: number): string {
  return Number.isFinite(value) ? typographic(grouped.format(value)) : nonFinite(value);
}

export function decimal(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 10 ** -Math.min(decimals, 3) || size >= 1e7)) return typographic(value.toExponential(3).replace('e+', 'e'));
  const text = value.toFixed(decimals);
  return typographic(Number(text) === 0 ? text.replace('-', '') : text);
}

/** A loss, four decimals; unmeasured: –. */
export function loss(value: number): string {
  return Number.isNaN(value) ? '–' : decimal(value, 4);
}

/** A share 0…1 as a percentage with one decimal; 100 % only when exact. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return '–';
  if (share === 1) return `100${thinSpace}%`;
  if (share > 0 && share < 0.001) return `<${thinSpace}0.1${thinSpace}%`;
  return `${Math.min(share * 100, 99.9).toFixed(1)}${thinSpace}%`;
}

/** Three significant digits with k, M or G. */
export function rate(value: number): string {
  if (!Number.isFinite(value)) return '–';
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (value >= size) return `${(value / size).toPrecision(3)}${thinSpace}${unit}`;
  }
  return value.toPrecision(value < 1 ? 1 : Math.min(3, String(Math.floor(value)).length));
}

/** Three digits of a short time: 1.23 µs, 12.3 ms. */
export function shortSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  for (const [size, unit] of [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
  ] as const) {
    if (seconds >= size) return `${(seconds / size).toPrecision(3)}${thinSpace}${unit}`;
  }
  return `${(seconds * 1e9).toPrecision(3)}${thinSpace}ns`;
}

/** 0:05, 2 min 40 s, 1 h 12 min. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return `0:${String(total).padStart(2, '0')}`;
  if (total < 3600) return `${Math.floor(total / 60)}${thinSpace}min${thinSpace}${total % 60}${thinSpace}s`;
  return `${whole(Math.floor(total / 3600))}${thinSpace}h${thinSpace}${Math.floor((total % 3600) / 60)}${thinSpace}min`;
}

/** 16 hexadecimal digits in four groups. */
export function hashGroups(hash: string): string {
  return hash.replace(/(.{4})(?=.)/g, '$1 ');
}

/** A canonical number of the core with a true minus. */
export function written(text: string): string {
  return typographic(text);
}
