/** What is done in which animation frame: pictures in one, words and numbers in those between. */

import { setBusy } from './busy';

const pending = new Set<() => void>();
/** Callbacks that can wait, with the time from which they may run. */
const waiting = new Map<() => void, number>();
const lastTurns = new WeakMap<() => void, number>();
/** A display too slow for frames without pictures shows words late, but not never. */
const longestDelay = 100;
/** Pictures wait until then: large ones take as long as the answer that is waited for. */
let heldUntil = 0;
let frame = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function runFrame(now: number): void {
  frame = 0;
  if (performance.now() < heldUntil) {
    ask();
    return;
  }
  const work = [...pending];
  pending.clear();
  for (const callback of work) callback();
  takeTurn(now, work.length > 0 ? now - longestDelay : now);
  if (waiting.size > 0) askLater(now);
  tellBusy();
}

/** At most one waiting callback a frame: numbers, charts and tables change in different frames, and none is long. */
function takeTurn(now: number, dueBefore: number): void {
  for (const [callback, due] of waiting) {
    if (due > dueBefore) continue;
    waiting.delete(callback);
    lastTurns.set(callback, now);
    callback();
    break;
  }
}

function tellBusy(): void {
  setBusy('picture', pending.size > 0 || waiting.size > 0);
}

function ask(): void {
  if (frame === 0) frame = requestAnimationFrame(runFrame);
}

/** A frame costs time even when nothing changes in it: none is asked for before something is due. */
function askLater(now: number): void {
  if (frame !== 0) return;
  clearTimeout(timer);
  timer = setTimeout(ask, Math.max(0, Math.min(...waiting.values()) - now));
}

/** Runs `callback` in a coming frame, at most every `interval` milliseconds; what changes meanwhile is seen by that one call. */
export function inTurn(callback: () => void, interval: number): void {
  if (!waiting.has(callback)) waiting.set(callback, (lastTurns.get(callback) ?? 0) + interval);
  askLater(performance.now());
  tellBusy();
}

/** Nothing is painted for so many milliseconds; 0 ends that. */
export function holdFrames(milliseconds: number): void {
  heldUntil = performance.now() + milliseconds;
}

/** Runs `callback` once in the next animation frame, however often it is asked for. */
export function onNextFrame(callback: () => void): void {
  pending.add(callback);
  ask();
  tellBusy();
}

export function cancelFrame(callback: () => void): void {
  pending.delete(callback);
  waiting.delete(callback);
  tellBusy();
}
