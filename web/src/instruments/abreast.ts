/** Runs in step with the page's: which they are, how far each is, and pictures of all of them at the same moment. */
import { effect, signal } from '@preact/signals-core';
import { setView } from '../state/actions';
import { moving } from '../state/drive';
import { leash } from '../state/requests';
import { experimentText, facts, Part, type Problem, pictureDue, runState, type Snapshot, snapshot, trace, view } from '../state/store';
import { wanted } from '../state/wanted';
import { wholePart } from '../views/snapshots';
import { complaint, Laboratory, type Refusal } from './laboratory';
import { Lane } from './lane';
import { sideWords as words } from './side-words';

export const mostRuns = 4;

export interface FieldDifference {
  key: string;
  label: string;
  first: string;
  second: string;
}

/** What the core says of an experiment beside the page's. */
interface Comparison {
  ok: boolean;
  problems: Problem[];
  canonical: string;
  sameData: boolean;
  sameStart: boolean;
  byEpoch: boolean;
  sameQuestions: boolean;
  differences: FieldDifference[];
}

export interface Compared {
  /** As in the link. */
  written: string;
  comparison: Comparison | null;
  /** Why it cannot be made from the page's experiment; null: it can. */
  trouble: Problem | null;
  lane: Lane;
}

/** difference_json, and the differences themselves. */
export interface Difference {
  signed: boolean;
  largest: number | string;
  mean: number | string;
  different: number;
  otherwise: number;
  points: number;
  values: Float32Array;
  shape: readonly number[];
}

/** The runs beside the page's, in the order of the link. */
export const compared = signal<readonly Compared[]>([]);
/** The page's run at the step that all pictures show. */
export const shown = signal<Snapshot | null>(null);
/** Grows when anything of the runs has changed. */
export const version = signal(0);
/** Which run the page's is compared with, point by point. */
export const chosen = signal(0);
export const difference = signal<Difference | null>(null);

const frameMilliseconds = 90;
/** How long the others may take for the steps of one frame: where they leave the page no core of its own, it needs half of the time. */
const shareMilliseconds = () => (compared.peek().length + 1 < navigator.hardwareConcurrency ? 80 : 45);
const leastStride = 64;

const parts = Part.history | Part.decision | Part.predictions | Part.confusion | Part.code;

let lab = new Laboratory();
let stride = leastStride;
/** What a frame costs without any training. */
let leastTook = Number.POSITIVE_INFINITY;
let underWay: { snapshot: Snapshot; since: number } | null = null;
let lastFrame = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;
let measuring = false;

const changesOf = (written: string): string => {
  const changes = written.replaceAll('~', '&');
  try {
    return decodeURIComponent(changes);
  } catch {
    return changes;
  }
};
const writtenOf = (changes: string): string => changes.replaceAll('&', '~');
const laneWants = () => ({ mask: wanted.peek().mask & parts, unitMapSize: 8 });

function touch(): void {
  version.value = version.peek() + 1;
}

/** Where a run is when the page's is at this status: the same step, or the same share of an epoch where steps differ in size. */
function stepOf({ comparison, lane }: Compared, { status }: Snapshot): number {
  if (!comparison?.byEpoch || !lane.facts) return status.step;
  return Math.round((status.step / status.stepsPerEpoch) * lane.facts.stepsPerEpoch);
}

const taking = ({ trouble, comparison, lane }: Compared): boolean => !trouble && comparison !== null && lane.trouble === '';

/** Starts the next picture of all runs where the present one is of another moment. */
function advance(): void {
  clearTimeout(timer);
  if (pictureDue.peek()) return;
  const present = snapshot.peek();
  if (!present || compared.peek().length === 0) {
    shown.value = present;
    return;
  }
  if (compared.peek().some(({ trouble, comparison }) => !trouble && !comparison)) return;
  if (underWay && present.status.step >= underWay.snapshot.status.step) return;
  if (present === shown.peek() && compared.peek().every(({ lane }) => lane.settled)) return;
  const wait = moving() ? lastFrame + frameMilliseconds - performance.now() : 0;
  if (wait > 0 && !underWay) timer = setTimeout(advance, wait);
  else begin(present);
}

