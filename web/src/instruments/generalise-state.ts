/** What the core says of a copy of the run, row by row and beyond: asked for whenever the run stands still somewhere else. */
import { computed, signal } from '@preact/signals-core';
import { setTrace, setView } from '../state/actions';
import type { Numeric } from '../state/format';
import { copyRun } from '../state/requests';
import { view } from '../state/store';
import { Laboratory, type Refusal } from './laboratory';

/** overview_json of the core. */
export interface Overview {
  step: number;
  target: 'classes' | 'numbers';
  classes: string[];
  columns: { name: string; low: Numeric; high: Numeric }[];
  /** The first to sweep. */
  column: number;
  imageWidth: number;
  outputs: number;
  priced: boolean;
  parts: {
    name: string;
    rows: number;
    loss: Numeric;
    score: Numeric;
    baseLoss: Numeric;
    baseScore: Numeric;
    cost: Numeric;
    outside: number;
    half: number;
  }[];
  logarithms: { name: string; label: string; loss: Numeric[] }[];
}

/** Of its data check. */
export interface Finding {
  code: string;
  verdict: 'right' | 'note' | 'wrong' | 'none';
  numbers: number[];
}

export interface Row {
  row: number;
  loss: Numeric;
  share: Numeric;
  target: number;
  answers: Numeric[];
  answered: number;
  out: number[];
  inputs: number[];
}

/** sweep_json of the core. */
export interface Swept {
  row: number;
  column: number;
  name: string;
  trainedLow: number;
  trainedHigh: number;
  value: number;
  target: number;
  x: number[];
  answers: Numeric[][];
  truth: Numeric[];
}

/** slopes_json of the core. */
export interface Slopes {
  row: number;
  output: number;
  values: number[];
  slopes: Numeric[];
}

const most = 40;

export const overview = signal<Overview | null>(null);
export const findings = signal<readonly Finding[]>([]);
export const dearest = signal<readonly Row[]>([]);
export const swept = signal<Swept | null>(null);
export const slopes = signal<Slopes | null>(null);
/** Where the swept answer is read, as a point of the sweep; −1: at the row's own value. */
export const reading = signal(-1);
export const trouble = signal('');
export const busy = signal(false);

/** Links may say anything: what is no place in a table counts as none. */
const placeOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : -1);

/** Part, row and column looked at; −1: the core's or the list's first. */
export const place = computed(() => {
  const [part = -1, row = -1, column = -1] = view.value.look.split(',').map(placeOf);
  return { part, row, column };
});

export function look(patch: Partial<{ part: number; row: number; column: number }>): void {
  const { part, row, column } = { ...place.peek(), ...patch };
  setView({ look: `${part},${row},${column}` });
}

/** The part shown: the one chosen, otherwise the test rows where there are some. */
export function shownPart(present: Overview): number {
  const { part } = place.value;
  if ((present.parts[part]?.rows ?? 0) > 0) return part;
  return (present.parts[1]?.rows ?? 0) > 0 ? 1 : 0;
}

let lab = new Laboratory();
let asked = 0;

/** What was found of one experiment says nothing of another kind. */
function forget(): void {
  dearest.value = [];
  swept.value = null;
  slopes.value = null;
  reading.value = -1;
}

const kindOf = (of: Overview | null): string =>
  of ? [of.target, of.outputs, ...of.columns.map(({ name }) => name), ...of.classes].join() : '';

export function close(): void {
  asked += 1;
  lab.close();
  lab = new Laboratory();
  overview.value = null;
  forget();
  busy.value = false;
}

/** Takes a copy of the run as it stands. */
export async function examine(): Promise<void> {
  asked += 1;
  const mine = asked;
  busy.value = true;
  const { port1, port2 } = new MessageChannel();
  copyRun(port1);
  const answer = await lab.ask<{ overview: Overview; data: { findings: Finding[] } } | Refusal>({ type: 'examine', port: port2 }, [port2]);
  if (mine !== asked || !answer) return;
  trouble.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
  const before = overview.peek();
  const present = 'problems' in answer ? null : answer.overview;
  if (kindOf(before) !== kindOf(present)) forget();
  overview.value = present;
  findings.value = 'problems' in answer ? [] : answer.data.findings;
  shownRows = '';
  shownSweep = '';
  await follow();
  if (mine === asked) busy.value = false;
}

let shownRows = '';
let shownSweep = '';

/** Fetches what the place looked at needs and is not shown yet. */
export async function follow(): Promise<void> {
  const present = overview.peek();
  if (!present) return;
  const mine = asked;
  const part = shownPart(present);
  if (shownRows !== String(part)) {
    shownRows = String(part);
    const answer = await lab.ask<{ rows: Row[] }>({ type: 'dearest', part, count: most });
    if (mine !== asked || !answer) return;
    dearest.value = answer.rows;
  }
  const row = place.peek().row >= 0 ? place.peek().row : (dearest.peek()[0]?.row ?? 0);
  const column = place.peek().column >= 0 ? place.peek().column : present.column;
  if (shownSweep === `${row},${column}`) return;
  shownSweep = `${row},${column}`;
  if (present.imageWidth > 0) {
    slopes.value = present.target === 'classes' ? await lab.ask<Slopes>({ type: 'slopes', row }) : null;
  } else {
    const answer = await lab.ask<Swept>({ type: 'swept', row, column });
    if (mine === asked && answer) swept.value = answer;
  }
}

/** Looks at a row, here and in the picture of the network. */
export function choose(row: Row): void {
  look({ row: row.row });
  setTrace(null, row.row);
}
