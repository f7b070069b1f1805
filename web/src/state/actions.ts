/** Everything a person can do to the experiment. Each act asks the core for a new text; none decides a value itself. */

import type { LiveReply, TextOperation } from '../trainer/protocol';
import { words } from '../words';
import { pushAddress, settleAddress } from './address';
import { atRest, followPace, moving, pause, run } from './drive';
import { editsIn, type readAddress, withoutPosition, withPosition, writeAddress } from './link';
import { ask, client, hasRun, openRun, presentStep } from './run';
import {
  blocked,
  brush,
  type ChangeReply,
  experimentText,
  explained,
  fields,
  form,
  galleryOpen,
  type LayerAction,
  note,
  opening,
  type PointAction,
  type Problem,
  rebuild,
  refused,
  runState,
  snapshot,
  trace,
  type View,
  view,
} from './store';
import { toast } from './toasts';
import { afterChanges } from './turns';

interface Place {
  text: string;
  step: number;
}

/** Seeds that are short enough to be read out aloud. */
const freshSeeds = 9999;
const undoDepth = 100;
const pastPlaces: Place[] = [];
export function newSeed(): void {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  void setField('seed', String(1 + (random % freshSeeds)));
}

function here(): Place {
  return { text: experimentText.peek(), step: presentStep() };
}

function remember(place: Place): void {
  pastPlaces.push(place);
  if (pastPlaces.length > undoDepth) pastPlaces.shift();
}

function goTo(place: Place): void {
  note.value = null;
  pushAddress(() => openRun(place.text, place.step, 'control'));
}

/** Another line of the run, at a step of it. */
export function openAt(text: string, step: number): void {
  remember(here());
  goTo({ text, step });
}

/** Back to the experiment before the last change, at the step and with the weights it had then. */
export function undo(): void {
  const place = pastPlaces.pop();
  if (place) goTo(place);
}

/** Where a slider that is still being dragged began. */
let dragStart: Place | null = null;

function restartWith(reply: ChangeReply): void {
  const before = dragStart ?? here();
  const text = withoutPosition(reply.canonical);
  dragStart = null;
  if (text === before.text) {
    if (text !== experimentText.peek()) openRun(text, before.step, 'control');
    return;
  }
  experimentText.value = before.text;
  remember(before);
  note.value = null;
  rebuild.value = null;
  pushAddress(() => openRun(text, 0, 'control'));
  if (before.step > 0) toast(words.restarted(reply.droppedEdits), undo);
}

const unanswered = (): Problem[] => [{ code: 'no-answer', key: '', value: '', allowed: '', nearest: '', message: words.problems.noAnswer }];

async function answer(operation: TextOperation): Promise<ChangeReply | null> {
  return ask<ChangeReply>((id) => ({ type: 'change', id, text: experimentText.peek(), operation }));
}

function change(operation: TextOperation): Promise<Problem[]> {
  return afterChanges(async () => {
    const reply = await answer(operation);
    if (!reply) return unanswered();
    if (reply.ok) restartWith(reply);
    return reply.problems;
  });
}

/** A change from the present step on. Null: this key cannot be edited during a run. */
async function changeLive(key: string, value: string, from: string): Promise<Problem[] | null> {
  const before = here();
  const reply = await ask<LiveReply>((id) => ({ type: 'live', id, run: client.run, text: before.text, key, value }));
  if (!reply) return unanswered();
  if (!reply.ok) return null;
  const text = withoutPosition(reply.canonical);
  if (text === before.text) return [];
  remember({ text: before.text, step: reply.step });
  pushAddress(() => {
    if (reply.adopted) experimentText.value = text;
    else openRun(text, reply.step, 'control');
  });
  const to = editsIn(text).findLast((edit) => edit.key === key && edit.step === reply.step)?.value ?? value;
  note.value = { key, step: reply.step, from, to };
  return [];
}

/** Keys such as the length of the run do not touch what was computed: the run adopts them and goes on. */
async function adopt(reply: ChangeReply): Promise<void> {
  const before = here();
  const text = withoutPosition(reply.canonical);
  if (text === before.text) return;
  remember(before);
  pushAddress(() => {
    experimentText.value = text;
    client.send({ type: 'amend', run: client.run, text });
  });
}

/** The value a field has at the present step: the last edit before it, or what the form says. */
export function presentValue(key: string): string {
  const edits = editsIn(experimentText.value).filter((entry) => entry.key === key);
  if (edits.length > 0) {
    const at = Math.max(snapshot.value?.status.step ?? 0, note.value?.key === key ? note.value.step : 0);
    const edit = edits.findLast((entry) => entry.step <= at);
    if (edit) return edit.value;
  }
  return form.value?.fields.find((field) => field.key === key)?.value ?? '';
}

export function setField(key: string, value: string): Promise<Problem[]> {
  preview = null;
  return afterChanges(async () => {
    const live = fields.peek().find((field) => field.key === key)?.live === true;
    const started = hasRun() && (presentStep() > 0 || runState.peek() === 'running');
    if (live && started) {
      const problems = await changeLive(key, value, presentValue(key));
      if (problems) return problems;
    }
    const reply = await answer({ kind: 'field', key, value });
    if (!reply) return unanswered();
    if (!reply.ok) return reply.problems;
    if (started && !reply.restarts) await adopt(reply);
    else restartWith(reply);
    return [];
  });
}

let preview: { key: string; value: string } | null = null;
let previewing = false;

