/** Answers the questions of instruments on copies of the run: looking never touches the run itself. */
import createFullCore, { type Instruments } from '@core-full';
import type { RunCopy } from './protocol';

export type Question =
  /** The copy arrives through the port. */
  | { type: 'trace'; port: MessagePort }
  | { type: 'example'; row: number }
  | { type: 'look'; item: number; row: number; layer: number; unit: number; input: number }
  | { type: 'profile'; text: string };

export interface Asked {
  id: number;
  /** Where the shipped tables lie: an absolute address ending in '/'. */
  tables: string;
  question: Question;
}

const instruments: Promise<Instruments> = createFullCore().then((module) => new module.Instruments());

async function provideTables(made: Instruments, text: string, tables: string): Promise<void> {
  const name = made.tableNeeded(text);
  if (name === '') return;
  const response = await fetch(`${tables}${encodeURIComponent(name)}.table`);
  if (response.ok) made.provideTable(name, new Uint8Array(await response.arrayBuffer()));
}

const arrival = (port: MessagePort): Promise<RunCopy> =>
  new Promise((resolve) => {
    port.onmessage = (event: MessageEvent<RunCopy>) => resolve(event.data);
  });

async function answer({ question, tables }: Asked): Promise<string> {
  const made = await instruments;
  switch (question.type) {
    case 'trace': {
      const { text, checkpoint } = await arrival(question.port);
      question.port.close();
      await provideTables(made, text, tables);
      return made.trace(text, checkpoint);
    }
    case 'example':
      return made.example(question.row);
    case 'look':
      return made.look(question.item, question.row, question.layer, question.unit, question.input);
    case 'profile':
      await provideTables(made, question.text, tables);
      return made.profile(question.text);
  }
}

let queue: Promise<void> = Promise.resolve();
self.onmessage = (event: MessageEvent<Asked>) => {
  queue = queue.then(async () => {
    const { id } = event.data;
    try {
      self.postMessage({ id, json: await answer(event.data) });
    } catch (error) {
      self.postMessage({ id, json: JSON.stringify({ ok: false, problems: [{ message: String(error) }] }) });
    }
  });
};
