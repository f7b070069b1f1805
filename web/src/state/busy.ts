/**
 * Whether all that was asked for is on the page. The root element says so (`data-still`), for readers that come at a moment of their
 * own and cannot watch: scripts that drive the page, its own tests among them. Instruments say for themselves how far they are.
 */
const reasons = new Set<unknown>();

/** `reason` keeps the page from being still until it is no longer `busy`. */
export function setBusy(reason: unknown, busy: boolean): void {
  if (busy) reasons.add(reason);
  else reasons.delete(reason);
  document.documentElement.toggleAttribute('data-still', reasons.size === 0);
}

/** Busy for as long as `work` takes. */
export async function busyWith<T>(work: Promise<T>): Promise<T> {
  setBusy(work, true);
  try {
    return await work;
  } finally {
    setBusy(work, false);
  }
}
