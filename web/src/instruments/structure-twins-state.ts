/** Twins of the network: which act on which units is asked for, and what the core says of it. */
import { computed, effect, signal } from '@preact/signals-core';
import type { Numeric } from '../state/format';
import { copyRun } from '../state/requests';
import { form, selection } from '../state/store';
import type { Laboratory, Refusal } from './laboratory';
import { standingAt } from './standing';
import { look, place } from './structure-state';

export const acts = ['swap', 'flip', 'remove'] as const;
export type Act = (typeof acts)[number];

export interface TwinLayer {
  /** Place among the network's layers. */
  layer: number;
  name: string;
  units: number;
  image: boolean;
  into: string[];
  outOf: string[];
  /** Why it cannot be done; empty: it can. */
  swap: string;
  flip: string;
  remove: string;
  dead: { unit: number; value: Numeric }[];
  twins: Numeric;
}

/** twin_layers_json of the core. */
export interface Twins {
  step: number;
  rows: number;
  allRows: number;
  layers: TwinLayer[];
}

export interface TwinMatrix {
  name: string;
  into: boolean;
  outOf: boolean;
  rows: number;
  columns: number;
  shownRows: number[];
  shownColumns: number[];
  keptRows: number[];
  keptColumns: number[];
  /** b is the last column. */
  before: Numeric[][];
  after: Numeric[][];
}

/** twin_json of the core. */
export interface Twin {
  step: number;
  units: number[];
  difference: Numeric;
  largest: Numeric;
  rows: number;
  allRows: number;
  before: number;
  after: number;
  text: string;
  noText: string;
  matrices: TwinMatrix[];
}

const pane = 2;

export const twins = signal<Twins | null>(null);
export const twin = signal<Twin | null>(null);
/** Why there is none; empty: nothing is wrong. */
export const refused = signal('');

/** The layer looked at, or the first one that has units to move. */
export const twinLayer = computed(
  () => twins.value?.layers.find(({ layer }) => layer === place.value.layer) ?? twins.value?.layers[0] ?? null,
);

/** Links may say anything: what does not exist counts as the first. */
export const asked = computed(() => {
  const [act, first, second, done] = place.value.more.map(Number);
  const last = (twinLayer.value?.units ?? 1) - 1;
  const unit = (number: number | undefined, otherwise: number) =>
    Number.isInteger(number) && Number(number) >= 0 ? Math.min(last, Number(number)) : Math.min(last, otherwise);
  return { act: acts[act ?? 0] ?? 'swap', first: unit(first, 0), second: unit(second, 1), done: done === 1 };
});

export function ask(patch: Partial<{ layer: number; act: Act; first: number; second: number; done: boolean }>): void {
  const { act, first, second, done } = { ...asked.peek(), done: false, ...patch };
  const layer = patch.layer ?? twinLayer.peek()?.layer ?? 0;
  look({ layer, more: [acts.indexOf(act), first, second, done ? 1 : 0].map(String) });
}

/** What is asked of the core; empty: nothing yet. */
const question = computed(() => {
  const layer = twinLayer.value;
  const { act, first, second, done } = asked.value;
  if (place.value.pane !== pane || !layer || !done) return '';
  const units = { swap: [first, second], flip: [first], remove: [] }[act];
  return JSON.stringify({ act, layer: layer.layer, units });
});

/** Follows the run and the question until the function it returns is called. */
export function startTwins(lab: Laboratory): () => void {
  let open = true;
  /** Where the run stood when its layers, and when the twin, were asked for. */
  let surveyed = '';
  let made = '';

  async function survey(at: string): Promise<void> {
    if (at === surveyed) return;
    surveyed = at;
    const port = copyRun();
    const answer = await lab.ask<Twins | Refusal>({ type: 'twins', port }, [port]);
    if (!open || !answer || at !== surveyed) return;
    refused.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
    twins.value = 'problems' in answer ? null : answer;
  }

  async function make(at: string, asking: string): Promise<void> {
    const wanted = `${at} ${asking}`;
    if (wanted === made) return;
    made = wanted;
    const port = copyRun();
    const { act, layer, units } = JSON.parse(asking) as { act: Act; layer: number; units: number[] };
    const answer = await lab.ask<Twin | Refusal>({ type: 'twin', port, act, layer, units }, [port]);
    if (!open || !answer || wanted !== made) return;
    refused.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
    twin.value = 'problems' in answer ? null : answer;
  }

  /** A press on a unit of the picture chooses it; the one chosen before becomes the other. */
  function point(layer: number, unit: number): void {
    const pressed = twins.peek()?.layers.find((candidate) => candidate.layer === layer);
    if (!pressed || unit >= pressed.units) return;
    const { first } = asked.peek();
    const same = twinLayer.peek()?.layer === layer;
    if (!same || first !== unit) ask({ layer, first: unit, second: same ? first : (unit + 1) % pressed.units });
  }

  const stops = [
    effect(() => {
      const at = standingAt.value;
      if (at !== '' && place.value.pane === pane && !form.value?.empty) queueMicrotask(() => void survey(at));
    }),
    effect(() => {
      const at = standingAt.value;
      const asking = question.value;
      if (asking === '') {
        made = '';
        twin.value = null;
        refused.value = '';
      } else if (at !== '') queueMicrotask(() => void make(at, asking));
    }),
    effect(() => {
      const chosen = selection.value;
      if (chosen?.kind === 'unit' && place.peek().pane === pane) queueMicrotask(() => point(chosen.layer, chosen.unit));
    }),
  ];
  return () => {
    open = false;
    for (const stop of stops) stop();
    twins.value = null;
    twin.value = null;
    refused.value = '';
  };
}
