/** What is asked of the worker without changing the experiment or its run. */
import { ask, client } from './run';

/** A copy of the run for an instrument, sent through `port`; with checkpoints of its past where it is trained once more. */
export function copyRun(port: MessagePort, past = false): void {
  client.send({ type: 'copy', port, past }, [port]);
}

/** How far the run may go before it waits for those beside it. */
export function leash(step: number): void {
  client.send({ type: 'leash', run: client.run, step });
}

/** The one reader of number fields. */
export function readNumber(text: string): Promise<{ ok: boolean; number: number; text: string } | null> {
  return ask((id) => ({ type: 'number', id, text }));
}
