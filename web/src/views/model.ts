/** The columns of the network picture, made from the form and the facts of the run. Pure. */
import type { Facts, Field, Form } from '../state/store';
import { formatInputName } from './formats';
import { pointsOf } from './points';
import { largest, niceLimit } from './scales';
import { viewWords } from './words';

export type ColumnKind = 'tiles' | 'pad' | 'bars' | 'picture';

export interface Column {
  kind: ColumnKind;
  /** Index into Facts.layers; −1: the inputs. */
  layer: number;
  /** Index among layers whose weights join each unit with each input; −1 for other layers. */
  dense: number;
  /** What the parameter of each unit's own is called; empty where it has none. */
  bias: string;
  /** What W, b and the kinds of statistics are called where W is no matrix. */
  parts: readonly string[];
  /** Index into the experiment's `net`, where this column may be changed; −1 where it may not. */
  net: number;
  name: string;
  caption: string;
  /** Name and caption where there is hardly room: as the text of the experiment has them; empty where it has none. */
  brief: readonly [string, string] | null;
  /** Of a layer on images: its channels, each one picture. */
  units: number;
  /** The pictures of a layer on images; null where a unit is one number. */
  plane: { height: number; width: number } | null;
  /** Weights of one unit. */
  fanIn: number;
  /** Names of the units where they have some: inputs, classes. */
  unitNames: readonly string[];
  /** Range of the outputs as the picture shows it. */
  low: number;
  high: number;
  middle: number;
  /** The largest magnitude of a weight at the start. */
  weights: number;
  output: boolean;
  /** Index of the column that a residual add takes in besides its neighbour; −1 for other layers. */
  skip: number;
}

export interface NetworkModel {
  columns: readonly Column[];
  /** Side of the image that the inputs are, or 0. */
  imageSide: number;
  /** A pixel of full ink. */
  imageFull: number;
  /** Units are pictures over the input domain. */
  mapped: boolean;
  shape: string;
  parameters: number;
  classes: readonly string[];
  /** Largest magnitude of a number to be predicted, rounded up: the scale of the output; 0 for classes. */
  targetLimit: number;
}

const activationFields = new Set(['net', 'out']);

/** Entries of `net` line up with the summary unless a residual block holds several of them. */
function netIndex(form: Form, layer: number, layers: number): number {
  if (form.layers.length !== layers - 1) return -1;
  return form.layers[layer]?.index ?? -1;
}

/** An activation as people write it, from the field table; empty where the layer has none. */
function activationLabel(fields: readonly Field[], name: string): string {
  for (const field of fields) {
    const choice = field.choices.find((candidate) => candidate.name === name);
    if (choice && activationFields.has(field.key)) return choice.label;
  }
  return '';
}

export function buildModel(form: Form, facts: Facts, fields: readonly Field[], rows: Float64Array): NetworkModel {
  const image = form.dataset.kind === 'image' || facts.imageWidth > 0;
  const mapped = form.dataset.kind === 'plane' || form.dataset.kind === 'line';
  const inputs: Column = {
    kind: image ? 'pad' : 'tiles',
    layer: -1,
    dense: -1,
    bias: '',
    parts: [],
    net: -1,
    name: image ? viewWords.network.input : viewWords.network.inputs,
    caption: image ? viewWords.network.pixels(facts.imageWidth) : String(form.inputs),
    brief: image ? [viewWords.network.input, viewWords.network.size(facts.imageWidth)] : null,
    units: form.inputs,
    plane: null,
    fanIn: 0,
    unitNames: facts.fedNames.map(formatInputName),
    low: -1,
    high: 1,
    middle: 0,
    weights: 0,
    output: false,
    skip: -1,
  };
  const { rebuilds } = form.dataset;
  let dense = 0;
  const columns = facts.layers.map((layer, index): Column => {
    const output = index === facts.layers.length - 1;
    const [height, width, channels] = layer.shape;
    const plane = !output && height * width > 1 ? { height, width } : null;
    const units = plane ? channels : layer.units;
    return {
      kind: output && !mapped ? (rebuilds ? 'picture' : 'bars') : 'tiles',
      layer: index,
      dense: layer.dense ? dense++ : -1,
      bias: layer.parts[1] ?? (layer.parameters > 0 ? viewWords.network.bias : ''),
      parts: layer.parts,
      net: output ? -1 : netIndex(form, index, facts.layers.length),
      name: layer.name,
      caption: [activationLabel(fields, layer.activation), written(units, plane)].filter((word) => word !== '').join(' · '),
      brief: output ? null : briefly(layer.text, String(units)),
      skip: skipOf(layer.text, index),
      units,
      plane,
      fanIn: Math.max(0, layer.parameters / units - 1),
      unitNames: output ? (rebuilds ? inputs.unitNames : outputNames(layer.units, facts.classes, mapped)) : [],
      low: layer.low,
      high: layer.high,
      middle: layer.middle,
      weights: layer.weights,
      output,
    };
  });
  return {
    columns: [inputs, ...columns],
    imageSide: image ? facts.imageWidth : 0,
    imageFull: facts.high[0] ?? 1,
    mapped,
    shape: [form.inputs, ...columns.map(({ units, plane }) => written(units, plane))].join(' – '),
    parameters: facts.parameters,
    classes: facts.classes,
    targetLimit: form.dataset.target === 'number' && !rebuilds ? niceLimit(largest(pointsOf(rows, facts.columns).target)) : 0,
  };
}

const written = (units: number, plane: Column['plane']): string => (plane ? `${units}×${plane.height}×${plane.width}` : String(units));

/** A residual add, `res(8:tanh,8:tanh)`, adds what its block began with: as many columns back as the block has layers, and one. */
/** `32:relu` is 32 over relu, `conv:8x3:relu` conv over its channels. */
function briefly(text: string, units: string): readonly [string, string] {
  if (text.startsWith('res(')) return ['+', units];
  const [first = '', ...others] = text.split(':');
  return /^\d+$/.test(first) ? [first, others.at(-1) ?? ''] : [first, units];
}

function skipOf(text: string, layer: number): number {
  const block = /^res\((.*)\)$/.exec(text)?.[1];
  return block === undefined ? -1 : layer - block.split(',').length;
}

/** Outputs are named after their classes; one bar for two classes is the share of the second. */
function outputNames(units: number, classes: readonly string[], mapped: boolean): readonly string[] {
  if (units > 1) return classes;
  return !mapped && classes.length === 2 ? classes.slice(1) : [];
}

/** Facts and form arrive together but are two signals: they fit when they speak of the same layers. */
export function fits(form: Form | null, facts: Facts | null): boolean {
  if (!form || !facts || form.summary.length !== facts.layers.length) return false;
  return form.summary.every((layer, index) => layer.units === facts.layers[index]?.units);
}

/** How a unit is called in sentences. */
export function unitName(column: Column, unit: number, long: boolean): string {
  const own = column.unitNames[unit];
  if (own !== undefined) return column.layer < 0 && long ? `${viewWords.network.input} ${own}` : own;
  if (column.output && column.units === 1) return viewWords.network.output;
  return long ? viewWords.network.unit(column.name, unit + 1) : viewWords.network.unitShort(unit + 1);
}
