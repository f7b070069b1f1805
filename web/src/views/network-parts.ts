/** What stands over the network's canvas: column heads, shapes, a button for each unit, names and reserved places for numbers. */
import { html, nothing, type TemplateResult } from 'lit';
import { changeLayer, setTrace } from '../state/actions';
import { facts, form, type Selection, trace } from '../state/store';
import type { Problem } from '../trainer/core';
import { place } from './dom';
import { bundles } from './edges';
import { breakable, formatCount, superscript } from './formats';
import { type ColumnLayout, type NetworkLayout, phoneWidth } from './layout';
import { type Column, type NetworkModel, unitName } from './model';
import { barSpan } from './tiles';
import { viewWords } from './words';
import './pad';

const words = viewWords.network;
/** Heads with less room than this are cut short. */
const maxHead = 84;
/** And with less than this they are as short as in a link. */
const briefHead = 56;
/** So is one whose middle is nearer to the edge than this. */
const briefEdge = 48;
/** Between the shapes over two bundles side by side, in pixels. */
const bundleGap = 8;

/** What the stage asks of its element. */
export interface StageActs {
  change(answer: Promise<Problem[]>): void;
  select(chosen: Selection): void;
  edit(chosen: Selection): void;
  focusUnit(index: number, column: Column, unit: number): void;
  unitKey(event: KeyboardEvent, where: ColumnLayout, column: Column, unit: number): void;
  /** The unit of a column that is its tab stop. */
  current(index: number): number;
}

/** Room for the names of inputs beside their tiles, or of classes beside their bars. */
export function nameWidth(column: Column, width: number): number {
  if (column.kind === 'pad' || column.kind === 'picture') return 0;
  const names = column.kind === 'bars' && column.unitNames.length === 0 ? [words.output] : column.unitNames;
  if (column.layer >= 0 && column.kind === 'tiles') return 0;
  const longest = Math.max(...names.map((name) => name.length), 0);
  const most = 88 - 0.32 * Math.max(0, phoneWidth - width);
  return Math.min(longest * 7.5 + 12, Math.max(column.kind === 'bars' ? 68 : 46, most));
}

export function stageTemplate(model: NetworkModel, layout: NetworkLayout, acts: StageActs): TemplateResult {
  return html`${model.columns.map((column, index) => {
    const where = layout.columns[index];
    if (!where) return nothing;
    return html`${columnHead(column, where, headRoom(layout, index), model, layout, acts)}${unitsOf(column, index, where, model, acts)}`;
  })}
  ${bundleHeads(model, layout, acts)}`;
}

/** Between the middles of a column and its nearest neighbour. */
function headRoom({ columns }: NetworkLayout, index: number): number {
  const centre = columns[index]?.centre ?? 0;
  const gaps = [columns[index - 1], columns[index + 1]].map((other) => (other ? Math.abs(other.centre - centre) : maxHead));
  return Math.min(...gaps, maxHead);
}

function columnHead(
  column: Column,
  where: ColumnLayout,
  room: number,
  model: NetworkModel,
  layout: NetworkLayout,
  acts: StageActs,
): TemplateResult {
  const [name, below] =
    column.brief && (room < briefHead || where.centre < briefEdge) ? column.brief : [column.name, caption(column, model)];
  const { net, units } = column;
  const set = (value: number) => () => acts.change(changeLayer('units', net, String(value)));
  const crowded = room < maxHead;
  const stepper = net >= 0 && column.dense >= 0 && layout.width >= phoneWidth && !crowded;
  const shy = layout.tight ? 'shy' : '';
  const many = layout.width < phoneWidth && model.columns.length > 4 ? 'many' : '';
  return html`<div class="column ${layout.tight ? 'tight' : ''} ${many} ${crowded ? 'crowded' : ''}" title=${crowded ? `${column.name}, ${column.caption}` : nothing}
    ${place(where.centre, layout.width < phoneWidth ? 4 : 8, crowded ? room - 4 : 'auto')}>
    <span class="name">
      ${
        stepper
          ? html`<button class="small ${shy} before" type="button" aria-label=${words.removeUnit(name)} ?disabled=${units <= 1}
                @click=${set(units - 1)}>−</button>
              <span>${name}</span>
              <button class="small ${shy} after" type="button" aria-label=${words.addUnit(name)} @click=${set(units + 1)}>+</button>
              <button class="small shy aside" type="button" aria-label=${words.removeLayer(name)} title=${words.removeLayer(name)}
                @click=${() => acts.change(changeLayer('remove', net, ''))}>×</button>`
          : html`<span>${name}</span>`
      }
    </span>
    <span class="caption">${below}</span>
  </div>`;
}

/** Tables have one row at a time in the picture; its number is the caption of the inputs. */
function caption(column: Column, model: NetworkModel): TemplateResult | string {
  const row = trace.value.row;
  const count = facts.value?.rows ?? 0;
  if (column.layer >= 0 || column.kind === 'pad' || model.mapped || row === null || count === 0) return column.caption;
  const go = (by: number) => () => setTrace(null, (row + by + count) % count);
  return html`<button class="small" type="button" aria-label=${words.previousRow} @click=${go(-1)}>‹</button>
    ${words.row(formatCount(row + 1), formatCount(count))}
    <button class="small" type="button" aria-label=${words.nextRow} @click=${go(1)}>›</button>`;
}

