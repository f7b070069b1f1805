/** What wasm/bindings.cpp exposes. Only trainer/modules.ts (and the Node scripts) may import the module. Rules, ranges and words live behind it. */

/** Numbers that stand on the page at all times. Unmeasured numbers are NaN. Parts: 0 train, 1 test, 2 blind. */
export interface Status {
  step: number;
  epoch: number;
  stepsPerEpoch: number;
  /** Steps of the whole run, batches as edited; 0: open end. */
  length: number;
  /** Training rows processed since step 0. */
  samples: number;
  state: 'ready' | 'diverged' | 'finished';
  /** True when the last advance() ended between steps. */
  atRest: boolean;
  /** Of the weights in the last snapshot, or at open(): 16 hexadecimal digits. */
  hash: string;
  historyVersion: number;
  /** Metrics of the last due evaluation. */
  metricsEpoch: number;
  loss: [number, number, number];
  /** Mean cost of a row; NaN unless costs are set. */
  cost: [number, number, number];
  /** By part: were one class the answer to every row; empty unless costs are set. */
  costAlways: number[][];
  /** Accuracy 0…1, or R². */
  score: [number, number, number];
  baseLoss: [number, number, number];
  baseScore: [number, number, number];
  penalty: number;
  /** The learning rate of the next step, as edited and scheduled. */
  rate: number;
  bestTestLoss: number;
  bestTestEpoch: number;
  bestTestStep: number;
  /** Why and where the run stopped by itself. `value`: what met the target, or the lowest test loss where patience ran out. */
  stop: { reason: 'patience' | 'loss' | 'score'; epoch: number; bestEpoch: number; restored: boolean; value: number } | null;
  /** False: too large for memories on the way, going back trains from the start. */
  remembered: boolean;
}

export interface Problem {
  code: string;
  key: string;
  value: string;
  allowed: string;
  nearest: string;
  message: string;
  /** Of two arrays that meet where something is refused. */
  shapes?: { act: 'each' | 'product'; a: number[]; b: number[]; about: string };
}

/** Every text method returns JSON; the shapes stand in core/include/glassbox/fields.hpp and snapshot.hpp. */
export interface Session {
  /** Registers the bytes of core/data/<name>.table. */
  provideTable(name: string, bytes: Uint8Array): void;
  /** The name of the shipped table that a text needs and that was not provided yet, or ''. */
  tableNeeded(text: string): string;

  /** {ok, problems, canonical, at}: checks a text and, when it is right, starts its trainer at step 0 (`at` is where it wants to go). */
  open(text: string): string;
  /** Adopts a text that differs only in edits from now on, length or `at`; {ok, problems, canonical, adopted}. Not adopted: open() it. */
  amend(text: string): string;
  /** Trains towards `step` for at most about `milliseconds`; the clock is asked between chunks. */
  advance(step: number, milliseconds: number): void;
  /** Puts the run as near before `step` as it can without training; advance() does the rest. */
  seek(step: number): void;
  /** Measures all parts now, for a paused picture. */
  measure(): void;
  status(): Status;
  /** form_json of the present experiment. */
  form(): string;
  /** run_json of the present run. */
  run(): string;
  divergence(): string;

  /** Takes a snapshot; returns its layout as JSON ('' when it is the same as last time). Bytes are a view: copy at once. */
  takeSnapshot(mask: number, unitMapSize: number): string;
  snapshotBytes(): Uint8Array;
  /** One raw input row for kPartTrace (for digits: 64 pixel values 0…16). */
  setTrace(values: Float64Array): void;
  /** The spot of the code plane to decode for kPartCode: two numbers, or none. */
  setCode(values: Float64Array): void;
  /** Raw inputs of a dataset row. */
  row(index: number): Float64Array;
  /** All rows for the picture: {x: columns' raw values column-major, target, part} as one Float64Array [rows × (columns + 2)]. */
  rows(): Float64Array;

  weightsHash(): string;
  stateHash(): string;
  checkpoint(): Uint8Array;
  /** Checkpoints of this run's past, spread over it. */
  past(): Uint8Array[];
  restore(bytes: Uint8Array): string;

  /** change_json of an experiment made from `text`. */
  withField(text: string, key: string, value: string): string;
  withLayer(text: string, action: string, index: number, value: string): string;
  withPoint(text: string, action: string, index: number, x: number, y: number, label: number): string;
  withEdit(text: string, step: number, key: string, value: string): string;
  withPastedRows(text: string, table: string): string;
  /** {ok, problems, canonical, title, parameters, …form} without training. */
  check(text: string): string;
  delete(): void;
}

export interface CoreModule {
  Session: new () => Session;
  fieldsJson(): string;
  /** {ok, number, text}: the one reader of number fields; text is canonical. */
  readNumber(text: string): string;
  writeNumber(value: number): string;
}

export default function createCore(options?: {
  wasmBinary?: ArrayBuffer | Uint8Array;
  locateFile?: (name: string) => string;
}): Promise<CoreModule>;
