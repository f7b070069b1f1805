/** What drives the run: go, pause, one step, one epoch, any step of it. None of these changes the experiment. */

import { effect } from '@preact/signals-core';
import { holdFrames } from './frames';
import { client, hasRun, presentStep, seekRun } from './run';
import { note, opening, pictureDue, type RunState, rebuild, runState, view } from './store';
import { afterChanges } from './turns';

/** The speed with which the run was last told to go. */
let pace = '';

function pacePatch(): { epochsPerSecond: number; stepsPerSecond: number } {
  const { speed } = view.peek();
  if (speed === 'step') return { epochsPerSecond: 0, stepsPerSecond: 1 };
  return { epochsPerSecond: speed === 'fastest' ? 0 : Number(speed), stepsPerSecond: 0 };
}

/** Whether the run is known to be in a state: while another is being opened, what is said is of the one before. */
const stands = (state: RunState) => opening.peek() === null && runState.peek() === state;

function go(): void {
  if (!hasRun() || stands('diverged')) return;
  rebuild.value = null;
  if (stands('finished')) seek(0);
  pace = view.peek().speed;
  client.send({ type: 'go', run: client.run, ...pacePatch() });
}

export function run(): void {
  void afterChanges(go);
}

export const moving = () => runState.peek() === 'running' || runState.peek() === 'replaying';

/** A pause is answered before another picture is painted, unless the answer stays out: longer than any busy computer needs. */
const longestHold = 2000;

export function pause(): void {
  if (moving()) holdFrames(longestHold);
  client.send({ type: 'pause', run: client.run });
}

export function toggle(): void {
  if (moving()) pause();
  else run();
}

/** Resolves once the trainer stands still and its last picture has arrived. */
export function atRest(): Promise<void> {
  if (moving()) pause();
  return new Promise((resolve) => {
    const stop = effect(() => {
      runState.value;
      if (moving() || pictureDue.value) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** Pictures go on: on the way of a long epoch they are worth seeing. */
function advance(by: { type: 'epoch' } | { type: 'advance'; steps: number }): void {
  void afterChanges(() => {
    if (!hasRun() || stands('diverged')) return;
    const { run } = client;
    client.send({ type: 'pause', run });
    client.send({ ...by, run });
  });
}

export const step = () => advance({ type: 'advance', steps: 1 });
export const epoch = () => advance({ type: 'epoch' });

export function seek(target: number, rough = false): void {
  note.value = null;
  seekRun(target, rough);
}

export function stepBack(): void {
  if (presentStep() > 0) seek(presentStep() - 1);
}

export function reset(): void {
  rebuild.value = null;
  seek(0);
}

/** A speed that was changed while the run goes. */
export function followPace(): void {
  if (runState.peek() === 'running' && view.peek().speed !== pace) go();
}
