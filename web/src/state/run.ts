/** The run on the page: what the trainer says becomes signals here, and a trainer that was lost is replaced. */
import { effect } from '@preact/signals-core';
import { TrainerClient } from '../trainer/client';
import type { FromWorker, ToWorker } from '../trainer/protocol';
import { words } from '../words';
import { settleAddress, startAddress } from './address';
import { busyWith, setBusy } from './busy';
import { cancelFrame, holdFrames, inTurn } from './frames';
import { valueIn, withoutPosition, withPosition } from './link';
import { explained } from './meanings';
import {
  blocked,
  codeSpot,
  type Divergence,
  divergence,
  expectation,
  experimentText,
  type Facts,
  type Field,
  type Form,
  facts,
  fetching,
  fields,
  form,
  opening,
  type Problem,
  pictureDue,
  type RunState,
  readings,
  rebuild,
  refused,
  replay,
  rows,
  runNumber,
  runState,
  type Snapshot,
  type Status,
  samplesPerSecond,
  secondsLeft,
  selection,
  snapshot,
  status,
  trace,
  view,
} from './store';
import { toast } from './toasts';
import { wanted } from './wanted';

type Origin = 'link' | 'default' | 'control' | 'rebuild';
type Check = Form & { ok?: boolean; problems: Problem[] };

const rebuildLimit = 3;
const rebuildForgivenMilliseconds = 60_000;
const measuringMilliseconds = 2000;
const readoutMilliseconds = 200;

let origin: Origin = 'link';
let booted = false;
let opened = false;
let factsText = '';
let pending: { text: string; step: number | undefined } = { text: '', step: undefined };
let expected: { step: number; hash: string } | null = null;
let runningSince = 0;
let losses: number[] = [];
let lostAt = 0;

export const client = new TrainerClient(receive);

/** A question about a text, answered by the core. */
export function ask<T>(question: (id: number) => ToWorker): Promise<T | null> {
  return busyWith(client.ask<T>(question));
}

export function presentStep(): number {
  return snapshot.peek()?.status.step ?? 0;
}

/** Whether the worker holds a run that can be trained. */
export function hasRun(): boolean {
  return opened && blocked.peek() === '';
}

export function openRun(text: string, step: number | undefined, from: Origin): void {
  origin = from;
  pending = { text, step };
  opening.value = step ?? 0;
  expectation.value = null;
  expected = null;
  selection.value = null;
  divergence.value = null;
  if (from === 'control') experimentText.value = withoutPosition(text);
  if (booted) client.open(text, step);
}

/** Moves the present run to a step; the core replays where it has to. A rough seek shows a step near it at once. */
export function seekRun(step: number, rough = false): void {
  if (!hasRun()) return;
  divergence.value = null;
  pending = { text: experimentText.peek(), step };
  opening.value = step;
  origin = 'control';
  client.seek(step, rough);
}

export function startRun(link: string): void {
  pending = { text: link, step: undefined };
  effect(followStatus);
  effect(() => {
    const want = wanted.value;
    if (want.mask !== 0) client.send({ type: 'want', ...want });
  });
  effect(() => {
    client.send({ type: 'trace', ...trace.value });
  });
  effect(() => {
    client.send({ type: 'code', values: codeSpot.value });
  });
  effect(() => setBusy('opening', opening.value !== null));
  effect(() => setBusy('picture', pictureDue.value));
  client.start();
}

function receive(message: Exclude<FromWorker, { type: 'reply' | 'copy' }>): void {
  switch (message.type) {
    case 'booted':
      fields.value = explained(JSON.parse(message.fields) as Field[]);
      booted = true;
      if (wanted.peek().mask !== 0) client.send({ type: 'want', ...wanted.peek() });
      client.send({ type: 'trace', ...trace.peek() });
      client.open(pending.text, pending.step);
      break;
    case 'opened':
      showOpened(message);
      break;
    case 'refused':
      void showRefused(message.text, message.problems);
      break;
    case 'amended':
      if (message.adopted) {
        experimentText.value = withoutPosition(message.text);
        form.value = JSON.parse(message.form) as Form;
      } else {
        openRun(message.text, presentStep(), 'control');
      }
      break;
    case 'replaying':
      replay.value = { step: message.step, target: message.target };
      runState.value = 'replaying';
      break;
    case 'resting':
      holdFrames(0);
      replay.value = null;
      pictureDue.value = true;
      if (snapshot.peek()) snapshot.value = { ...(snapshot.peek() as Snapshot), status: message.status };
      runState.value = restingState(message.status);
      break;
    case 'diverged':
      divergence.value = JSON.parse(message.divergence) as Divergence;
      break;
    case 'snapshot':
      showSnapshot(message);
      break;
    case 'fetching':
      fetching.value = message.going;
      break;
    case 'broken':
      lost(message.message);
      break;
  }
}

function showOpened(message: Extract<FromWorker, { type: 'opened' }>): void {
  const first = !opened;
  opened = true;
  const hash = valueIn(message.text, 'expect');
  if (hash !== '') expected = { step: message.at, hash };
  const present = facts.peek();
  const next = present && message.facts === factsText ? present : (JSON.parse(message.facts) as Facts);
  factsText = message.facts;
  if (!alike(next, present) || blocked.peek() !== '') snapshot.value = null;
  if (origin !== 'rebuild') runNumber.value = message.run;
  blocked.value = '';
  experimentText.value = withoutPosition(message.text);
  form.value = JSON.parse(message.form) as Form;
  facts.value = next;
  rows.value = message.rows;
  fitView();
  if (first) startAddress();
}

