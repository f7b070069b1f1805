/** What is asked of the worker without changing the experiment or its run. */
import { ask, client } from './run';

/** The port through which an instrument gets a copy of the run; with checkpoints of its past where it is trained once more. */
export function copyRun(past = false): MessagePort {
  return client.copy(past);
}

/** How far the run may go before it waits for those beside it. */
export function leash(step: number): void {
  client.send({ type: 'leash', run: client.run, step });
}

/** The one reader of number fields. */
export function readNumber(text: string): Promise<{ ok: boolean; number: number; text: string } | null> {
  return ask((id) => ({ type: 'number', id, text }));
}
