import { type Toast, toasts } from './store';

const toastMilliseconds = 6000;
let nextId = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export function toast(text: string, undo?: () => void): void {
  nextId += 1;
  const entry: Toast = undo ? { id: nextId, text, undo } : { id: nextId, text };
  toasts.value = [...toasts.peek().slice(-2), entry];
  resumeToast(entry.id);
}

export function dismissToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.value = toasts.peek().filter((entry) => entry.id !== id);
}

/** A toast under the pointer or focus stays. */
export function holdToast(id: number): void {
  clearTimeout(timers.get(id));
}

export function resumeToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => dismissToast(id), toastMilliseconds),
  );
}
