/** What the core says of the network's structure, of the numbers its activations receive, and of one activation's curve. */

import { computed, effect, signal } from '@preact/signals-core';
import { setView } from '../state/actions';
import type { Numeric } from '../state/format';
import { copyRun } from '../state/requests';
import { experimentText, form, view } from '../state/store';
import { Laboratory, type Refusal } from './laboratory';
import { standingAt } from './standing';
import { startShapes } from './structure-shapes-state';
import { startTwins } from './structure-twins-state';

/** Height, width, channels. */
export type Shape = [number, number, number];

export interface LayerStructure {
  name: string;
  text: string;
  kind: string;
  activation: string;
  input: Shape;
  shape: Shape;
  rows: number;
  columns: number;
  drawn: boolean;
  parts: string[];
  parameters: number;
  statistics: number;
  multiplyAdds: number;
}

/** structure_json of the core. */
export interface Structure {
  text: string;
  precision: number;
  batch: number;
  /** From 0, of a point on a curve. */
  farthest: number;
  input: Shape;
  parameters: number;
  statistics: number;
  multiplyAdds: number;
  layers: LayerStructure[];
  activations: { name: string; label: string }[];
}

/** ranges_json of the core. */
export interface Ranges {
  step: number;
  rows: number;
  allRows: number;
  layers: { low: Numeric; high: Numeric }[];
}

/** collapse_json of the core. */
export interface Collapse {
  step: number;
  /** None: nothing collapses. */
  layers: string[];
  before: number;
  after: number;
  difference: Numeric;
  largest: Numeric;
  rows: number;
  allRows: number;
  text: string;
}

export interface CurvePoint {
  z: number;
  a: number;
  slope: number;
}

/** curve_json of the core. */
export interface Curve {
  name: string;
  label: string;
  meaning: string;
  formula: string;
  slopeFormula: string;
  limit: number;
  z: number[];
  a: number[];
  slope: number[];
  at: CurvePoint;
  far: (CurvePoint & { e: Numeric })[];
  flatBelow?: number;
  flatAbove?: number;
}

/** The link keeps thousandths. */
const fine = 1000;
/** Ends of the axis; the core's own end comes after them. */
const limits = [6, 10, 20, 50, 100, 200, 500];

export const structure = signal<Structure | null>(null);
export const ranges = signal<Ranges | null>(null);
export const collapse = signal<Collapse | null>(null);
export const curve = signal<Curve | null>(null);
export const trouble = signal('');
/** Of the point that was typed last. */
export const problem = signal('');

const farthest = (): number => structure.value?.farthest ?? Number.POSITIVE_INFINITY;
/** As a link keeps it, and no farther than curves go. */
export const clamped = (z: number): number => Math.max(-farthest(), Math.min(farthest(), Math.round(z * fine) / fine));
/** As a link writes them. */
const panes = ['0', '1', '2', '3'];
const whole = (text: string | undefined): number => (text && /^-?\d{1,7}$/.test(text) ? Number(text) : -1);

/** Links may say anything: what does not exist counts as the first. */
export const place = computed(() => {
  const [pane, layer, activation, z, ...more] = view.value.look.split(',');
  const last = (structure.value?.layers.length ?? 1) - 1;
  return {
    pane: Math.max(0, panes.indexOf(pane ?? '')),
    layer: Math.max(0, Math.min(last, whole(layer))),
    /** Place in the core's list; −1: the layer's own. */
    activation: whole(activation),
    z: z === undefined ? 1 : clamped(whole(z) / fine),
    /** What a pane of its own writes. */
    more,
  };
});

export function look(patch: Partial<{ pane: number; layer: number; activation: number; z: number; more: string[] }>): void {
  const { pane, layer, activation, z, more } = { ...place.peek(), ...patch };
  setView({ look: [pane, layer, activation, Math.round(clamped(z) * fine), ...more].join(',') });
}

/** The layer's own activation, or the nearest one before it that works unit by unit. */
function ownActivation({ layers, activations }: Structure, layer: number): string {
  const known = new Set(activations.map(({ name }) => name));
  const own = layers.slice(0, layer + 1).findLast(({ activation }) => known.has(activation));
  return own?.activation ?? activations[0]?.name ?? '';
}

/** The activation shown, and whether the layer itself has it. */
export const shown = computed(() => {
  const present = structure.value;
  if (!present) return { name: '', own: false };
  const { layer, activation } = place.value;
  const name = present.activations[activation]?.name ?? ownActivation(present, layer);
  return { name, own: name === present.layers[layer]?.activation };
});

/** What the selected layer's activation receives; null where the run has not been looked at or the function is not the layer's. */
export const seen = computed(() => {
  const range = shown.value.own ? ranges.value?.layers[place.value.layer] : undefined;
  return range && typeof range.low === 'number' && typeof range.high === 'number' ? { low: range.low, high: range.high } : null;
});

/** Far enough for the point and for what the layer sees. */
const limit = computed(() => {
  const most = Math.max(Math.abs(place.value.z), Math.abs(seen.value?.low ?? 0), Math.abs(seen.value?.high ?? 0));
  return limits.find((candidate) => candidate >= most) ?? farthest();
});

/** Follows the experiment and the run until the function it returns is called. */
export function startStructure(): () => void {
  const lab = new Laboratory();
  let open = true;
  let drawing = false;
  let drawAgain = false;
  /** The experiment that was measured last. */
  let measured = '';

  async function describe(text: string): Promise<void> {
    const answer = await lab.ask<Structure | Refusal>({ type: 'structure', text });
    if (!open || !answer || text !== experimentText.peek()) return;
    trouble.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
    if ('problems' in answer) return;
    if (ranges.peek()?.layers.length !== answer.layers.length) ranges.value = null;
    if (text !== measured) collapse.value = null;
    structure.value = answer;
  }

  async function measure(at: string): Promise<void> {
    const port = copyRun();
    const text = experimentText.peek();
    const answer = await lab.ask<{ ranges: Ranges; collapse: Collapse } | Refusal>({ type: 'ranges', port }, [port]);
    if (!open || !answer || at !== standingAt.peek()) return;
    measured = text;
    ranges.value = 'problems' in answer ? null : answer.ranges;
    collapse.value = 'problems' in answer ? null : answer.collapse;
  }

  /** While the point is dragged, only the last place is asked for. */
  async function draw(): Promise<void> {
    if (drawing) {
      drawAgain = true;
      return;
    }
    drawing = true;
    do {
      drawAgain = false;
      const { name: activation } = shown.peek();
      const precision = structure.peek()?.precision ?? 32;
      const answer = await lab.ask<Curve | Refusal>({ type: 'curve', activation, precision, limit: limit.peek(), at: place.peek().z });
      if (open && answer && 'z' in answer) curve.value = answer;
    } while (drawAgain && open);
    drawing = false;
  }

  const stops = [
    effect(() => {
      const text = experimentText.value;
      if (form.value) queueMicrotask(() => void describe(text));
    }),
    effect(() => {
      const at = standingAt.value;
      if (at !== '' && structure.value && !form.value?.empty) queueMicrotask(() => void measure(at));
    }),
    effect(() => {
      const wanted = structure.value && shown.value.name !== '' && place.value.pane === 1 && limit.value > 0;
      if (wanted) queueMicrotask(() => void draw());
    }),
  ];
  stops.push(startTwins(lab), startShapes(lab));
  return () => {
    open = false;
    for (const stop of stops) stop();
    lab.close();
    structure.value = null;
    ranges.value = null;
    collapse.value = null;
    curve.value = null;
    problem.value = '';
  };
}
