/** The only file that page and trainer worker share: what they say to each other. Every message carries the run it belongs to. */
import type { Problem, Status } from './core';

/** Parts of a snapshot; the values of core/include/glassbox/snapshot.hpp. */
export const Part = {
  parameters: 1,
  gradients: 2,
  unitMaps: 4,
  sumMaps: 8,
  gradientMaps: 16,
  decision: 32,
  predictions: 64,
  confusion: 128,
  trace: 256,
  history: 512,
  code: 1024,
} as const;

export interface SnapshotEntry {
  layer: number;
  role: string;
  shape: number[];
  scalar: 'f32' | 'f64';
  offset: number;
}

/** One picture of the network. The numbers are the core's; the page owns `bytes`. */
export interface Snapshot {
  status: Status;
  entries: SnapshotEntry[];
  bytes: ArrayBuffer;
}

/** Text operations, answered by the core with change_json. */
export type TextOperation =
  | { kind: 'field'; key: string; value: string }
  | { kind: 'layer'; action: 'add' | 'remove' | 'units' | 'activation' | 'numbers'; index: number; value: string }
  | { kind: 'point'; action: 'add' | 'move' | 'erase' | 'clear'; index: number; x: number; y: number; label: number }
  | { kind: 'edit'; step: number; key: string; value: string }
  | { kind: 'rows'; table: string };

export interface ChangeReply {
  ok: boolean;
  canonical: string;
  restarts: boolean;
  droppedEdits: number;
  problems: Problem[];
}

/** Answer to 'live': the change, the step from which it holds, and whether the run adopted it without a replay. */
export interface LiveReply extends ChangeReply {
  step: number;
  adopted: boolean;
}

export type ToWorker =
  /** The first message: where the shipped tables lie (an absolute address ending in '/'). */
  | { type: 'boot'; tables: string }
  /** Starts a run of `text` and replays to `step` (or to the text's own `at`). */
  | { type: 'open'; run: number; text: string; step?: number }
  | { type: 'amend'; run: number; text: string }
  /** epochsPerSecond 0 = as fast as possible; stepsPerSecond takes precedence when set. */
  /** A live change from the step the run stands at; the worker knows that step, the page would be late. */
  | { type: 'live'; id: number; run: number; text: string; key: string; value: string }
  | { type: 'go'; run: number; epochsPerSecond: number; stepsPerSecond: number }
  | { type: 'pause'; run: number }
  | { type: 'advance'; run: number; steps: number }
  | { type: 'epoch'; run: number }
  | { type: 'seek'; run: number; step: number; rough: boolean }
  /** Trains to a step without a picture on the way: a run beside another. `measure`: with the metrics of exactly that step. */
  | { type: 'follow'; run: number; step: number; measure: boolean }
  /** A run with others beside it waits for them at this step. */
  | { type: 'leash'; run: number; step: number }
  /** What the page wants to see; the worker sends one snapshot and waits for 'shown' before the next. */
  | { type: 'want'; mask: number; unitMapSize: number }
  | { type: 'trace'; values: number[] | null; row: number | null }
  /** The spot of the code plane to decode. */
  | { type: 'code'; values: number[] | null }
  | { type: 'shown'; run: number }
  | { type: 'change'; id: number; text: string; operation: TextOperation }
  | { type: 'check'; id: number; text: string }
  /** The whole module will probably be needed soon. */
  | { type: 'fetch' }
  /** Answered with a copy of the run as it stands, or stood before the step it is in. */
  | { type: 'copy'; id: number; past: boolean }
  | { type: 'number'; id: number; text: string };

/** A run that another trainer can take over. */
export interface RunCopy {
  text: string;
  checkpoint: Uint8Array;
  /** Checkpoints of steps before, where they were asked for. */
  past: Uint8Array[];
}

/** What can change hands with a copy. */
export const buffersOf = ({ checkpoint, past }: RunCopy): Transferable[] =>
  [checkpoint, ...past].map(({ buffer }) => buffer as ArrayBuffer);

export type FromWorker =
  | { type: 'booted'; fields: string }
  | { type: 'refused'; run: number; text: string; problems: Problem[] }
  /** A run stands at its first step: its canonical text, form (form_json) and facts (run_json); rows: [rows × (columns + 2)]. */
  | { type: 'opened'; run: number; text: string; at: number; form: string; facts: string; rows: Float64Array }
  | { type: 'amended'; run: number; text: string; form: string; adopted: boolean }
  | { type: 'replaying'; run: number; step: number; target: number }
  | { type: 'snapshot'; run: number; snapshot: Snapshot; activity: 'paused' | 'running' | 'replaying'; samplesPerSecond: number }
  /** The run stands still; said at once where its picture takes noticeable time. */
  | { type: 'resting'; run: number; status: Status }
  | { type: 'diverged'; run: number; divergence: string }
  | { type: 'reply'; id: number; json: string }
  | { type: 'copy'; id: number; copy: RunCopy }
  /** The whole module is on its way, and takes noticeable time; then that it is there, or could not be had. */
  | { type: 'fetching'; going: boolean }
  | { type: 'broken'; message: string };
