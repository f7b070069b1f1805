/** A run beside the page's: a trainer of its own that is told how far to go and shows its picture there. */
import type { Facts, Form, Snapshot, Status } from '../state/store';
import type { FromWorker, ToWorker } from '../trainer/protocol';

export class Lane {
  /** Which experiment it trains. */
  text = '';
  facts: Facts | null = null;
  form: Form | null = null;
  rows = new Float64Array();
  /** The picture that is shown: the first at once, later ones when told to turn over, of one moment with those of the other runs. */
  snapshot: Snapshot | null = null;
  /** Of a run that diverged: the step and the operation. */
  diverged: { step: number; layerName: string; operation: string } | null = null;
  /** Why it cannot run; empty: it can. */
  trouble = '';
  /** The step it is at on a long way, and where that leads. */
  way: { step: number; target: number } | null = null;
  settled = false;
  readonly #changed: () => void;
  readonly #lost: string;
  #worker: Worker | null = null;
  #run = 0;
  #want: { mask: number; unitMapSize: number };
  #goal: { step: number; measure: boolean } | null = null;
  /** The picture at the last step it was told to go to. */
  #reached: Snapshot | null = null;

  /** `lost`: what to say when the browser ends the trainer. */
  constructor(want: { mask: number; unitMapSize: number }, lost: string, changed: () => void) {
    this.#want = want;
    this.#lost = lost;
    this.#changed = changed;
  }

  open(text: string): void {
    this.text = text;
    this.facts = null;
    this.form = null;
    this.snapshot = null;
    this.#reached = null;
    this.diverged = null;
    this.trouble = '';
    this.way = null;
    this.settled = false;
    this.#goal = null;
    this.#run += 1;
    this.#send({ type: 'open', run: this.#run, text, step: 0 });
  }

  /** Until it is `settled` there, or stopped for good. */
  follow(step: number, measure: boolean): void {
    this.#goal = { step, measure };
    const last = this.#reached?.status;
    const over = last?.state === 'diverged' || (last?.state === 'finished' && !measure);
    this.settled = this.trouble !== '' || (over && step >= last.step);
    if (this.facts && !this.settled) this.#send({ type: 'follow', run: this.#run, step, measure });
  }

  turnOver(): void {
    this.snapshot = this.#reached;
  }

  /** The row that the network is shown, where its picture is about one. */
  show(values: number[] | null, row: number | null): void {
    this.#send({ type: 'trace', values, row });
  }

  want(want: { mask: number; unitMapSize: number }): void {
    this.#want = want;
    this.#worker?.postMessage({ type: 'want', ...want } satisfies ToWorker);
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #send(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(new URL('../trainer/worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.#receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#stop(this.#lost);
    };
    const tell = (message: ToWorker) => worker.postMessage(message);
    tell({ type: 'boot', tables: new URL('tables/', document.baseURI).href });
    tell({ type: 'want', ...this.#want });
    return worker;
  }

  #stop(trouble: string): void {
    this.trouble = trouble;
    this.settled = true;
    this.way = null;
    this.#changed();
  }

  #receive(message: FromWorker): void {
    if ('run' in message && message.run !== this.#run) {
      if (message.type === 'snapshot') this.#send({ type: 'shown', run: message.run });
      return;
    }
    switch (message.type) {
      case 'opened':
        this.facts = JSON.parse(message.facts) as Facts;
        this.form = JSON.parse(message.form) as Form;
        this.rows = message.rows as Float64Array<ArrayBuffer>;
        if (this.#goal) this.#send({ type: 'follow', run: this.#run, ...this.#goal });
        break;
      case 'refused':
        this.#stop(message.problems[0]?.message || this.#lost);
        break;
      case 'replaying':
        this.way = { step: message.step, target: message.target };
        this.#changed();
        break;
      case 'diverged':
        this.diverged = JSON.parse(message.divergence) as Lane['diverged'];
        this.#changed();
        break;
      case 'snapshot':
        this.#send({ type: 'shown', run: message.run });
        if (message.activity === 'paused') this.#arrive(message.snapshot);
        break;
      case 'broken':
        this.close();
        this.#stop(this.#lost);
        break;
    }
  }

  #arrive(snapshot: Snapshot): void {
    const { status } = snapshot;
    if (!this.#goal || !(status.step === this.#goal.step || (ended(status) && status.step < this.#goal.step))) return;
    if (status.state !== 'diverged') this.diverged = null;
    this.#reached = snapshot;
    this.snapshot ??= snapshot;
    this.way = null;
    this.settled = true;
    this.#changed();
  }
}

const ended = ({ state }: Status): boolean => state !== 'ready';
