/** The same operation as matrices: the numbers around the marked unit, whole shapes under them, images as images. */

import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Numeric } from '../state/format';
import { sequentialIndex, sequentialTable } from '../views/colormaps';
import { tokens } from '../views/theme';
import type { Looked, Matrix } from './scope';
import { brief, number, plain, symbol } from './typeset';
import { scopeWords as words } from './words';

const marked = (mark: number, index: number): boolean => mark < 0 || mark === index;

function row(matrix: Matrix, values: Numeric[], index: number, cut: boolean, write: (value: Numeric) => string): TemplateResult {
  const { firstRow, firstColumn, mark, columns } = matrix;
  const inRow = (mark[0] >= 0 || (mark[1] >= 0 && columns > 1)) && marked(mark[0], firstRow + index);
  return html`<tr>${values.map(
    (value, column) => html`<td class=${inRow && marked(mark[1], firstColumn + column) ? 'marked' : ''}>${write(value)}</td>`,
  )}${firstColumn + values.length < columns ? html`<td class="more">${cut ? '⋱' : '…'}</td>` : ''}</tr>`;
}

function table(matrix: Matrix, write: (value: Numeric) => string): TemplateResult {
  const { values, firstRow, firstColumn, rows, columns } = matrix;
  const below = firstRow + values.length < rows;
  const width = (values[0]?.length ?? 0) + (firstColumn + (values[0]?.length ?? 0) < columns ? 1 : 0);
  return html`<table><tbody>
    ${firstRow > 0 ? html`<tr><td class="more" colspan=${width}>⋮</td></tr>` : ''}
    ${values.map((entries, index) => row(matrix, entries, index, below && index === values.length - 1, write))}
    ${below ? html`<tr><td class="more" colspan=${width}>⋮</td></tr>` : ''}
  </tbody></table>`;
}

/** Paper to ink by size; the sign of a number stands in the inspector and the formula. */
function paint(canvas: Element | undefined, { values, rows, columns }: Matrix): void {
  const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
  if (!context) return;
  context.canvas.width = columns;
  context.canvas.height = rows;
  const sizes = values.flat().map((value) => Math.abs(Number(value)));
  const most = Math.max(...sizes.filter(Number.isFinite), 1e-12);
  const table = sequentialTable(tokens().dark);
  const picture = context.createImageData(columns, rows);
  const pixels = new Uint32Array(picture.data.buffer);
  sizes.forEach((size, index) => {
    pixels[index] = table[sequentialIndex(size / most)] as number;
  });
  context.putImageData(picture, 0, 0);
}

function image(matrix: Matrix): TemplateResult {
  const { rows, columns, mark } = matrix;
  return html`<div class="image"><canvas role="img" aria-label=${words.image(plain(matrix.symbol))} ${ref((canvas) => paint(canvas, matrix))}></canvas>
    <svg viewBox="0 0 ${columns} ${rows}" aria-hidden="true"><rect x=${mark[1]} y=${mark[0]} width="1" height="1" /></svg></div>`;
}

/** Columns of numbers that fit side by side with all their decimals. */
const roomy = 5;

export function product({ product: parts }: Looked): TemplateResult {
  const columns = parts.reduce((sum, part) => sum + ('text' in part || part.image ? 0 : (part.values[0]?.length ?? 0)), 0);
  const write = columns > roomy ? brief : number;
  return html`<div class="product">${parts.map((part) =>
    'text' in part
      ? html`<span class="sign">${part.text}</span>`
      : html`<figure class="matrix ${part.flow}"><figcaption>${symbol(part.symbol)}</figcaption>
          ${part.image ? image(part) : html`<div class="bracket">${table(part, write)}</div>`}
          <span class="shape">${part.rows}×${part.columns}</span></figure>`,
  )}</div>`;
}
