/** Cells and lines of RFC 4180. */

/** Numbers of JSON may be 'inf', '-inf' or 'nan'; what is not there is null. */
export type Value = number | string | boolean | null | undefined;

const lineEnd = String.fromCharCode(13, 10);
const isNumber = /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+|inf|nan)$/i;
/** What spreadsheets take for the beginning of a formula. */
const formula = /^[=+\-@\t\r]/;

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/** One cell. Text that a spreadsheet would compute gets an apostrophe before it; numbers stay numbers. */
export function cellText(value: Value): string {
  if (typeof value === 'number') return numberText(value);
  const text = String(value ?? '');
  const safe = formula.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Cells as one line, with its end. */
export const lineText = (cells: readonly Value[]): string => cells.map(cellText).join(',') + lineEnd;