/** Shows a value while its slider moves, as long as nothing was trained yet; only setField makes it a change of the experiment. */
export async function previewField(key: string, value: string): Promise<void> {
  const live = fields.peek().find((field) => field.key === key)?.live === true;
  if (live || !hasRun() || presentStep() > 0 || moving()) return;
  preview = { key, value };
  if (previewing) return;
  previewing = true;
  while (preview) {
    const { key: shownKey, value: shownValue }: { key: string; value: string } = preview;
    preview = null;
    await afterChanges(async () => {
      const reply = await answer({ kind: 'field', key: shownKey, value: shownValue });
      const text = withoutPosition(reply?.canonical ?? '');
      if (!reply?.ok || !reply.restarts || text === experimentText.peek()) return;
      dragStart ??= here();
      openRun(text, 0, 'control');
    });
    await new Promise(requestAnimationFrame);
  }
  previewing = false;
}

/** `address` names one parameter: "2.w.0.3" is layer, tensor, row, column from 0; "0.b.1" a bias. */
export function editParameter(address: string, value: string): Promise<Problem[]> {
  return afterChanges(async () => {
    const problems = await changeLive(address, value, '');
    if (problems) return problems;
    const reply = await answer({ kind: 'edit', step: presentStep(), key: address, value });
    return reply ? reply.problems : unanswered();
  });
}

export function changeLayer(action: LayerAction, index: number, value: string): Promise<Problem[]> {
  return change({ kind: 'layer', action, index, value });
}

export function changePoint(action: PointAction, index: number, x: number, y: number, label: number): Promise<Problem[]> {
  return change({ kind: 'point', action, index, x, y, label });
}

export function pasteRows(table: string): Promise<Problem[]> {
  return change({ kind: 'rows', table });
}

/** Removes the change named in the note: the run goes back to the step before it. */
export function undoNote(): void {
  undo();
}

/** Goes back before the step that overflowed, and halves the learning rate from there on. */
export async function retreatAndHalve(target: number): Promise<void> {
  await afterChanges(async () => {
    const rate = `${rateAt(target)}/2`;
    const reply = await answer({ kind: 'edit', step: target, key: 'lr', value: rate });
    if (!reply?.ok) {
      toast(reply?.problems[0]?.message ?? words.problems.noAnswer);
      return;
    }
    remember(here());
    pushAddress(() => openRun(withoutPosition(reply.canonical), target, 'control'));
  });
}

/** Resolves once the step that is being opened is on the page. */
function arrived(): Promise<void> {
  return new Promise((resolve) => {
    const stop = opening.subscribe((step) => {
      if (step === null) {
        resolve();
        queueMicrotask(() => stop());
      }
    });
  });
}

/** Goes on beyond the step where the run stopped by itself, with the rule of `key` switched off. */
export async function trainOn(key: string): Promise<void> {
  const from = presentStep();
  await afterChanges(async () => {
    const reply = await answer({ kind: 'field', key, value: '0' });
    if (!reply?.ok) {
      toast(reply?.problems[0]?.message ?? words.problems.noAnswer);
      return;
    }
    remember(here());
    pushAddress(() => openRun(withoutPosition(reply.canonical), from, 'control'));
  });
  await arrived();
  if (runState.peek() === 'paused' && presentStep() === from) run();
}

function rateAt(target: number): string {
  const edit = editsIn(experimentText.peek()).findLast((entry) => entry.key === 'lr' && entry.step < target);
  return edit?.value ?? form.peek()?.fields.find((field) => field.key === 'lr')?.value ?? '';
}

/** Opens an experiment text as it would open from a link. */
export function open(text: string): void {
  remember(here());
  note.value = null;
  rebuild.value = null;
  brush.value = null;
  trace.value = { values: null, row: 0 };
  pushAddress(() => {
    galleryOpen.value = false;
    openRun(text, undefined, 'link');
    experimentText.value = withoutPosition(text);
  });
}

/** Back, Forward, or an address typed by hand. */
export function followAddress(address: ReturnType<typeof readAddress>): void {
  galleryOpen.value = address.gallery;
  view.value = { ...view.peek(), ...address.view };
  const place = withPosition(experimentText.peek(), moving() ? 0 : presentStep(), '');
  if (address.experiment !== place) openRun(address.experiment, undefined, 'link');
}

/** Opens an instrument in the drawer; empty closes it. A look belongs to one instrument. */
export function setTool(tool: string): void {
  setView({ tool, look: '', phoneTab: tool === '' ? 'picture' : 'instruments' });
}

/** Shows axis by axis why something was refused. */
export function explain(problem: Problem): void {
  explained.value = { problem, link: refused.peek() };
  refused.value = null;
  setTool('structure');
}

export function setView(patch: Partial<View>): void {
  view.value = { ...view.peek(), ...patch };
  followPace();
  settleAddress();
}

export function setTrace(values: number[] | null, row: number | null = null): void {
  trace.value = { values, row };
}

/** Something that needs the whole module will probably be asked for. */
export const fetchWhole = () => client.send({ type: 'fetch' });

export function setGallery(shown: boolean): void {
  if (shown === galleryOpen.peek()) return;
  if (shown && moving()) pause();
  pushAddress(() => {
    galleryOpen.value = shown;
  });
}

/** The whole link to exactly what is on the page: step, weights hash and view included. */
export async function shareLink(): Promise<{ link: string; step: number }> {
  await atRest();
  const status = blocked.peek() === '' ? snapshot.peek()?.status : undefined;
  const text = withPosition(experimentText.peek(), status?.step ?? 0, status?.hash ?? '');
  const link = `${location.origin}${location.pathname}${writeAddress(text, view.peek(), false)}`;
  return { link, step: status?.step ?? 0 };
}

/** Facts of an experiment text without opening it. */
export function check<T>(text: string): Promise<T | null> {
  return ask<T>((id) => ({ type: 'check', id, text }));
}