function begin(present: Snapshot): void {
  underWay = { snapshot: present, since: performance.now() };
  lastFrame = underWay.since;
  for (const entry of compared.peek()) if (taking(entry)) entry.lane.follow(stepOf(entry, present), !moving());
  arrive();
}

function arrive(): void {
  touch();
  if (!underWay || compared.peek().some((entry) => !entry.trouble && !(entry.comparison && entry.lane.settled))) return;
  const { snapshot: present, since } = underWay;
  underWay = null;
  const steps = Math.max(0, present.status.step - (shown.peek()?.status.step ?? 0));
  const took = performance.now() - since;
  leastTook = Math.min(leastTook, took);
  const factor = Math.max(0.5, Math.min(2, shareMilliseconds() / Math.max(1, took - leastTook)));
  stride = Math.ceil(Math.max(leastStride, Math.min(stride * factor, 4 * steps)));
  for (const { lane } of compared.peek()) lane.turnOver();
  shown.value = present;
  hold();
  void measure();
  advance();
}

/** The page's run goes a little ahead, never out of sight. */
function hold(): void {
  const going = compared.peek().some(taking);
  leash(going ? (snapshot.peek()?.status.step ?? 0) + stride : Number.POSITIVE_INFINITY);
}

/** Differences of the pictures that are shown, the latest where they come faster than they are computed. */
async function measure(): Promise<void> {
  if (measuring) return;
  measuring = true;
  for (let of: Snapshot | null = null; of !== shown.peek() || stale; ) {
    of = shown.peek();
    stale = false;
    difference.value = await differenceOf(of);
  }
  measuring = false;
}
let stale = false;

export function choose(index: number): void {
  chosen.value = index;
  stale = true;
  void measure();
}

/** What is compared point by point: maps and curves where there are some, otherwise the answers to all rows, or the rebuilt row. */
const answersOf = (of: Snapshot | null) => wholePart(of, 'decision') ?? wholePart(of, 'prediction') ?? wholePart(of, 'rebuilt');

/** What those answers are taken for; empty where they are no classes. */
const classesOf = (of: Snapshot | null) =>
  Float32Array.from(wholePart(of, wholePart(of, 'decision') ? 'decision_class' : 'prediction_class')?.values ?? []);

/** How the points of an answer lie: [rows, columns], or one after the other. */
function layoutOf(shape: readonly number[]): readonly number[] {
  if (shape.length > 1) return shape.slice(1);
  const [points = 0] = shape;
  const across = facts.peek()?.imageWidth ?? 0;
  return across > 0 ? [points / across, across] : [points];
}

async function differenceOf(of: Snapshot | null): Promise<Difference | null> {
  const entry = compared.peek()[chosen.peek()];
  const [first, second] = [answersOf(of), answersOf(entry?.lane.snapshot ?? null)];
  if (!entry?.comparison?.sameQuestions || !first || !second || first.shape.join() !== second.shape.join()) return null;
  const answer = await lab.ask<Difference | Refusal>({
    type: 'difference',
    first: Float32Array.from(first.values),
    second: Float32Array.from(second.values),
    outputs: first.shape.length > 1 ? (first.shape[0] ?? 1) : 1,
    firstClasses: classesOf(of),
    secondClasses: classesOf(entry.lane.snapshot),
  });
  return answer && 'values' in answer ? { ...answer, shape: layoutOf(first.shape) } : null;
}

