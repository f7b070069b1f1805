/** What is known about the unit, weight or bias under the pointer or focus. */
import type { Selection } from '../state/store';
import type { Snapshot } from '../trainer/protocol';
import { formatAllDigits, formatParameter, formatValue } from './formats';
import { type Anchor, arrives, curveY, leaves, type NetworkLayout } from './layout';
import { type Column, type NetworkModel, unitName } from './model';
import { part } from './snapshots';
import { viewWords } from './words';

const words = viewWords.network;

export interface Reading {
  title: string;
  value: string;
  rows: readonly (readonly [string, string])[];
}

/** One parameter: its address in the experiment text and all digits of its value. */
export interface Parameter {
  address: string;
  name: string;
  digits: string;
}

export const columnOf = (model: NetworkModel, layer: number): Column | undefined => model.columns[layer + 1];

/** Whether a unit's weights are a picture: of the whole image, or of what a convolution sees of it. */
export const looksAtPixels = (column: Column | undefined): boolean =>
  column !== undefined && column.fanIn > 1 && (column.layer === 0 || column.plane !== null);

function number(snapshot: Snapshot | null, layer: number, role: string, index: number): number | null {
  return part(snapshot, layer, role)?.values[index] ?? null;
}

function rowsOf(entries: readonly (readonly [string, number | null])[], write: (value: number) => string): [string, string][] {
  return entries.flatMap(([label, value]) => (value === null ? [] : [[label, write(value)] as [string, string]]));
}

function edgeTitle(model: NetworkModel, layer: number, unit: number, input: number): string {
  const target = columnOf(model, layer);
  const source = columnOf(model, layer - 1);
  return target && source ? words.weight(unitName(source, input, false), unitName(target, unit, false)) : '';
}

export function read(selection: Selection, model: NetworkModel, snapshot: Snapshot | null): Reading | null {
  if (!selection) return null;
  const { layer, unit } = selection;
  const column = columnOf(model, layer);
  if (!column) return null;
  const weight = selection.kind === 'edge';
  const index = weight ? unit * (columnOf(model, layer - 1)?.units ?? 0) + selection.input : unit;
  const value = number(snapshot, layer, weight ? 'W' : 'b', index);
  const changes = rowsOf(
    [
      [words.gradient, number(snapshot, layer, weight ? 'd_W' : 'd_b', index)],
      [words.update, number(snapshot, layer, weight ? 'u_W' : 'u_b', index)],
    ],
    formatParameter,
  );
  if (weight)
    return { title: edgeTitle(model, layer, unit, selection.input), value: value === null ? '' : formatParameter(value), rows: changes };
  const own = column.parts.flatMap((name, kind): [string, number | null][] =>
    kind === 1
      ? []
      : [[name, kind === 0 ? number(snapshot, layer, 'W', unit) : number(snapshot, layer, 'statistics', (kind - 2) * column.units + unit)]],
  );
  const states = rowsOf(
    column.plane
      ? []
      : [
          [layer < 0 ? words.value : words.activation, number(snapshot, layer, 'activation', unit)],
          [words.sum, layer < 0 ? null : number(snapshot, layer, 'sum', unit)],
        ],
    formatValue,
  );
  const title = unitName(column, unit, true);
  return {
    title: column.bias ? `${title}: ${column.bias}` : title,
    value: value === null ? '' : formatParameter(value),
    rows: [...changes, ...rowsOf(own, formatParameter), ...states],
  };
}

/** The parameter that a click on the selection edits: the weight, or the unit's bias. */
export function parameterOf(selection: Selection, model: NetworkModel, snapshot: Snapshot | null): Parameter | null {
  if (!selection) return null;
  const column = columnOf(model, selection.layer);
  if (!column?.bias) return null;
  const weight = selection.kind === 'edge';
  const index = weight ? selection.unit * (columnOf(model, selection.layer - 1)?.units ?? 0) + selection.input : selection.unit;
  const values = part(snapshot, selection.layer, weight ? 'W' : 'b');
  const value = values?.values[index];
  if (!values || value === undefined) return null;
  return {
    address: weight ? `${column.layer}.w.${selection.unit}.${selection.input}` : `${column.layer}.b.${selection.unit}`,
    name: weight
      ? edgeTitle(model, selection.layer, selection.unit, selection.input)
      : `${column.bias}, ${unitName(column, selection.unit, true)}`,
    digits: formatAllDigits(value, values.single),
  };
}

/** The points of the stage that a selection describes: its unit, or both ends and the middle of its weight. */
export function places(selection: Selection, layout: NetworkLayout): Anchor[] {
  if (!selection) return [];
  const to = layout.columns[selection.layer + 1];
  if (!to) return [];
  if (selection.kind !== 'edge') {
    const x = (to.x[selection.unit] ?? to.left) + to.tile / 2;
    return [{ x, y: (to.y[selection.unit] ?? to.top) + to.tile / 2 }];
  }
  const from = layout.columns[selection.layer];
  if (!from) return [];
  const start = leaves(from, selection.input);
  const end = arrives(to, selection.unit);
  const x = (start.x + end.x) / 2;
  return [start, { x, y: curveY(start, end, x) }, end];
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The corner of the stage where the inspector hides the fewest units and never what it describes. */
export function freeCorner(selection: Selection, layout: NetworkLayout, width: number, height: number, top: number): Box {
  const right = layout.width - width - 12;
  const bottom = layout.height - height - 8;
  const corners = [
    [right, top],
    [right, bottom],
    [12, top],
    [12, bottom],
    [(12 + right) / 2, top],
    [(12 + right) / 2, bottom],
  ];
  const described = places(selection, layout);
  let best: Box | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [left = 0, y = 0] of corners) {
    const box = { left, top: y, width, height };
    let cost = 0;
    for (const column of layout.columns) {
      for (let unit = 0; column.kind !== 'pad' && unit < column.x.length; unit++) {
        const rowWidth = column.kind === 'tiles' ? column.tile : column.right - column.left;
        const tile = {
          left: column.x[unit] ?? 0,
          top: column.y[unit] ?? 0,
          width: rowWidth,
          height: column.tile + 20,
        };
        cost += overlap(box, tile);
      }
      if (column.kind === 'pad')
        cost += overlap(box, { left: column.left, top: column.top, width: column.tile, height: column.bottom - column.top });
    }
    for (const point of described) cost += overlap(box, { left: point.x - 40, top: point.y - 40, width: 80, height: 80 }) * 1000;
    if (cost < bestCost) {
      best = box;
      bestCost = cost;
    }
  }
  return best ?? { left: right, top, width, height };
}
