/** The page's end of the instruments' worker, which lives while an instrument is open. */
import type { Asked, Question } from '../trainer/instruments-worker';

export interface Refusal {
  ok: false;
  problems: { message: string }[];
}

export class Laboratory {
  #worker: Worker | null = null;
  #nextId = 0;
  readonly #waiting = new Map<number, (json: string) => void>();

  /** Resolves to null when the laboratory was closed, or the worker lost, before the answer came. */
  async ask<T>(question: Question, transfer: Transferable[] = []): Promise<T | null> {
    const worker = this.#open();
    this.#nextId += 1;
    const id = this.#nextId;
    const json = await new Promise<string>((resolve) => {
      this.#waiting.set(id, resolve);
      const asked: Asked = { id, question, tables: new URL('tables/', document.baseURI).href };
      worker.postMessage(asked, transfer);
    });
    return json === '' ? null : (JSON.parse(json) as T);
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const answer of this.#waiting.values()) answer('');
    this.#waiting.clear();
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('../trainer/instruments-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<{ id: number; json: string }>) => {
      this.#waiting.get(event.data.id)?.(event.data.json);
      this.#waiting.delete(event.data.id);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.close();
    };
    this.#worker = worker;
    return worker;
  }
}