/** A run of the same shape takes the old picture's place without a blank moment: what it is scaled by may differ. */
function alike(next: Facts, present: Facts | null): boolean {
  const shape = (of: Facts) => JSON.stringify({ ...of, layers: of.layers.map(({ middle, low, high, weights, ...rest }) => rest) });
  return present !== null && (next === present || shape(next) === shape(present));
}

/** Parts of the view that the present data cannot show give way to those it can. */
function fitView(): void {
  const present = form.peek();
  if (!present) return;
  const mapped = present.dataset.kind === 'plane' || present.dataset.kind === 'line';
  const shown = view.peek().unitsShow;
  if (mapped && shown === 'weights') view.value = { ...view.peek(), unitsShow: 'output' };
}

/** A text that is right but cannot be trained yet (no points) keeps the page usable; a wrong one gives way to the default. */
async function showRefused(text: string, problems: Problem[]): Promise<void> {
  const run = client.run;
  const from = origin;
  pictureDue.value = false;
  const check = await ask<Check>((id) => ({ type: 'check', id, text }));
  if (run !== client.run) return;
  if (check && check.ok !== false) {
    opened = true;
    snapshot.value = null;
    facts.value = null;
    rows.value = Float64Array.from(check.dataset.points ?? []);
    experimentText.value = withoutPosition(check.canonical);
    form.value = check;
    blocked.value = problems.map((problem) => problem.message || words.problems.tableMissing(problem.value)).join(' ');
    runState.value = 'ready';
    opening.value = null;
    startAddress();
    settleAddress();
    return;
  }
  if (from === 'control') {
    toast(problems[0]?.message ?? words.problems.unknown);
    opening.value = null;
    return;
  }
  refused.value = { text, problems };
  if (from === 'link') openRun('', undefined, 'default');
  else fail(problems[0]?.message ?? '');
}

function restingState(present: Status): RunState {
  if (present.state !== 'ready') return present.state;
  return present.step === 0 ? 'ready' : 'paused';
}

function showSnapshot(message: Extract<FromWorker, { type: 'snapshot' }>): void {
  const { status: present } = message.snapshot;
  const wasRunning = runState.peek() === 'running';
  snapshot.value = message.snapshot;
  if (!Object.is(samplesPerSecond.peek(), message.samplesPerSecond)) samplesPerSecond.value = message.samplesPerSecond;
  if (message.activity !== 'replaying') {
    replay.value = null;
    opening.value = null;
  }
  if (present.state !== 'diverged') divergence.value = null;
  if (message.activity !== 'paused') {
    runState.value = message.activity;
    if (!wasRunning) runningSince = performance.now();
  } else {
    holdFrames(0);
    runState.value = restingState(present);
    compare(present.step, present.hash);
    settleAddress();
  }
  pictureDue.value = false;
}

function tellStatus(): void {
  status.value = snapshot.peek()?.status ?? null;
}

function tellReadings(): void {
  readings.value = snapshot.peek()?.status ?? null;
  tellTimeLeft(readings.peek()?.samples ?? 0);
}

/** Numbers that change during training are read, not watched: they wait their turn. */
function followStatus(): void {
  snapshot.value;
  for (const tell of [tellStatus, tellReadings]) {
    if (runState.value === 'running') {
      inTurn(tell, readoutMilliseconds);
    } else {
      cancelFrame(tell);
      tell();
    }
  }
}

function tellTimeLeft(samples: number): void {
  const epochs = Number(form.peek()?.fields.find((field) => field.key === 'epochs')?.value ?? 0);
  const present = facts.peek();
  const rate = samplesPerSecond.peek();
  const measured = runState.peek() === 'running' && performance.now() - runningSince >= measuringMilliseconds;
  const left = present && epochs > 0 && measured ? (epochs * present.parts.train - samples) / rate : Number.NaN;
  if (!Object.is(secondsLeft.peek(), left)) secondsLeft.value = left;
}

/** Proof by numbers: against the sender's hash, or against the hash before the trainer was lost. */
function compare(step: number, hash: string): void {
  const waiting = rebuild.peek();
  if (waiting?.phase === 'rebuilding') {
    if (step !== waiting.step) return;
    const same = waiting.hash === '' || waiting.hash === hash;
    rebuild.value = { ...waiting, phase: same ? 'back' : 'differs', hash, seconds: (performance.now() - lostAt) / 1000 };
    client.copyAgain();
  }
  if (expected && expected.step === step) {
    const same = expected.hash === hash;
    expectation.value = same ? 'same' : 'differs';
    toast(same ? words.strip.same : words.strip.differs);
    expected = null;
  }
}

function fail(message: string): void {
  opening.value = null;
  runState.value = 'failed';
  rebuild.value = { phase: 'failed', step: presentStep(), hash: '', seconds: 0, message };
}

function lost(message: string): void {
  booted = false;
  holdFrames(0);
  pictureDue.value = false;
  fetching.value = false;
  const now = performance.now();
  losses = losses.filter((time) => now - time < rebuildForgivenMilliseconds);
  losses.push(now);
  if (losses.length > rebuildLimit) {
    fail(message);
    return;
  }
  const present = snapshot.peek()?.status;
  lostAt = now;
  if (opened) {
    const wanted = opening.peek();
    const step = wanted ?? present?.step ?? 0;
    rebuild.value = { phase: 'rebuilding', step, hash: wanted === null ? (present?.hash ?? '') : '', seconds: 0, message };
    pending = { text: withPosition(experimentText.peek(), 0, ''), step };
    origin = 'rebuild';
    runState.value = step > 0 ? 'replaying' : 'loading';
  }
  client.start();
}

/** After the limit of silent attempts, the person decides. */
export function rebuildAgain(): void {
  losses = [];
  lost('');
}