/** Makes the runs be those of the link, all changed from the page's experiment; the core says what that comes to. */
async function arrange(base: string, list: readonly string[]): Promise<void> {
  asked += 1;
  const mine = asked;
  const left = [...compared.peek()];
  const entries = list.slice(0, mostRuns - 1).map((written): Compared => {
    const same = left.findIndex((entry) => entry.written === written);
    const lane = same < 0 ? new Lane(laneWants(), words.lost, arrive) : left.splice(same, 1)[0]?.lane;
    return { written, comparison: null, trouble: null, lane: lane as Lane };
  });
  for (const { lane } of left) lane.close();
  if (chosen.peek() >= entries.length) chosen.value = Math.max(0, entries.length - 1);
  underWay = null;
  difference.value = null;
  compared.value = entries;
  hold();
  await Promise.all(
    entries.map(async (entry) => {
      const answer = await lab.ask<Comparison>({ type: 'vary', text: base, changes: changesOf(entry.written) });
      if (mine !== asked || !answer) return;
      if (!answer.ok) entry.trouble = answer.problems[0] ?? complaint(words.lost);
      else entry.comparison = answer;
      if (answer.ok && entry.lane.text !== answer.canonical) {
        entry.lane.open(answer.canonical);
        entry.lane.show(trace.peek().values, trace.peek().row);
      }
      entry.lane.settled = entry.trouble !== null;
    }),
  );
  if (mine !== asked) return;
  compared.value = [...entries];
  shown.value = null;
  hold();
  advance();
}

/** One more run, as long as there is room. */
export function add(changes: string): void {
  const list = view.peek().vary;
  if (list.length < mostRuns - 1) setView({ vary: [...list, writtenOf(changes)] });
}

export function remove(index: number): void {
  setView({ vary: view.peek().vary.filter((_, i) => i !== index) });
}

/** What is wrong with a change of the page's experiment; null: it is right. */
export async function problemOf(changes: string): Promise<Problem | null> {
  const answer = await lab.ask<Comparison>({ type: 'vary', text: experimentText.peek(), changes });
  return !answer || answer.ok ? null : (answer.problems[0] ?? complaint(words.lost));
}

/** What has to be changed in one experiment to make another of it. */
export async function changesBetween(base: string, other: string): Promise<{ changes: string; problem: Problem | null }> {
  const answer = await lab.ask<{ ok: boolean; variation: string } & Refusal>({ type: 'variation', text: base, other });
  if (!answer?.ok) return { changes: '', problem: answer?.problems[0] ?? complaint(words.lost) };
  return { changes: answer.variation, problem: null };
}

/** The link's runs as they are when another of them becomes the page's. */
export async function seenFrom(index: number): Promise<string[] | null> {
  const entries = compared.peek();
  const base = entries[index]?.comparison?.canonical;
  if (base === undefined) return null;
  const texts = entries.map((entry, i) => (i === index ? experimentText.peek() : (entry.comparison?.canonical ?? '')));
  const all = await Promise.all(texts.map((text) => changesBetween(base, text)));
  return all.some(({ problem }) => problem !== null) ? null : all.map(({ changes }) => writtenOf(changes));
}

/** Follows the page's run until the function it gives back is called. */
export function startAbreast(): () => void {
  lab = new Laboratory();
  stride = leastStride;
  leastTook = Number.POSITIVE_INFINITY;
  const stops = [
    effect(() => {
      const [base, list] = [experimentText.value, view.value.vary];
      if (base !== '') void arrange(base, list);
    }),
    effect(() => {
      snapshot.value;
      runState.value;
      pictureDue.value;
      // Signals of one message change one after the other.
      queueMicrotask(advance);
    }),
    effect(() => {
      const { values, row } = trace.value;
      for (const { lane } of compared.peek()) if (lane.facts) lane.show(values, row);
    }),
    effect(() => {
      wanted.value;
      for (const { lane } of compared.peek()) lane.want(laneWants());
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    asked += 1;
    for (const { lane } of compared.peek()) lane.close();
    lab.close();
    compared.value = [];
    underWay = null;
    shown.value = null;
    difference.value = null;
    leash(Number.POSITIVE_INFINITY);
  };
}
