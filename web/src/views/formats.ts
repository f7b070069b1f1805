/** How numbers look on canvases. Every function takes the core's number and only writes it; the page's own formats stand in state/format. */
import { whole } from '../state/format';

export { loss as formatLoss, percent as formatPercent, whole as formatCount } from '../state/format';

const minus = '\u2212';

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

/** A weight or bias at rest, in the room of a unit: `+1.84`, `−0.47`, `0.00`, `+123.4`, `−3.1e10`. */
export function formatWeight(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e5 && Number.isFinite(size)) return signed(value, size.toExponential(1).replace('e+', 'e'), true);
  return formatFixed(value, size < 100 ? 2 : size < 1000 ? 1 : 0, true);
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

/** An axis number: as short as it can be written. */
export function formatTick(value: number): string {
  const magnitude = Math.abs(value);
  if (value === 0) return '0';
  if (magnitude >= 1e6 || magnitude < 1e-4) return signed(value, magnitude.toExponential().replace('e+', 'e'), false);
  const short = Number(magnitude.toPrecision(6));
  return signed(value, Number.isInteger(short) ? whole(short) : String(short), false);
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

/** With places where a line may break: after a slash, and at the syllable's end nearest the middle of a word that stands alone or fills a line. */
export function breakable(name: string): string {
  return name.replaceAll('/', '/\u200b').replace(/^\p{L}{8,}$|\p{L}{12,}/gu, (word) => {
    const fromMiddle = (at: number) => Math.abs(at - word.length / 2);
    const ends = Array.from(word.matchAll(/[aeiouy](?=[^aeiouy])/gi), ({ index }) => index + 1);
    const nearest = ends.reduce((best, end) => (fromMiddle(end) < fromMiddle(best) ? end : best), 0);
    return nearest > 2 && nearest < word.length - 2 ? `${word.slice(0, nearest)}\u00ad${word.slice(nearest)}` : word;
  });
}
