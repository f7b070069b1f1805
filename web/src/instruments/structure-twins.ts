/** Twins: two units trade places, a unit turns its signs, dead units go; each proved equal on the spot. */
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton, type Value } from '../pictures/csv';
import { type Numeric, numeric, whole } from '../state/format';
import { writeAddress } from '../state/link';
import { defaultView, form } from '../state/store';
import { segmented } from '../views/dom';
import { formatWeight } from '../views/formats';
import { few } from './numbers';
import { standingAt } from './standing';
import type { Structure } from './structure-state';
import {
  type Act,
  acts,
  ask,
  asked,
  refused,
  type Twin,
  type TwinLayer,
  type TwinMatrix,
  twin,
  twinLayer,
  twins,
} from './structure-twins-state';
import { twinsWords as words } from './structure-twins-words';

const sure = 1e15;

function count(layer: TwinLayer): string {
  const number = numeric(layer.twins);
  const text = Number.isFinite(number) ? (number < sure ? whole(number) : few(number)) : words.countless;
  return words.count(layer, text);
}

function units(
  { units: all, image }: TwinLayer,
  id: string,
  label: string,
  chosen: number,
  choose: (unit: number) => void,
): TemplateResult {
  return html`<label for=${id}>${label}</label>
    <select id=${id} @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).selectedIndex)}>
      ${Array.from({ length: all }, (_, index) => html`<option ?selected=${index === chosen}>${words.unit(image, index)}</option>`)}</select>`;
}

function choices(layer: TwinLayer): TemplateResult {
  const { act, first, second } = asked.value;
  const options = acts.map((name) => ({ name, label: words.acts[name] }));
  return html`<div class="t-choices">
    <label for="twin-layer">${words.layer}</label>
    <select id="twin-layer" @change=${(event: Event) => ask({ layer: twins.peek()?.layers[(event.currentTarget as HTMLSelectElement).selectedIndex]?.layer ?? 0 })}>
      ${twins.value?.layers.map((each) => html`<option ?selected=${each.layer === layer.layer}>${each.name}</option>`)}</select>
    <div class="t-acts">${segmented(words.act, options, act, (name) => ask({ act: name }))}</div>
    ${
      act === 'remove' || layer[act] !== ''
        ? nothing
        : html`${units(layer, 'twin-first', words.first[act], first, (unit) => ask({ first: unit }))}
          ${act === 'swap' ? units(layer, 'twin-second', words.second, second, (unit) => ask({ second: unit })) : nothing}
          <p class="t-hint">${words.press}</p>`
    }</div>`;
}

/** The dead units of the layer, or that there are none. */
function dead({ dead: found, image }: TwinLayer): TemplateResult {
  if (found.length === 0) return html`<p class="t-sum">${words.alive(twins.value?.rows ?? 0)}</p>`;
  return html`<ul class="t-dead" tabindex="0" aria-label=${words.dead}>${found.map(
    ({ unit, value }) => html`<li>${words.deadUnit(image, unit, few(value), numeric(value) === 0)}</li>`,
  )}</ul>`;
}

function button(layer: TwinLayer): TemplateResult | typeof nothing {
  const { act, first, second, done } = asked.value;
  if (done) return html`<button class="framed tool" data-act="twin-back" @click=${() => ask({ done: false })}>${words.back}</button>`;
  if (act === 'remove' && layer.dead.length === 0) return nothing;
  if (act === 'swap' && first === second) return html`<p class="t-problem" role="alert">${words.same}</p>`;
  return html`<button class="framed tool" data-act="twin" @click=${() => ask({ done: true })}>${words.go(act, layer, first, second)}</button>`;
}

/** Which of the units a row or column is: the first, the second, none. */
type Mark = (index: number, axis: number) => string;

function table(matrix: TwinMatrix, label: string, rows: number[], columns: number[], values: Numeric[][], mark: Mark): TemplateResult {
  const { into, outOf, shownRows, before } = matrix;
  const old = (row: number, column: number) => before[shownRows.indexOf(rows[row] as number)]?.at(column);
  return html`<div class="t-matrix" tabindex="0" role="group" aria-label=${`${matrix.name}, ${label}`}><table><caption>${label}</caption>
    <thead><tr><td></td>${columns.map((column) => html`<th scope="col" class=${outOf ? mark(column, matrix.columns) : ''}>${whole(column + 1)}</th>`)}<th scope="col"><i>${words.bias}</i></th></tr></thead>
    <tbody>${values.map((line, row) => {
      const ofRow = into ? mark(rows[row] as number, matrix.rows) : '';
      return html`<tr><th scope="row" class=${ofRow}>${whole((rows[row] as number) + 1)}</th>${line.map((value, column) => {
        const bias = column === columns.length;
        const ofColumn = !bias && outOf ? mark(columns[column] as number, matrix.columns) : '';
        const fresh = bias && !into && value !== old(row, -1) ? 'fresh' : '';
        return html`<td class=${[ofRow, ofColumn, fresh].join(' ')}>${formatWeight(numeric(value))}</td>`;
      })}</tr>`;
    })}</tbody></table></div>`;
}

