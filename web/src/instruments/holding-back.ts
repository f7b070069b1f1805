/** How instruments hold back while the network trains: the run and its pictures come first. */
import { effect } from '@preact/signals-core';
import { runState } from '../state/store';

/** So many milliseconds lie between two looks at a run that goes on: a page full of numbers is not read faster. */
export const lookInterval = 1000;

/** So many milliseconds, or until the run stops; nothing where none goes on. */
export async function whileRunning(milliseconds: number): Promise<void> {
  if (runState.peek() !== 'running') return;
  let stop = () => {};
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const unfollow = effect(() => {
      if (runState.value !== 'running') resolve();
    });
    stop = () => {
      clearTimeout(timer);
      unfollow();
    };
  });
  stop();
}
