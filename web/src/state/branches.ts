/** Lines of a run. One that was trained beyond a step where the run then took another turn is kept as a branch, here and in this browser. */
import { effect, signal } from '@preact/signals-core';
import { openAt } from './actions';
import { editsIn, type WrittenEdit, withoutPosition } from './link';
import { loadBranches, removeBranch, saveBranch } from './shelf';
import { ahead, type Branch, branches, form, type Outcome, runState, type Snapshot, snapshot } from './store';
import { timelineWords as words } from './timeline-words';
import { toast } from './toasts';

/** Branches of one start; beyond, the oldest goes. */
const mostBranches = 12;
const longestName = 60;

interface Line {
  text: string;
  start: string;
  /** Of the kept branch that this line is; empty: not kept. */
  id: string;
  /** The furthest picture, or what is known of it. */
  furthest: Snapshot | null;
  outcome: Outcome | null;
  /** A picture of the line before. */
  stale: Snapshot | null;
}

let line: Line = { text: '', start: '', id: '', furthest: null, outcome: null, stale: null };
let kept: Branch[] = [];
/** False once this browser has refused to keep something. */
export const shelved = signal(true);
/** The name of the present line; empty: it has none yet. */
export const presentName = signal('');
/** The furthest step of the present line. */
export const reachedStep = signal(0);

/** The step from which two lines differ; infinite: they never do. */
export function forkOf(one: string, other: string): number {
  const [a, b] = [editsIn(one), editsIn(other)];
  const same = (x: WrittenEdit | undefined, y: WrittenEdit | undefined) =>
    x?.step === y?.step && x?.key === y?.key && x?.value === y?.value;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (!same(a[i], b[i])) return Math.min(a[i]?.step ?? Number.POSITIVE_INFINITY, b[i]?.step ?? Number.POSITIVE_INFINITY);
  }
  return Number.POSITIVE_INFINITY;
}

function outcomeOf({ status, entries, bytes }: Snapshot): Outcome {
  const entry = entries.find(({ role }) => role === 'history');
  const length = entry ? entry.shape.reduce((product, size) => product * size, 1) : 0;
  const history = entry ? new Float64Array(bytes.slice(entry.offset, entry.offset + 8 * length)) : new Float64Array();
  const { step, epoch, hash, loss, score } = status;
  return { step, epoch, hash, loss: [...loss], score: [...score], history };
}

const furthestStep = (): number => line.furthest?.status.step ?? line.outcome?.step ?? -1;

function outcome(): Outcome | null {
  if (line.furthest) line.outcome ??= outcomeOf(line.furthest);
  return line.outcome;
}

function publish(): void {
  branches.value = kept.filter(({ id, start }) => id !== line.id && start === line.start);
  presentName.value = kept.find(({ id }) => id === line.id)?.name ?? '';
}

async function shelve(branch: Branch): Promise<void> {
  shelved.value = await saveBranch(branch);
}

function freshName(): string {
  const used = new Set(kept.map(({ name }) => name));
  let number = 1;
  while (used.has(words.freshName(number))) number++;
  return words.freshName(number);
}

function keep(): void {
  const reached = outcome();
  if (!reached) return;
  const before = kept.find(({ id }) => id === line.id);
  if (before && before.step >= reached.step) return;
  const branch: Branch = {
    ...reached,
    id: before?.id ?? crypto.randomUUID(),
    start: line.start,
    name: before?.name ?? freshName(),
    text: line.text,
  };
  kept = before ? kept.map((other) => (other === before ? branch : other)) : [...kept, branch];
  void shelve(branch);
  const [oldest] = kept;
  if (kept.length > mostBranches && oldest) {
    drop(oldest);
    toast(words.droppedOldest(oldest.name, mostBranches));
  }
}

function drop(branch: Branch): void {
  kept = kept.filter(({ id }) => id !== branch.id);
  if (line.id === branch.id) line.id = '';
  void removeBranch(branch.id);
}

/** The kept branch that an experiment's text says again. */
function known(text: string): Branch | undefined {
  return kept.find((branch) => forkOf(branch.text, text) === Number.POSITIVE_INFINITY);
}

function enter(branch: Branch | undefined): void {
  line.id = branch?.id ?? '';
  if (branch && branch.step > furthestStep()) {
    line.outcome = branch;
    line.furthest = null;
  }
}

async function load(start: string): Promise<void> {
  const found = await loadBranches(start);
  if (start !== line.start) return;
  if (!found) shelved.value = false;
  const fresh = new Set(kept.map(({ id }) => id));
  kept = [...(found ?? []).filter(({ id }) => !fresh.has(id)), ...kept];
  if (line.id === '') enter(known(line.text));
  publish();
}

function turn(text: string, start: string, shown: Snapshot | null): void {
  const alike = start === line.start;
  const fork = alike ? forkOf(line.text, text) : 0;
  if (fork === Number.POSITIVE_INFINITY) {
    line.text = text;
    return;
  }
  if (alike ? furthestStep() > fork : line.id !== '') keep();
  if (!alike) kept = [];
  line = { text, start, id: '', furthest: null, outcome: null, stale: line.start === '' ? null : shown };
  enter(known(text));
  publish();
  if (!alike) void load(start);
}

function follow(): void {
  const present = form.value;
  const shown = snapshot.value;
  if (!present) return;
  const text = withoutPosition(present.canonical);
  if (text !== line.text || present.start !== line.start) turn(text, present.start, shown);
  if (!shown || shown === line.stale) {
    reachedStep.value = Math.max(0, furthestStep());
    return;
  }
  line.stale = null;
  if (shown.status.step >= furthestStep()) {
    verify(shown);
    line.furthest = shown;
    line.outcome = null;
    ahead.value = null;
  } else {
    ahead.value = outcome();
  }
  reachedStep.value = furthestStep();
}

/** A branch opened where it ended must be what it was; another version of this page may compute otherwise. */
function verify({ status }: Snapshot): void {
  const branch = line.furthest ? null : line.outcome;
  if (branch?.step === status.step && branch.hash !== status.hash && runState.peek() !== 'running') toast(words.differs);
}

export function startBranches(): void {
  effect(follow);
}

export function selectBranch(branch: Branch): void {
  openAt(branch.text, branch.step);
}

export function renameBranch(branch: Branch, name: string): void {
  const renamed = { ...branch, name: name.trim().slice(0, longestName) || branch.name };
  kept = kept.map((other) => (other.id === branch.id ? renamed : other));
  void shelve(renamed);
  publish();
}

export function deleteBranch(branch: Branch): void {
  drop(branch);
  publish();
  toast(words.deleted(branch.name), () => {
    if (branch.start === line.start) kept = [...kept, branch];
    void shelve(branch);
    publish();
  });
}
