/** Runs the trainer: slices of training, one snapshot in flight, every question about experiment texts. */
import { type CoreModule, firstCore, lacksPart, openIn, type Session, type Status, wholeCore } from './modules';
import { Pace } from './pace';
import {
  buffersOf,
  type ChangeReply,
  type FromWorker,
  type LiveReply,
  type RunCopy,
  type SnapshotEntry,
  type TextOperation,
  type ToWorker,
} from './protocol';

/** A slice of training; pause waits no longer than this and one chunk of rows. */
const sliceMilliseconds = 8;
/** Training gets at least this many times the time that pictures cost. */
const trainingShare = 9;
/** A whole measurement of all rows may cost this many multiply-adds when the picture stands still. */
const measureBudget = 2e8;
const replayNewsMilliseconds = 80;
/** A picture that takes longer than this does not delay the answer to Pause. */
const slowPictureMilliseconds = 10;

type Activity = 'paused' | 'running' | 'replaying';

interface Opened {
  ok: boolean;
  problems: ChangeReply['problems'];
  canonical: string;
  at: number;
  adopted?: boolean;
}

let core: CoreModule;
let session: Session;
let tables = '';
let run = -1;
let activity: Activity = 'paused';
let target = 0;
let text = '';
let size = { rows: 0, columns: 0, parameters: 0 };
let cost = 0;
let trace: { values: number[] | null; row: number | null } = { values: null, row: 0 };
let code: number[] | null = null;
const pace = new Pace();
let leash = Number.POSITIVE_INFINITY;
/** Which pictures and numbers a run beside another can do without. */
let following: { measure: boolean } | null = null;

let mask = 0;
let unitMapSize = 32;
let entries: SnapshotEntry[] = [];
let inFlight = false;
let changed = false;
/** The picture of a run that has just come to rest does not wait for the one before it to be drawn. */
let urgent = false;
let snapshotMilliseconds = 0;
let nextSnapshotAt = 0;
let lastReplayNews = 0;
let broken = false;

const send = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

// A message to ourselves lets waiting messages of the page in between two slices, without the delay of timers.
const tick = new MessageChannel();
let ticking = false;
let timer: ReturnType<typeof setTimeout> | undefined;

function wake(delay = 0): void {
  if (delay > 1) {
    clearTimeout(timer);
    timer = setTimeout(() => wake(), delay);
  } else if (!ticking) {
    ticking = true;
    tick.port2.postMessage(null);
  }
}

tick.port1.onmessage = () => {
  ticking = false;
  guard(slice);
};

function guard(work: () => void): void {
  if (broken) return;
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  broken = true;
  clearTimeout(timer);
  send({ type: 'broken', message: error instanceof Error ? error.message : String(error) });
}

function slice(): void {
  if (activity !== 'paused') train();
  if (!following || activity === 'paused') offerSnapshot();
}

function train(): void {
  const before = session.status();
  const now = performance.now();
  const due = pace.limit(before.step, before.stepsPerEpoch, now);
  const limit = activity === 'replaying' ? target : before.atRest ? Math.min(due, leash) : Math.max(due, before.step + 1);
  if (limit > before.step || !before.atRest) {
    session.advance(limit, sliceMilliseconds);
    changed = true;
  }
  const after = session.status();
  pace.count(after.samples, performance.now());
  if (after.state === 'diverged') {
    rest();
    send({ type: 'diverged', run, divergence: session.divergence() });
  } else if (after.state === 'finished' || (activity === 'replaying' && after.atRest && after.step >= target)) {
    rest();
  } else {
    if (activity === 'replaying') tellReplay(after.step);
    if (!leashed(after))
      wake(activity === 'replaying' || limit > after.step || !after.atRest ? 0 : pace.wait(after.stepsPerEpoch, performance.now()));
  }
}

const leashed = (present: Status): boolean => activity === 'running' && present.atRest && present.step >= leash;

function tellReplay(step: number): void {
  const now = performance.now();
  if (now - lastReplayNews < replayNewsMilliseconds) return;
  lastReplayNews = now;
  send({ type: 'replaying', run, step, target });
}