/** Every number that moved or could have, before and after; the last one of a row is its bias. */
function* entries({ matrices: all }: Twin): Iterable<Value[]> {
  for (const { name, shownRows, shownColumns, keptRows, keptColumns, before, after } of all)
    for (const [when, rows, columns, values] of [
      ['before', shownRows, shownColumns, before],
      ['after', keptRows, keptColumns, after],
    ] as const)
      for (const [row, line] of values.entries())
        for (const [column, value] of line.entries())
          yield [name, when, (rows[row] ?? 0) + 1, column === columns.length ? 'bias' : (columns[column] ?? 0) + 1, value];
}

function matrices({ matrices: all, units: moved }: Twin, { units: count }: TwinLayer, act: Act): TemplateResult[] {
  return all.map((matrix) => {
    const { rows, columns, into, outOf, shownRows, shownColumns, keptRows, keptColumns, before, after } = matrix;
    const unitOf = (index: number, axis: number) => Math.floor(index / Math.max(1, axis / count));
    const mark =
      (names: readonly string[]): Mark =>
      (index, axis) =>
        names[act === 'swap' ? moved.indexOf(unitOf(index, axis)) : Number(!moved.includes(unitOf(index, axis)))] ?? '';
    const [was, is] = {
      swap: [
        ['one', 'two'],
        ['two', 'one'],
      ],
      flip: [['one'], ['two']],
      remove: [['gone'], []],
    }[act] as [string[], string[]];
    const whole = shownRows.length === rows && shownColumns.length === columns;
    return html`<section class="t-moved" aria-label=${matrix.name}><h2>${words.matrix(matrix)}</h2><p class="t-hint">${words.moves({ ...matrix, into, outOf })}${whole ? nothing : html`. ${words.part(matrix)}`}</p>
      <div class="t-pair">${table(matrix, words.before, shownRows, shownColumns, before, mark(was))}
        ${table(matrix, words.after, keptRows, keptColumns, after, mark(is))}</div></section>`;
  });
}

function proof(made: Twin, { layer }: TwinLayer, act: Act): TemplateResult {
  const { step, difference, largest, rows, allRows, before, after, text, noText } = made;
  const apart = numeric(difference);
  const why = Number.isFinite(apart) ? (apart === 0 ? words.exact[act] : words.rounding[act]) : words.noNumber;
  return html`<section class="t-collapse" aria-live="polite" data-difference=${String(difference)}>
    <p class="t-sum">${words.proof(few(difference), few(largest), rows, allRows, step)} ${why}${after < before ? html` ${words.fewer(before, after)}` : nothing}</p>
    ${text === '' ? html`<p>${words.noLink(noText)}</p>` : html`<p><a href=${`./${writeAddress(text, { ...defaultView, tool: 'structure', look: `2,${layer},-1,1000` }, false)}`}>${words.open}</a></p>`}</section>`;
}

/** Why there is nothing to show. */
function waiting(): string {
  if (twins.value) return words.none;
  if (form.value?.empty) return words.empty;
  return refused.value || (standingAt.value === '' ? words.moving : words.loading);
}

export function twinsPane(_: Structure): TemplateResult {
  const layer = twinLayer.value;
  if (!layer) return html`<div class="t-about"><p class="t-status" role="status">${waiting()}</p></div>`;
  const { act } = asked.value;
  const refusal = layer[act] || refused.value;
  const made = twin.value;
  return html`<div class="t-about"><p>${words.about}</p>${choices(layer)}
      ${layer.into.length > 1 ? html`<p>${words.together(layer.into)}</p>` : nothing}
      ${refusal !== '' ? html`<p class="t-sum" role="status">${refusal}</p>` : html`${act === 'remove' ? dead(layer) : nothing}${button(layer)}`}</div>
    <div class="t-twins"><div class="t-told"><p class="t-formula">${words.formula[act]}</p><p>${words.why[act]}</p><p class="t-sum">${count(layer)}</p>
      ${made && refusal === '' ? proof(made, layer, act) : nothing}</div>
      ${made && refusal === '' ? html`<div class="t-told">${matrices(made, layer, act)}${csvButton({ name: 'twins', heads: ['matrix', 'when', 'row', 'column', 'value'], rows: () => entries(made) })}</div>` : nothing}</div>`;
}
