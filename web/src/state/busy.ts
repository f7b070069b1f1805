/**
 * Whether all that was asked for is on the page. The root element says so (`data-still`), for readers that come at a moment of their
 * own and cannot watch: scripts that drive the page, its own tests among them. Instruments say for themselves how far they are.
 */
type Reason = 'question' | 'opening' | 'picture' | 'address' | 'store';

const reasons = new Set<Reason>();

export function setBusy(reason: Reason, busy: boolean): void {
  if (busy) reasons.add(reason);
  else reasons.delete(reason);
  document.documentElement.toggleAttribute('data-still', reasons.size === 0);
}

/** Busy for as long as `work` takes, or another of the same reason. */
const open = new Map<Reason, number>();
export async function busyWith<T>(reason: Reason, work: Promise<T>): Promise<T> {
  open.set(reason, (open.get(reason) ?? 0) + 1);
  setBusy(reason, true);
  try {
    return await work;
  } finally {
    const left = (open.get(reason) ?? 1) - 1;
    open.set(reason, left);
    setBusy(reason, left > 0);
  }
}
