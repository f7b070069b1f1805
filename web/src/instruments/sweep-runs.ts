/** A sweep: the experiments the core makes of one or two fields, trained by as many workers as the machine has cores to spare. */
import { signal } from '@preact/signals-core';
import type { Table, Value } from '../pictures/csv';
import { experimentText, type Problem } from '../state/store';
import { complaint, Laboratory, type Refusal } from './laboratory';
import { sweepWords as words } from './sweep-words';

export interface Plan {
  axes: { key: string; label: string; values: string[] }[];
  experiments: string[];
  /** Runs of each combination. */
  seeds: number;
}

interface Part {
  rows: number;
  loss: number | string;
  accuracy?: number | string;
  r2?: number | string;
}

/** result_json of the core; numbers that are not finite are words. */
export interface Outcome {
  experiment: string;
  step: number;
  epoch: number;
  diverged: boolean;
  train?: Part;
  test?: Part;
  blind?: Part;
  hash: string;
}

/** spread_json of the core. */
export interface Spread {
  count: number;
  low: number;
  median: number;
  high: number;
}

/** One combination: its runs, one a seed, and what they come to. */
export interface Cell {
  outcomes: (Outcome | null)[];
  loss: Spread | null;
  score: Spread | null;
  diverged: number;
}

export type State = 'none' | 'running' | 'cancelled' | 'done';

export const plan = signal<Plan | null>(null);
export const cells = signal<readonly Cell[]>([]);
export const done = signal(0);
export const state = signal<State>('none');
export const problem = signal<Problem | null>(null);
export const secondsLeft = signal(Number.NaN);

/** The page's run keeps a core. */
export const workers = Math.max(1, Math.min(16, (navigator.hardwareConcurrency || 2) - 1));

let crew: Laboratory[] = [];
let clerk = new Laboratory();
/** Grows with each sweep: late answers of an earlier one are void. */
let turn = 0;

/** What a combination is judged by: the test rows, or the training rows where there are none. */
export const judged = (outcome: Outcome): Part | undefined => outcome.test ?? outcome.train;
const numberOf = (value: number | string | undefined): number => (typeof value === 'number' ? value : Number.NaN);
export const lossOf = (outcome: Outcome): number => numberOf(judged(outcome)?.loss);
export const scoreOf = (outcome: Outcome): number => numberOf(judged(outcome)?.accuracy ?? judged(outcome)?.r2);

async function spreadOf(numbers: number[]): Promise<Spread | null> {
  const spread = await clerk.ask<Spread>({ type: 'spread', numbers: Float64Array.from(numbers) });
  return spread && spread.count > 0 ? spread : null;
}

async function summarise(mine: number, index: number): Promise<void> {
  const cell = cells.peek()[index];
  if (!cell) return;
  const known = cell.outcomes.filter((outcome) => outcome !== null);
  const finite = known.filter((outcome) => !outcome.diverged);
  const [loss, score] = await Promise.all([spreadOf(finite.map(lossOf)), spreadOf(finite.map(scoreOf))]);
  if (mine !== turn) return;
  const diverged = known.length - finite.length;
  cells.value = cells.peek().map((other, i) => (i === index ? { ...other, loss, score, diverged } : other));
}

async function work(mine: number, present: Plan, next: () => number, lab: Laboratory, since: number): Promise<void> {
  for (let run = next(); run < present.experiments.length && mine === turn; run = next()) {
    const answer = await lab.ask<Outcome | Refusal>({ type: 'result', text: present.experiments[run] as string });
    if (mine !== turn) return;
    if (!answer || 'problems' in answer) {
      stop();
      problem.value = answer?.problems[0] ?? complaint(words.lost);
      return;
    }
    const cell = cells.peek()[Math.floor(run / present.seeds)];
    if (cell) cell.outcomes[run % present.seeds] = answer;
    done.value = done.peek() + 1;
    secondsLeft.value = (((performance.now() - since) / done.peek()) * (present.experiments.length - done.peek())) / 1000;
    await summarise(mine, Math.floor(run / present.seeds));
  }
}

/** `axes`: "key=value", one a value or range. Resolves when the last run is done, or the sweep was stopped. */
export async function start(axes: readonly string[], seeds: number, epochs: string): Promise<void> {
  stop();
  problem.value = null;
  const mine = turn;
  const answer = await clerk.ask<({ ok: true } & Omit<Plan, 'seeds'>) | Refusal>({
    type: 'sweep',
    text: experimentText.peek(),
    words: axes.join(' '),
    seeds: seeds > 1 ? seeds : 0,
    epochs,
  });
  if (!answer || mine !== turn) return;
  if (!answer.ok) {
    problem.value = answer.problems[0] ?? complaint(words.lost);
    return;
  }
  const present: Plan = { axes: answer.axes, experiments: answer.experiments, seeds: Math.max(1, seeds) };
  const count = present.experiments.length / present.seeds;
  plan.value = present;
  cells.value = Array.from({ length: count }, () => ({ outcomes: Array(present.seeds).fill(null), loss: null, score: null, diverged: 0 }));
  done.value = 0;
  secondsLeft.value = Number.NaN;
  state.value = 'running';
  let taken = 0;
  crew = Array.from({ length: Math.min(workers, present.experiments.length) }, () => new Laboratory());
  const since = performance.now();
  await Promise.all(crew.map((lab) => work(mine, present, () => taken++, lab, since)));
  if (mine !== turn) return;
  dismiss();
  state.value = 'done';
}

function dismiss(): void {
  for (const lab of crew) lab.close();
  crew = [];
}

/** What is done stays. */
export function stop(): void {
  turn += 1;
  dismiss();
  if (state.peek() === 'running') state.value = 'cancelled';
}

/** The instrument was closed: nothing goes on, nothing is kept. */
export function close(): void {
  stop();
  clerk.close();
  clerk = new Laboratory();
  plan.value = null;
  cells.value = [];
  state.value = 'none';
  problem.value = null;
}

/** One line a run, in the order of the sweep. */
function* lines(): Iterable<Value[]> {
  const [first, second] = plan.peek()?.axes ?? [];
  const part = ({ loss, accuracy, r2 }: Partial<Part> = {}) => [loss, accuracy ?? r2];
  for (const [index, { outcomes }] of cells.peek().entries()) {
    const column = second ? Math.floor(index / second.values.length) : index;
    const values = [first?.values[column], ...(second ? [second.values[index % second.values.length]] : [])];
    for (const outcome of outcomes) {
      if (!outcome) continue;
      const { step, epoch, diverged, train, test, hash, experiment } = outcome;
      yield [...values, step, epoch, diverged, ...part(train), ...part(test), hash, experiment];
    }
  }
}

export const table: Table = {
  name: 'sweep',
  get heads() {
    const keys = (plan.peek()?.axes ?? []).map(({ key }) => key);
    return [...keys, 'step', 'epoch', 'diverged', 'train_loss', 'train_score', 'test_loss', 'test_score', 'hash', 'experiment'];
  },
  rows: lines,
};
