/** Tables as files: RFC 4180, numbers with all digits as the core says them, first line the names of the columns. */
import { css, html, type TemplateResult } from 'lit';
import { formatAllDigits } from '../views/formats';
import { lineText, type Value } from './csv-text';
import { saveFile } from './files';
import { picturesWords as words } from './words';

export type { Value } from './csv-text';

export interface Table {
  /** Of the file: glassbox-NAME.csv. */
  name: keyof typeof words.tables;
  heads: readonly string[];
  /** Asked for when the file is made. */
  rows: () => Iterable<readonly Value[]>;
}

/** The shortest number that a value of single precision is told by. */
export const exact = (value: number, single: boolean): number => (single ? Number(formatAllDigits(value, true)) : value);

export function saveTable({ name, heads, rows }: Table): void {
  saveFile(`glassbox-${name}.csv`, [lineText(heads), ...Array.from(rows(), lineText)], 'text/csv');
}

/** The one button that every table has. */
export function csvButton(table: Table, disabled = false): TemplateResult {
  const label = words.tables[table.name];
  const says = words.saveTable(label);
  return html`<button class="framed tool csv" type="button" data-act="${table.name}-csv" data-table=${label} title=${says} aria-label=${says}
    ?disabled=${disabled} @click=${() => saveTable(table)}>${words.csv}</button>`;
}

const styles = css`
  .csv { justify-self: start; min-height: 24px; padding: 0 8px; color: var(--ink-2); font-size: 11px; }
  @media (pointer: coarse) { .csv { min-width: 40px; min-height: 40px; } }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
