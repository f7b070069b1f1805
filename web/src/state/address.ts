/** Keeps the address bar current: replaced while things settle, pushed for each change of experiment, so that Back works. */
import { setBusy } from './busy';
import { readAddress, withPosition, writeAddress } from './link';
import { experimentText, galleryOpen, opening, runState, snapshot, view } from './store';

/** Browsers refuse more than about a hundred writes in half a minute. */
const throttleMilliseconds = 400;

let timer: ReturnType<typeof setTimeout> | undefined;
let written = Number.NEGATIVE_INFINITY;
let ready = false;

const standing = new Set(['ready', 'paused', 'finished', 'diverged']);

/** The step the page stands at; 0 while it runs, because a moving step is no address. */
function restingStep(): number {
  const awaited = opening.peek();
  if (awaited !== null) return awaited;
  const present = snapshot.peek();
  return present && standing.has(runState.peek()) ? present.status.step : 0;
}

export function presentAddress(): string {
  return writeAddress(withPosition(experimentText.peek(), restingStep(), ''), view.peek(), galleryOpen.peek());
}

function url(address: string): string {
  return `${location.pathname}${location.search}${address}`;
}

/** From the first opened experiment on; before that the address is the reader's. */
export function startAddress(): void {
  ready = true;
}

function stopTimer(): void {
  clearTimeout(timer);
  timer = undefined;
  setBusy('address', false);
}

function replaceNow(): void {
  stopTimer();
  const address = presentAddress();
  if (!ready || address === location.hash) return;
  history.replaceState(null, '', url(address));
  written = performance.now();
}

export function settleAddress(): void {
  if (!ready) return;
  timer ??= setTimeout(replaceNow, Math.max(0, written + throttleMilliseconds - performance.now()));
  setBusy('address', true);
}

/** The entry left behind remembers the step it stood at; the new one shows `change`. */
export function pushAddress(change: () => void): void {
  if (!ready) {
    change();
    return;
  }
  replaceNow();
  change();
  const address = presentAddress();
  if (address !== location.hash) history.pushState(null, '', url(address));
}

/** Tells of Back, Forward and addresses typed by hand. */
export function onAddress(open: (address: ReturnType<typeof readAddress>) => void): void {
  addEventListener('popstate', () => {
    stopTimer();
    open(readAddress(location.hash));
  });
}
