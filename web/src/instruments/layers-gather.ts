/** How the layers were up to the present step: asked of a copy that trains in the instruments' worker, never of the run itself. */
import { effect, signal } from '@preact/signals-core';
import { copyRun } from '../state/requests';
import { experimentText, form, runState, snapshot } from '../state/store';
import { lookInterval, whileRunning } from './holding-back';
import { Laboratory, type Refusal } from './laboratory';
import type { Quantity } from './layers-words';
import { quantities } from './layers-words';

/** Of the numbers of one kind, now; numbers that are not finite come as words. */
export interface Histogram {
  count: number;
  zeros: number;
  odd: number;
  rms: number;
  norm: number;
  largest: number;
}

export interface LayerNumbers {
  name: string;
  text: string;
  activation: string;
  units: number;
  dead: number;
  saturated: number | string;
  ratio: number | string;
  /** Of the scales of activations and weights. */
  limits: [number, number];
  histograms: [Histogram, Histogram, Histogram, Histogram];
}

/** LayersOverTime::json of the core, with its picture. */
export interface LayersReport {
  step: number;
  epoch: number;
  reached: number;
  target: number;
  there: boolean;
  rows: number;
  allRows: number;
  batch: number;
  taken: boolean;
  hash: string;
  bins: number;
  leastMagnitude: number;
  steps: number[];
  layers: LayerNumbers[];
  findings: { code: string; layer: number; text: string; since: number }[];
  values: Float32Array;
}

export const report = signal<LayersReport | null>(null);
/** How far the copy is on a long way. */
export const way = signal<{ step: number; target: number } | null>(null);
export const trouble = signal('');

/** On a long way so many milliseconds, until the run is shown without the rest of its past. */
const patience = 400;
/** While the network trains, the copy works one part of the time in so many: the run and its pictures come first. */
const restraint = 20;

/** Ratio, share of dead units, share of saturated outputs: after the bins and the root mean squares. */
const extras = 3;

/** Where the numbers of a layer lie in a look of the picture. */
function placeOf({ layers, bins }: LayersReport, look: number, layer: number): number {
  return (look * layers.length + layer) * (quantities.length * bins + quantities.length + extras);
}

/** The shares of the numbers in the bins of one look. */
export function binsOf(of: LayersReport, look: number, layer: number, quantity: Quantity): Float32Array {
  const first = placeOf(of, look, layer) + quantities.indexOf(quantity) * of.bins;
  return of.values.subarray(first, first + of.bins);
}

function series(of: LayersReport, layer: number, place: number): number[] {
  const first = quantities.length * of.bins + place;
  return of.steps.map((_, look) => of.values[placeOf(of, look, layer) + first] ?? Number.NaN);
}

/** Of each look. */
export const sizesOf = (of: LayersReport, layer: number, quantity: Quantity): number[] => series(of, layer, quantities.indexOf(quantity));
export const ratiosOf = (of: LayersReport, layer: number): number[] => series(of, layer, quantities.length);

export function startGathering(): () => void {
  const lab = new Laboratory();
  let open = true;
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let earliest = 0;

  const due = (): { text: string; step: number } | null => {
    const present = snapshot.peek();
    const text = experimentText.peek();
    if (!present || text === '' || form.peek()?.empty) return null;
    return { text, step: present.status.step };
  };
  let done = '';
  const nameOf = ({ text, step }: { text: string; step: number }) => `${step} ${text}`;

  /** The run as it stands, with as much of its past as the copy has seen. */
  const show = async (text: string): Promise<void> => {
    const port = copyRun();
    const answer: LayersReport | Refusal | null = await lab.ask({ type: 'layers-at', text, port }, [port]);
    if (open && answer && !('problems' in answer) && text === experimentText.peek()) report.value = answer;
  };

  /** While the run goes on, the run itself is shown, with the past that is known. */
  const rest = async (text: string, until: number): Promise<void> => {
    while (open && runState.peek() === 'running' && text === experimentText.peek()) {
      const left = until - performance.now();
      if (left <= 0) return;
      await whileRunning(Math.min(lookInterval, left));
      if (open && left > lookInterval) await show(text);
    }
  };

  /** Until the copy is where the run is; on a long way the run itself is shown from time to time. */
  const arrive = async (): Promise<void> => {
    let shown = performance.now() - lookInterval;
    for (let goal = due(); goal && open; goal = due()) {
      const asked = performance.now();
      const answer: LayersReport | Refusal | null = await lab.ask({ type: 'layers', ...goal });
      const rested = asked + restraint * (performance.now() - asked);
      if (!open || !answer) return;
      if ('problems' in answer) {
        trouble.value = answer.problems[0]?.message ?? '';
        report.value = null;
        done = nameOf(goal);
        return;
      }
      trouble.value = '';
      const present = due();
      const same = present !== null && nameOf(present) === nameOf(goal);
      if (answer.there && (same || (runState.peek() === 'running' && present?.text === goal.text && present.step > goal.step))) {
        way.value = null;
        report.value = answer;
        done = nameOf(goal);
        await rest(goal.text, rested);
        return;
      }
      if (answer.there) continue;
      way.value = { step: answer.reached, target: goal.step };
      if (performance.now() - shown >= patience && runState.peek() !== 'replaying') {
        await show(goal.text);
        shown = performance.now();
      }
      await rest(goal.text, rested);
    }
  };

  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const goal = due();
    if (!open || asking || !goal || nameOf(goal) === done) return;
    const wait = earliest - performance.now();
    if (wait > 0 && runState.peek() === 'running') {
      timer = setTimeout(() => void look(), wait);
      return;
    }
    asking = true;
    await arrive();
    asking = false;
    earliest = performance.now() + lookInterval;
    if (open) void look();
  };

  const stop = effect(() => {
    snapshot.value;
    experimentText.value;
    form.value;
    // Signals of one message change one after the other.
    queueMicrotask(() => void look());
  });
  return () => {
    open = false;
    stop();
    clearTimeout(timer);
    lab.close();
    report.value = null;
    way.value = null;
    trouble.value = '';
  };
}
