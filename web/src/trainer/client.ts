/** The page's end of the trainer: owns the worker, numbers the runs and the questions, and acknowledges pictures once they were drawn. */
import { buffersOf, type FromWorker, type ToWorker } from './protocol';

/** A hidden page gets no frames, but its title still tells the progress. */
const hiddenPictureMilliseconds = 1000;
/** A moving picture changes at most about thirty times a second: in every second frame of most displays. */
const pictureMilliseconds = 28;

export type Listener = (message: Exclude<FromWorker, { type: 'reply' | 'copy' }>) => void;

export class TrainerClient {
  run = 0;
  #worker: Worker | null = null;
  #listener: Listener;
  #nextId = 0;
  #waiting = new Map<number, (json: string) => void>();
  #copies = new Map<number, { port: MessagePort; past: boolean }>();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Starts a worker, in place of one that was lost. */
  start(): void {
    this.stop();
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.#receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lost(worker, event.message ?? '');
    };
    worker.onmessageerror = () => this.#lost(worker, '');
    this.send({ type: 'boot', tables: new URL('tables/', document.baseURI).href });
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const answer of this.#waiting.values()) answer('');
    this.#waiting.clear();
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  /** Opens a text as a new run; everything the worker still says about earlier runs is dropped. */
  open(text: string, step?: number): number {
    this.run += 1;
    this.send(step === undefined ? { type: 'open', run: this.run, text } : { type: 'open', run: this.run, text, step });
    return this.run;
  }

  seek(step: number, rough: boolean): void {
    this.run += 1;
    this.send({ type: 'seek', run: this.run, step, rough });
  }

  /** Asks and waits for the answer; null when the worker was lost meanwhile. */
  async ask<T>(question: (id: number) => ToWorker): Promise<T | null> {
    if (!this.#worker) return null;
    this.#nextId += 1;
    const id = this.#nextId;
    const json = await new Promise<string>((resolve) => {
      this.#waiting.set(id, resolve);
      this.send(question(id));
    });
    return json === '' ? null : (JSON.parse(json) as T);
  }

  /** The port through which a copy of the run comes, from this worker or the one in its place. */
  copy(past: boolean): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#nextId += 1;
    this.#copies.set(this.#nextId, { port: port1, past });
    this.send({ type: 'copy', id: this.#nextId, past });
    return port2;
  }

  /** Asks for the copies that a lost worker did not give, once its run stands again. */
  copyAgain(): void {
    for (const [id, { past }] of this.#copies) this.send({ type: 'copy', id, past });
  }

  #lost(worker: Worker, message: string): void {
    if (worker !== this.#worker) return;
    this.stop();
    this.#listener({ type: 'broken', message });
  }

  #receive(message: FromWorker): void {
    if (message.type === 'reply') {
      this.#waiting.get(message.id)?.(message.json);
      this.#waiting.delete(message.id);
      return;
    }
    if (message.type === 'copy') {
      this.#copies.get(message.id)?.port.postMessage(message.copy, buffersOf(message.copy));
      this.#copies.delete(message.id);
      return;
    }
    if (message.type === 'broken') {
      this.stop();
    } else if ('run' in message && message.run !== this.run) {
      if (message.type === 'snapshot') this.send({ type: 'shown', run: message.run });
      return;
    }
    this.#listener(message);
    if (message.type === 'snapshot') this.#acknowledge(message.run, message.activity !== 'paused');
  }

  /** Views draw in the next frame; the callback registered after theirs runs after them. */
  #acknowledge(run: number, moving: boolean): void {
    const next = performance.now() + (moving ? pictureMilliseconds : 0);
    let told = false;
    const tell = () => {
      if (!told) this.send({ type: 'shown', run });
      told = true;
    };
    requestAnimationFrame((now) => (now < next ? setTimeout(tell, next - now) : tell()));
    setTimeout(tell, hiddenPictureMilliseconds);
  }
}
