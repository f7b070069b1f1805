/** What the microscope looks at: the run's next step as the core replayed it, the place in it, and what stands there. */

import { computed, effect, signal } from '@preact/signals-core';
import { setTrace, setView } from '../state/actions';
import type { Numeric } from '../state/format';
import { copyRun } from '../state/requests';
import { experimentText, runState, type Selection, trace as shown, snapshot, view } from '../state/store';
import { Laboratory, type Refusal } from './laboratory';

export type Phase = 'forward' | 'backward' | 'update';

/** journey_json of the core. */
export interface Journey {
  step: number;
  epoch: number;
  taken: boolean;
  rows: number[];
  kept: number;
  layers: { name: string; symbol: string; rows: number; columns: number }[];
  items: { kind: string; phase: Phase; symbol: string; layer: number; layerName: string }[];
}

export interface Sheet {
  item: number;
  symbol: string;
  flow: 'forward' | 'backward';
  layer: number;
  sum: boolean;
  values: Numeric[];
}

/** example_json of the core. */
export interface Example {
  loss: Numeric;
  batchLoss: Numeric;
  target: Numeric[];
  sheets: Sheet[];
}

export type Piece = { text: string } | { symbol: string; value: Numeric; flow: string; note: string };

export interface Matrix {
  symbol: string;
  flow: string;
  rows: number;
  columns: number;
  firstRow: number;
  firstColumn: number;
  mark: [row: number, column: number];
  image: boolean;
  values: Numeric[][];
}

/** look_json of the core. */
export interface Looked {
  kind: string;
  layer: number;
  layerName: string;
  unit: number;
  input: number;
  units: number;
  inputs: number;
  equations: { inline: boolean; pieces: Piece[] }[];
  product: ({ text: string } | Matrix)[];
  meaning: string;
}

export interface Place {
  item: number;
  /** Of the batch; stays while the whole batch is shown. */
  row: number;
  whole: boolean;
  unit: number;
  input: number;
  layer: number;
}

export const journey = signal<Journey | null>(null);
export const example = signal<Example | null>(null);
export const looked = signal<Looked | null>(null);
export const trouble = signal('');
export const playing = signal(false);
export const pace = signal<'slow' | 'normal' | 'fast'>('normal');
export const allDigits = signal(false);

const paceMilliseconds = { slow: 3000, normal: 1500, fast: 500 };
const standing = new Set(['ready', 'paused', 'finished']);

/** The place is view state, so that a link opens where its sender looked. */
export const place = computed((): Place => {
  const [item = 0, row = 0, unit = 0, input = 0, layer = -1, whole = 0] = view.value.look.split(',').map(Number);
  return { item, row, unit, input, layer, whole: whole === 1 };
});

export function look(patch: Partial<Place>): void {
  const { item, row, unit, input, layer, whole } = { ...place.peek(), ...patch };
  const numbers = [item, row, unit, input, layer, whole ? 1 : 0];
  const defaults = [0, 0, 0, 0, -1, 0];
  while (numbers.length > 1 && numbers.at(-1) === defaults[numbers.length - 1]) numbers.pop();
  setView({ look: numbers.join(',') });
}

/** Which weights the run stands at; empty while it moves. */
const standingAt = computed(() => {
  const status = snapshot.value?.status;
  return status && standing.has(runState.value) ? `${experimentText.value} ${status.step} ${status.hash}` : '';
});

export const moving = computed(() => standingAt.value === '');

let asked = 0;
let shownRow = -1;

async function trace(lab: Laboratory): Promise<void> {
  asked += 1;
  const mine = asked;
  const port = copyRun();
  const answer = await lab.ask<Journey | Refusal>({ type: 'trace', port }, [port]);
  if (mine !== asked || !answer) return;
  if ('problems' in answer) {
    journey.value = null;
    trouble.value = answer.problems[0]?.message ?? '';
    return;
  }
  const before = journey.peek();
  trouble.value = '';
  shownRow = -1;
  journey.value = answer;
  const other = before && before.items.length !== answer.items.length;
  if (other) setView({ look: '' });
  else if (before && before.step !== answer.step) look({ item: 0 });
}

async function show(lab: Laboratory, present: Journey, { item, row, whole, unit, input, layer }: Place): Promise<void> {
  const seen = Math.max(0, Math.min(row, present.kept - 1));
  const question = asked;
  const wanted = `${item},${row},${whole},${unit},${input},${layer}`;
  latest = wanted;
  const [numbers, answer] = await Promise.all([
    seen === shownRow ? example.peek() : lab.ask<Example>({ type: 'example', row: seen }),
    lab.ask<Looked>({ type: 'look', item, row: whole ? -1 : seen, layer, unit, input }),
  ]);
  if (question !== asked || latest !== wanted || !numbers || !answer) return;
  shownRow = seen;
  example.value = numbers;
  looked.value = answer;
}

let latest = '';
let timer: ReturnType<typeof setInterval> | undefined;

export function go(by: number): void {
  const last = (journey.peek()?.items.length ?? 1) - 1;
  const next = Math.max(0, Math.min(last, place.peek().item + by));
  if (next === last) playing.value = false;
  look({ item: next });
}

export function play(): void {
  if (!playing.peek() && place.peek().item >= (journey.peek()?.items.length ?? 1) - 1) look({ item: 0 });
  playing.value = !playing.peek();
}

/** What a press on the network means: the operation nearest to the present one that is about that unit or weight. */
export function choose(chosen: NonNullable<Selection>): void {
  const present = journey.peek();
  if (!present) return;
  const { item } = place.peek();
  const { phase, kind } = present.items[item] ?? { phase: 'forward', kind: '' };
  const edge = chosen.kind === 'edge';
  const input = edge ? chosen.input : kind === 'update' ? -1 : place.peek().input;
  if (kind === 'update' && chosen.layer >= 0) {
    look({ layer: chosen.layer, unit: chosen.unit, input });
    return;
  }
  const suits = present.items
    .map((candidate, index) => ({ ...candidate, index }))
    .filter((candidate) => candidate.layer === chosen.layer && candidate.phase === phase)
    .filter((candidate) => !edge || (phase === 'forward' ? candidate.kind === 'dense' : candidate.kind === 'weights'));
  const all =
    suits.length > 0
      ? suits
      : present.items.map((candidate, index) => ({ ...candidate, index })).filter(({ layer }) => layer === chosen.layer);
  const nearest = all.sort((a, b) => Math.abs(a.index - item) - Math.abs(b.index - item))[0];
  if (nearest) look({ item: nearest.index, unit: chosen.unit, input: Math.max(0, input) });
}

/** Follows the run until the function it gives back is called. */
export function startScope(): () => void {
  const lab = new Laboratory();
  const before = shown.peek();
  const stops = [
    // What the network is fed on the page is the example: the digit on the pad, the row of the table.
    effect(() => {
      const row = journey.value?.rows[place.value.row];
      if (row !== undefined && (shown.peek().row !== row || shown.peek().values)) setTrace(null, row);
    }),
    effect(() => {
      if (standingAt.value !== '') void trace(lab);
      else playing.value = false;
    }),
    effect(() => {
      const present = journey.value;
      if (present) void show(lab, present, place.value);
    }),
    effect(() => {
      clearInterval(timer);
      if (playing.value) timer = setInterval(() => go(1), paceMilliseconds[pace.value]);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    playing.value = false;
    shown.value = before;
    clearInterval(timer);
    asked += 1;
    lab.close();
    journey.value = null;
    example.value = null;
    looked.value = null;
    shownRow = -1;
  };
}
