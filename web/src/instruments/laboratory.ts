/** The page's end of the instruments' worker, which lives while an instrument is open. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../state/store';
import type { Asked, Question } from '../trainer/instruments-worker';

interface Answer {
  id: number;
  json: string;
  /** Beside the words; part of what ask() resolves to. */
  values?: Float32Array | Float64Array;
}

export interface Refusal {
  ok: false;
  problems: Problem[];
}

/** What was refused, with the way to its shapes where it is about those. */
export const refusalWords = (problem: Problem | null): TemplateResult | typeof nothing =>
  problem ? html`${problem.message} <gb-explain .problem=${problem}></gb-explain>` : nothing;

/** What an instrument itself has to say against something. */
export const complaint = (message: string): Problem => ({ code: '', key: '', value: '', allowed: '', nearest: '', message });

export class Laboratory {
  #worker: Worker | null = null;
  #nextId = 0;
  readonly #waiting = new Map<number, (answer: Answer | null) => void>();

  /** Resolves to null when the laboratory was closed, or the worker lost, before the answer came. */
  async ask<T>(question: Question, transfer: Transferable[] = []): Promise<T | null> {
    const worker = this.#open();
    this.#nextId += 1;
    const id = this.#nextId;
    const answer = await new Promise<Answer | null>((resolve) => {
      this.#waiting.set(id, resolve);
      const asked: Asked = { id, question, tables: new URL('tables/', document.baseURI).href };
      worker.postMessage(asked, transfer);
    });
    if (!answer) return null;
    const { json, values } = answer;
    return (values ? { ...JSON.parse(json), values } : JSON.parse(json)) as T;
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const answer of this.#waiting.values()) answer(null);
    this.#waiting.clear();
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('../trainer/instruments-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<Answer>) => {
      this.#waiting.get(event.data.id)?.(event.data);
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