/** Stands still: the picture shows the metrics of exactly these weights, where that takes no noticeable time. */
function rest(): void {
  activity = 'paused';
  clearTimeout(timer);
  const status = session.status();
  if (snapshotMilliseconds > slowPictureMilliseconds) send({ type: 'resting', run, status: { ...status, hash: session.weightsHash() } });
  if (following?.measure !== false && cost <= measureBudget && status.atRest && status.state !== 'diverged') session.measure();
  changed = true;
  urgent = true;
  nextSnapshotAt = 0;
  wake();
}

function offerSnapshot(): void {
  if (run < 0 || (inFlight && !urgent) || !changed || mask === 0) return;
  const start = performance.now();
  if (start < nextSnapshotAt) {
    if (activity === 'paused' || leashed(session.status())) wake(nextSnapshotAt - start);
    return;
  }
  const layout = session.takeSnapshot(mask, unitMapSize);
  if (layout !== '') entries = JSON.parse(layout) as SnapshotEntry[];
  const bytes = session.snapshotBytes().slice().buffer;
  const end = performance.now();
  snapshotMilliseconds = end - start;
  nextSnapshotAt = activity === 'paused' ? 0 : end + trainingShare * snapshotMilliseconds;
  inFlight = true;
  changed = false;
  urgent = false;
  const snapshot = { status: session.status(), entries, bytes };
  send({ type: 'snapshot', run, snapshot, activity, samplesPerSecond: activity === 'paused' ? Number.NaN : pace.samplesPerSecond }, [
    bytes,
  ]);
}

const tellFetching = (going: boolean) => send({ type: 'fetching', going });

/** What the first module lacks a part for is asked of the whole one; the run goes on meanwhile, and so do messages. */
async function ask(question: (session: Session) => string): Promise<string> {
  const found = question(session);
  const full = lacksPart(found) ? await wholeCore(tellFetching) : undefined;
  if (!full) return found;
  const other = new full.Session();
  const whole = question(other);
  other.delete();
  return whole;
}

function answer(id: number, question: (session: Session) => string): void {
  ask(question)
    .then((json) => send({ type: 'reply', id, json }))
    .catch(fail);
}

/** The first experiment that needs a part of the whole module moves there, and those after it stay. */
async function openSomewhere(experiment: string): Promise<Opened> {
  const found = await openIn(session, tables, experiment);
  const full = lacksPart(found) ? await wholeCore(tellFetching) : undefined;
  if (!full) return JSON.parse(found) as Opened;
  const next = new full.Session();
  const opened = JSON.parse(await openIn(next, tables, experiment)) as Opened;
  if (opened.ok) {
    session.delete();
    core = full;
    session = next;
  } else {
    next.delete();
  }
  return opened;
}

async function open(message: Extract<ToWorker, { type: 'open' }>): Promise<void> {
  activity = 'paused';
  leash = Number.POSITIVE_INFINITY;
  following = null;
  clearTimeout(timer);
  const opened = await openSomewhere(message.text);
  if (!opened.ok) {
    send({ type: 'refused', run: message.run, text: message.text, problems: opened.problems });
    return;
  }
  run = message.run;
  text = opened.canonical;
  entries = [];
  snapshotMilliseconds = 0;
  pace.restart();
  target = message.step ?? opened.at;
  const facts = session.run();
  size = JSON.parse(facts) as typeof size;
  cost = size.rows * size.parameters;
  applyTrace();
  const rows = session.rows().slice();
  send({ type: 'opened', run, text, at: target, form: session.form(), facts, rows }, [rows.buffer]);
  if (target > 0) goTo(target);
  else rest();
}

function replayTo(step: number): void {
  target = step;
  activity = 'replaying';
  lastReplayNews = performance.now();
  pace.restart();
  wake();
}

/** From the nearest step that the core remembers. */
function goTo(step: number): void {
  session.seek(step);
  replayTo(step);
}

/** A rough seek stops after one slice, short of its step where that is far: what a thumb that is being dragged shows. */
function seek(message: Extract<ToWorker, { type: 'seek' }>): void {
  run = message.run;
  leash = Number.POSITIVE_INFINITY;
  if (!message.rough) {
    goTo(message.step);
    return;
  }
  session.seek(message.step);
  session.advance(message.step, sliceMilliseconds);
  rest();
}

function amend(experiment: string): Opened {
  const amended = JSON.parse(session.amend(experiment)) as Opened;
  if (amended.adopted) {
    text = amended.canonical;
    changed = true;
    send({ type: 'amended', run, text, form: session.form(), adopted: true });
    wake();
  }
  return amended;
}

