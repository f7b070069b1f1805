/** How numbers look on the page. Every function takes the core's number and only writes it. */

const minus = '\u2212';
const space = '\u00a0';
const nothing = '\u2013';

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : `${minus}∞`;
}

/** `text` of a magnitude with its sign; a magnitude that rounds to zero has none. */
function signed(value: number, text: string, plus: boolean): string {
  if (!/[1-9]/.test(text)) return text;
  if (value < 0) return minus + text;
  return plus ? `+${text}` : text;
}

const needsExponent = (value: number): boolean => value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e7);

/** `1.331e-4`: four significant digits. */
function scientific(magnitude: number): string {
  return magnitude.toExponential(3).replace('e+', 'e');
}

/** A fixed number of decimals, without sign for zero: `−0.47`. */
export function formatFixed(value: number, decimals: number, plus = false): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (Math.abs(value) >= 1e7) return signed(value, scientific(Math.abs(value)), plus);
  return signed(value, Math.abs(value).toFixed(decimals), plus);
}

/** Losses, penalties, R²: four decimals, or an exponent where those would say nothing. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  return needsExponent(value) ? signed(value, scientific(Math.abs(value)), false) : formatFixed(value, 4);
}

/** A weight or bias at rest: `+1.84`, `−0.47`, `0.00`. */
export function formatWeight(value: number): string {
  return formatFixed(value, 2, true);
}

/** A parameter, gradient or update in the inspector: six decimals or an exponent, with its sign. */
export function formatParameter(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  return needsExponent(value) ? signed(value, scientific(Math.abs(value)), true) : formatFixed(value, 6, true);
}

/** All digits that tell this value from its neighbours in its own precision; plain ASCII, for fields and copying. */
export function formatAllDigits(value: number, single: boolean): string {
  if (!single || !Number.isFinite(value)) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** An activation or input value: at most three significant decimals, no sign for positive numbers. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return '0';
  return Math.abs(value) >= 1e5 ? signed(value, scientific(Math.abs(value)), false) : formatFixed(value, Math.abs(value) >= 100 ? 1 : 2);
}

/** A share from 0 to 1: `94.2 %`, `< 0.1 %`, and `100 %` only when exact. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return Number.isNaN(share) ? nothing : nonFinite(share);
  if (share === 0 || share === 1) return `${share * 100}${space}%`;
  if (share > 0 && share < 0.0005) return `<${space}0.1${space}%`;
  if (share > 0.9995 && share < 1) return `>${space}99.9${space}%`;
  return `${formatFixed(share * 100, 1)}${space}%`;
}

const counts = new Intl.NumberFormat('en');

/** Steps, epochs, rows: `8,400`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? nothing : nonFinite(value);
  return counts.format(Math.round(value)).replace('-', minus);
}

/** Three significant digits: `1.24 M`, `15.8 k`; `–` until measured. */
export function formatRate(value: number): string {
  if (!Number.isFinite(value) || value < 0) return nothing;
  const rounded = Number(value.toPrecision(3));
  const [size, letter] = rounded >= 1e9 ? [1e9, 'G'] : rounded >= 1e6 ? [1e6, 'M'] : rounded >= 1e3 ? [1e3, 'k'] : [1, ''];
  const text = (rounded / size).toPrecision(3);
  return letter ? `${text}${space}${letter}` : String(Number(text));
}

/** `0:05`, `2 min 40 s`, `1 h 12 min`; `–` until measured. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return nothing;
  const whole = Math.ceil(seconds);
  if (whole < 60) return `0:${String(whole).padStart(2, '0')}`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${space}min${space}${whole % 60}${space}s`;
  const minutes = Math.round(whole / 60);
  return `${formatCount(Math.floor(minutes / 60))}${space}h${space}${minutes % 60}${space}min`;
}

/** An axis number: as short as it can be written. */
export function formatTick(value: number): string {
  const magnitude = Math.abs(value);
  if (value === 0) return '0';
  if (magnitude >= 1e6 || magnitude < 1e-4) return signed(value, magnitude.toExponential().replace('e+', 'e'), false);
  const short = Number(magnitude.toPrecision(6));
  return signed(value, Number.isInteger(short) ? counts.format(short) : String(short), false);
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const digitsAs = (text: string, alphabet: string): string => text.replace(/\d/g, (digit) => alphabet.charAt(Number(digit)));

/** `W²`, `b³`. */
export function superscript(index: number): string {
  return digitsAs(String(index), superscripts);
}

/** Names of inputs as variables: x1x1 → x₁², sinx2 → sin x₂; other names stay as they are. */
export function formatInputName(name: string): string {
  if (/^x\d$/.test(name)) return digitsAs(name, subscripts);
  const product = /^(x\d)(x\d)$/.exec(name);
  if (product?.[1] && product[2]) {
    const first = digitsAs(product[1], subscripts);
    return product[1] === product[2] ? `${first}²` : first + digitsAs(product[2], subscripts);
  }
  const sine = /^sin ?(x\d)$/.exec(name);
  return sine?.[1] ? `sin ${digitsAs(sine[1], subscripts)}` : name;
}
