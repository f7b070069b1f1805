/** What the core says of a copy of the run, row by row and beyond: asked for wherever the run stands, and from time to time on its way. */
import { computed, effect, signal } from '@preact/signals-core';
import { setTrace, setView } from '../state/actions';
import type { Numeric } from '../state/format';
import { copyRun } from '../state/requests';
import { rows, runState, snapshot, view } from '../state/store';
import { lookInterval } from './holding-back';
import { Laboratory, type Refusal } from './laboratory';
import { standingAt } from './standing';

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
/** The rows it was found on, with their parts. */
const itsRows = signal<Float64Array | null>(null);
/** Whether what was found is about the rows on the page; a run that was opened anew may have the same. */
export const ofTheseRows = computed(() => {
  const [its, present] = [itsRows.value, rows.value];
  return its === present || (its?.length === present.length && its.every((value, i) => Object.is(value, present[i])));
});
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

/** The row looked at where none was chosen; −1: not known yet. */
const held = signal(-1);
export const shownRow = (): number => (place.value.row >= 0 ? place.value.row : held.value);

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
  held.value = -1;
}

const kindOf = (of: Overview | null): string =>
  of ? [of.target, of.outputs, ...of.columns.map(({ name }) => name), ...of.classes].join() : '';

function close(): void {
  asked += 1;
  lab.close();
  lab = new Laboratory();
  overview.value = null;
  forget();
  busy.value = false;
}

/** Takes a copy of the run as it stands. `still`: it stays there, and what is shown until then is old. */
async function examine(still: boolean): Promise<void> {
  asked += 1;
  const mine = asked;
  busy.value = still;
  const itsOwn = rows.peek();
  const port = copyRun();
  const answer = await lab.ask<{ overview: Overview; data: { findings: Finding[] } } | Refusal>({ type: 'examine', port }, [port]);
  if (mine !== asked) return;
  busy.value = busy.peek() && answer !== null;
  if (!answer) return;
  trouble.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
  const before = overview.peek();
  const present = 'problems' in answer ? null : answer.overview;
  if (kindOf(before) !== kindOf(present)) forget();
  itsRows.value = itsOwn;
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
async function follow(): Promise<void> {
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
  // The list is another one at every look: while the network trains, one row is held.
  if (held.peek() < 0 || runState.peek() !== 'running') held.value = dearest.peek()[0]?.row ?? 0;
  const row = shownRow();
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

/** While the network trains, a look is followed by so many times as long as it took, which leaves the processor to the run. */
const rests = 9;

/** Follows the run and the place looked at until the function it returns is called. */
export function startFollowing(): () => void {
  let open = true;
  let asking = false;
  let earliest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the run stood when it was asked last. */
  let seen = '';

  const due = (): string => {
    const status = snapshot.peek()?.status;
    return runState.peek() === 'running' && status ? `${status.step}` : standingAt.peek();
  };

  const see = async (): Promise<void> => {
    clearTimeout(timer);
    const at = due();
    if (!open || asking || at === '' || at === seen) return;
    const begin = performance.now();
    const moving = runState.peek() === 'running';
    if (moving && begin < earliest) {
      timer = setTimeout(() => void see(), earliest - begin);
      return;
    }
    asking = true;
    seen = at;
    await examine(!moving);
    asking = false;
    const end = performance.now();
    earliest = end + Math.max(lookInterval, rests * (end - begin));
    if (open) void see();
  };

  const stops = [
    effect(() => {
      snapshot.value;
      runState.value;
      standingAt.value;
      // Signals of one message change one after the other.
      queueMicrotask(() => void see());
    }),
    effect(() => {
      place.value;
      queueMicrotask(() => void follow());
    }),
  ];
  return () => {
    open = false;
    clearTimeout(timer);
    for (const stop of stops) stop();
    close();
  };
}

/** Looks at a row, here and in the picture of the network. */
export function choose(row: Row): void {
  look({ row: row.row });
  setTrace(null, row.row);
}