function live(experiment: string, key: string, value: string): string {
  const status = session.status();
  const step = status.step + (status.atRest ? 0 : 1);
  const reply = JSON.parse(session.withEdit(experiment, step, key, value)) as ChangeReply;
  const adopted = reply.ok && Boolean(amend(reply.canonical).adopted);
  return JSON.stringify({ ...reply, step, adopted } satisfies LiveReply);
}

function change(one: Session, experiment: string, operation: TextOperation): string {
  switch (operation.kind) {
    case 'field':
      return one.withField(experiment, operation.key, operation.value);
    case 'layer':
      return one.withLayer(experiment, operation.action, operation.index, operation.value);
    case 'point':
      return one.withPoint(experiment, operation.action, operation.index, operation.x, operation.y, operation.label);
    case 'edit':
      return one.withEdit(experiment, operation.step, operation.key, operation.value);
    case 'rows':
      return one.withPastedRows(experiment, operation.table);
  }
}

/** What the network sees follows its data: values of another shape give way to the first row. */
function applyTrace(): void {
  if (trace.values?.length === size.columns) session.setTrace(Float64Array.from(trace.values));
  else if (size.rows > 0) session.setTrace(session.row(Math.min(trace.row ?? 0, size.rows - 1)).slice());
  session.setCode(Float64Array.from(code ?? []));
}

/** Messages about a run that is no longer the present one are late and void. */
async function handle(message: ToWorker): Promise<void> {
  if ('run' in message && !['open', 'seek', 'shown'].includes(message.type) && message.run !== run) {
    if (message.type === 'live') send({ type: 'reply', id: message.id, json: JSON.stringify({ ok: false, canonical: '', problems: [] }) });
    return;
  }
  switch (message.type) {
    case 'boot':
      tables = message.tables;
      core = await firstCore();
      session = new core.Session();
      send({ type: 'booted', fields: core.fieldsJson() });
      break;
    case 'open':
      await open(message);
      break;
    case 'amend':
      if (!amend(message.text).adopted) send({ type: 'amended', run, text: message.text, form: '', adopted: false });
      break;
    case 'live':
      send({ type: 'reply', id: message.id, json: live(message.text, message.key, message.value) });
      break;
    case 'go':
      activity = 'running';
      pace.set(message.epochsPerSecond, message.stepsPerSecond);
      pace.restart();
      clearTimeout(timer);
      wake();
      break;
    case 'pause':
      if (activity !== 'paused') rest();
      break;
    case 'advance':
      replayTo(session.status().step + message.steps);
      break;
    case 'epoch': {
      const { step, stepsPerEpoch } = session.status();
      replayTo((Math.floor(step / stepsPerEpoch) + 1) * stepsPerEpoch);
      break;
    }
    case 'seek':
      seek(message);
      break;
    case 'follow':
      following = message;
      goTo(message.step);
      break;
    case 'leash':
      leash = message.step;
      wake();
      break;
    case 'want':
      mask = message.mask;
      unitMapSize = message.unitMapSize;
      changed = true;
      wake();
      break;
    case 'trace':
      trace = { values: message.values, row: message.row };
      if (run >= 0) applyTrace();
      changed = true;
      wake();
      break;
    case 'code':
      code = message.values;
      if (run >= 0) applyTrace();
      changed = true;
      urgent = true;
      nextSnapshotAt = 0;
      wake();
      break;
    case 'shown':
      inFlight = false;
      if (changed) wake();
      break;
    case 'change':
      answer(message.id, (one) => change(one, message.text, message.operation));
      break;
    case 'check':
      answer(message.id, (one) => one.check(message.text));
      break;
    case 'copy': {
      const copy: RunCopy = { text, checkpoint: session.checkpoint(), past: message.past ? session.past() : [] };
      send({ type: 'copy', id: message.id, copy }, buffersOf(copy));
      break;
    }
    case 'fetch':
      void wholeCore(() => undefined);
      break;
    case 'number':
      send({ type: 'reply', id: message.id, json: core.readNumber(message.text) });
      break;
  }
}

let queue: Promise<void> = Promise.resolve();
self.onmessage = (event: MessageEvent<ToWorker>) => {
  queue = queue.then(() => (broken ? undefined : handle(event.data))).catch(fail);
};