/** Shapes over each bundle, and the way to put a layer there. */
function bundleHeads(model: NetworkModel, layout: NetworkLayout, acts: StageActs): TemplateResult[] {
  return bundles({ model, layout }).flatMap(({ from, to, source, target, ribbon }) => {
    const { fanIn } = target;
    const window = target.dense < 0;
    if (window && (!target.plane || fanIn <= 1)) return [];
    const name = superscript(model.columns.slice(0, model.columns.indexOf(target) + 1).filter((column) => column.fanIn > 0).length);
    const before = target.output ? (form.value?.layers.length ?? 0) : target.net;
    const add = html`<button class="small shy" type="button" aria-label=${words.addLayer(target.name)} title=${words.addLayer(target.name)}
      @click=${() => acts.change(changeLayer('add', before, ''))}>+</button>`;
    const weights = `W${name} ${target.units}×${window ? windowShape(source, target).join('×') : fanIn}`;
    const biases = `b${name} ${target.units}`;
    const centre = (from.centre + to.centre) / 2;
    const label = html`<div class="bundle ${layout.tight ? 'tight' : ''}" title=${`${weights}, ${biases}`}
        ${layout.tight ? place(centre, layout.head - 22, to.centre - from.centre - bundleGap) : place(centre, 4)}>
        <span>${weights}</span>${layout.tight ? nothing : html`<span>${biases}</span>`}${before >= 0 && !window ? add : nothing}
      </div>`;
    const middle = (from.right + to.left) / 2;
    const height = (from.bottom - from.seen / 2 + (to.top + to.bottom) / 2) / 2;
    const counted = ribbon && source.kind === 'pad' && to.left - from.right > 48;
    return [
      html`${label}${counted ? html`<span class="ribbon" ${place(middle, height)}><b>${formatCount(target.units * fanIn)}</b>${words.weights}</span>` : nothing}`,
    ];
  });
}

/** Channels, height and width of what one channel of a convolution sees at once. */
export function windowShape(source: Column, target: Column): [number, number, number] {
  const channels = source.plane ? source.units : 1;
  const side = Math.round(Math.sqrt(target.fanIn / channels));
  return [channels, side, side];
}

function unitsOf(column: Column, index: number, where: ColumnLayout, model: NetworkModel, acts: StageActs): TemplateResult {
  if (column.kind === 'pad') return html`<gb-pad ${place(where.left, where.top, where.tile)}></gb-pad>`;
  const current = Math.min(acts.current(index), column.units - 1);
  const bars = column.kind === 'bars';
  const width = bars ? where.right - where.left : where.tile;
  const height = bars ? Math.max(where.tile - 2, 8) : where.tile;
  return html`${Array.from({ length: column.units }, (_, unit) => {
    const chosen = { kind: column.layer < 0 ? 'unit' : 'bias', layer: column.layer, unit } as const;
    return html`<button class="unit" type="button" tabindex=${unit === current ? 0 : -1} data-column=${index} data-unit=${unit}
        aria-label=${unitLabel(column, unit)} ${place(where.x[unit] ?? 0, where.y[unit] ?? 0, width, height)}
        @pointerenter=${() => acts.select({ kind: 'unit', layer: column.layer, unit })}
        @focus=${() => acts.focusUnit(index, column, unit)}
        @blur=${() => acts.select(null)}
        @keydown=${(event: KeyboardEvent) => acts.unitKey(event, where, column, unit)}
        @click=${(event: MouseEvent) => {
          event.stopPropagation();
          acts.edit(chosen);
        }}></button>
      ${bars ? barWords(column, index, where, unit) : tileWords(column, index, where, unit, model)}`;
  })}`;
}

function unitLabel(column: Column, unit: number): string {
  const name = unitName(column, unit, true);
  return column.bias ? words.editFor(`${name}, ${column.bias}`) : name;
}

/** Height in px from which on rows of ordinary words do not touch. */
const leastRow = 13;

function barWords(column: Column, index: number, where: ColumnLayout, unit: number): TemplateResult {
  const x = where.x[unit] ?? 0;
  const y = where.y[unit] ?? 0;
  const bar = barSpan(where);
  const numbers = bar.x + bar.width + 4;
  const room = where.right - numbers;
  const top = where.showBar ? 0 : where.tile / 2 - 8;
  const name = column.unitNames[unit] ?? words.output;
  const tight = where.tile < leastRow ? 'tight' : '';
  return html`<span class="label output ${tight}" aria-hidden="true" title=${name} ${place(x, y + top, bar.x - x - 4)}>${name}</span>
    <span class="value ${tight}" data-column=${index} data-unit=${unit} ${place(numbers, y + top, room)}></span>
    ${where.showNumber ? html`<span class="shortbias" data-column=${index} data-unit=${unit} ${place(numbers, y + 16, room)}></span>` : nothing}`;
}

function tileWords(column: Column, index: number, where: ColumnLayout, unit: number, model: NetworkModel): TemplateResult {
  const x = where.x[unit] ?? 0;
  const y = where.y[unit] ?? 0;
  const name = column.layer < 0 && !where.grid ? column.unitNames[unit] : undefined;
  const width = Math.max(16, Math.min(88, x - 8));
  const under = where.showNumber && (column.dense >= 0 || (column.layer < 0 && !model.mapped));
  const below = y + where.tile + (column.layer < 0 ? 3 : 9);
  return html`${
    name === undefined
      ? nothing
      : html`<span class="label" aria-hidden="true" title=${name} ${place(x - width - 6, y + where.tile / 2 - 8, width)}>${breakable(name)}</span>`
  }${under ? html`<span class="under" data-column=${index} data-unit=${unit} ${place(x + where.tile / 2 - 36, below)}></span>` : nothing}`;
}
