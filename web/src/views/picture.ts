/** What the drawing functions of the network share: one frame's data, read only. */
import type { Selection, View } from '../state/store';
import type { Snapshot } from '../trainer/protocol';
import type { NetworkLayout } from './layout';
import type { Column, NetworkModel } from './model';
import type { Scales } from './scales';
import { part, type Values } from './snapshots';
import type { Tokens } from './theme';

export type Shows = View['unitsShow'];

export interface Picture {
  model: NetworkModel;
  layout: NetworkLayout;
  snapshot: Snapshot | null;
  selection: Selection;
  shows: Shows;
  scales: Scales;
  tokens: Tokens;
  /** Colours without hue, because an instrument's are the only ones. */
  neutral: boolean;
  ratio: number;
}

export interface Gauge {
  middle: number;
  half: number;
}

const mapRoles = { output: 'map', sum: 'sum_map', gradient: 'gradient_map', weights: 'map' } as const;

/** The role of the maps that the units show now. Inputs have one picture in every mode. */
export function mapRole(picture: Picture, column: Column): string {
  return column.layer < 0 ? 'map' : mapRoles[picture.shows];
}

/** Middle and half width of the colour scale of a column's values. */
export function gauge(picture: Picture, column: Column, role: string): Gauge {
  const bounded = column.high > column.low && !(column.output && picture.model.targetLimit > 0);
  if ((role === 'map' || role === 'activation') && column.layer >= 0 && bounded) {
    return { middle: column.middle, half: Math.max(column.high - column.middle, column.middle - column.low) };
  }
  if (column.output && picture.model.targetLimit > 0 && (role === 'map' || role === 'activation'))
    return { middle: 0, half: picture.model.targetLimit };
  const key = `${role} ${column.layer}`;
  return { middle: 0, half: picture.scales.limit(key, () => part(picture.snapshot, column.layer, role)?.values ?? null) };
}

/** The unit numbers that stand under or in tiles when there is no map: of the traced example, or the last batch. */
export function unitValues(picture: Picture, column: Column): Values | null {
  const role =
    picture.shows === 'gradient' && column.layer >= 0 ? 'd_b' : picture.shows === 'sum' && column.layer >= 0 ? 'sum' : 'activation';
  return part(picture.snapshot, column.layer, role)?.values ?? null;
}

/** Index of the largest output bar of the traced example, or −1. */
export function winner(picture: Picture): number {
  const last = picture.model.columns.at(-1);
  if (last?.kind !== 'bars') return -1;
  const values = part(picture.snapshot, last.layer, 'activation')?.values;
  if (!values) return -1;
  let best = -1;
  for (let unit = 0; unit < values.length; unit++) {
    if (best < 0 || (values[unit] as number) > (values[best] as number)) best = unit;
  }
  return best;
}
