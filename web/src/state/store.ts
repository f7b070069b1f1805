/** The only place where trainer, controls and views meet. Controls call actions (state/actions.ts); views read signals. */
import { signal } from '@preact/signals-core';
import type { Problem, Status } from '../trainer/core';
import type { Snapshot, TextOperation } from '../trainer/protocol';

export type { Problem, Status } from '../trainer/core';
export { type ChangeReply, Part, type Snapshot, type SnapshotEntry } from '../trainer/protocol';
export type LayerAction = Extract<TextOperation, { kind: 'layer' }>['action'];
export type PointAction = Extract<TextOperation, { kind: 'point' }>['action'];

export type RunState = 'loading' | 'ready' | 'replaying' | 'running' | 'paused' | 'finished' | 'diverged' | 'failed';

/** One row of the field table (fields_json). */
export interface Field {
  key: string;
  label: string;
  group: 'data' | 'inputs' | 'network' | 'training' | 'run';
  meaning: string;
  unit: string;
  kind: 'whole' | 'real' | 'choice' | 'list' | 'text';
  min: number;
  max: number;
  logarithmic: boolean;
  live: boolean;
  seldom: boolean;
  default: string;
  choices: { name: string; label: string; meaning: string }[];
}

/** What the form shows for the present experiment (form_json). */
export interface Form {
  canonical: string;
  /** Equal for the branches of one run: 16 hexadecimal digits. */
  start: string;
  title: string;
  /** Why there is nothing to train on yet; empty: there is. */
  empty: string;
  parameters: number;
  inputs: number;
  outputs: number;
  summary: LayerSummary[];
  dataset: {
    kind: 'plane' | 'line' | 'table' | 'image';
    target: 'classes' | 'number';
    classes: string[];
    inputs: string[];
    /** An autoencoder: its outputs shall equal its inputs. */
    rebuilds: boolean;
    /** Laid out as `rows`: own points that are still too few to train on. */
    points?: number[];
  };
  fields: {
    key: string;
    value: string;
    default: string;
    relevant: boolean;
    reason: string;
    choices: { name: string; allowed: boolean; reason: string }[];
  }[];
  /** The planned learning rate, evenly spread over `epochs`; only where it changes. */
  ratePlan?: { epochs: number; rates: number[] };
  layers: {
    kind: 'dense' | 'activation' | 'residual' | 'named';
    units: number;
    activation: string;
    index: number;
    /** Place of its summary. */
    layer: number;
    text: string;
    /** Of a named layer. */
    numbers: string;
  }[];
  /** Layers that can be added at the end; `reason` says why one cannot. */
  offers: { label: string; meaning: string; text: string; reason: string }[];
}

export interface LayerSummary {
  name: string;
  text: string;
  units: number;
  inputs: number;
  parameters: number;
}

/** Constant facts of a run (run_json). `layers` has one entry per operation shown, the output last. */
export interface Facts {
  rows: number;
  columns: number;
  classes: string[];
  columnNames: string[];
  fedNames: string[];
  imageWidth: number;
  low: number[];
  high: number[];
  redrawn: number;
  credit: string;
  parts: { train: number; test: number; blind: number };
  /** Above it, one output answers the second of two classes. */
  threshold: number;
  /** Of each answer: row = true class, column = answer; empty without costs. */
  costs: number[];
  stepsPerEpoch: number;
  parameters: number;
  layers: (LayerSummary & {
    shape: [height: number, width: number, channels: number];
    activation: string;
    dense: boolean;
    /** What W, b and the kinds of statistics are called where W is no matrix. */
    parts: string[];
    middle: number;
    low: number;
    high: number;
    /** The largest magnitude of a weight at the start. */
    weights: number;
  })[];
}

export interface Divergence {
  step: number;
  layer: number;
  layerName: string;
  unit: number;
  operation: string;
  /** What the value was made of, largest first; with a factor: a product. */
  terms: { name: string; value: number | string; factor?: number | string }[];
  more: number;
  value: number | string;
  rate: number;
  /** A row's mean loss in the steps up to this one. */
  losses: (number | string)[];
}

/** What only changes the picture; travels after '~' in the address. */
export interface View {
  unitsShow: 'output' | 'sum' | 'gradient' | 'weights';
  mapStyle: 'smooth' | 'classes';
  chart: 'loss' | 'score';
  scale: 'linear' | 'log';
  confusionPart: 'train' | 'test';
  codeShows: 'rows' | 'decoded';
  /** 'fastest', or epochs a second; 'step' = one step a second. */
  speed: string;
  theme: 'light' | 'dark' | 'system';
  shortcuts: boolean;
  phoneTab: 'picture' | 'controls' | 'instruments' | 'timeline';
  /** The instrument in the drawer; empty: it is closed. */
  tool: string;
  /** Where the instrument looks, in its own words. */
  look: string;
  /** What runs side by side have changed, "lr=0.3~batch=20" for two fields; one entry a run. */
  vary: readonly string[];
  /** What a sweep is asked: "lr=0.001..1:7" and "batch=5 20 all" for its settings, "seeds=3", "epochs=20"; none: the suggestion. */
  sweep: readonly string[];
}

/** How far a line of the run was trained, and what it came to there. */
export interface Outcome {
  step: number;
  epoch: number;
  hash: string;
  /** By part. */
  loss: number[];
  score: number[];
  /** Rows as in the history of a snapshot. */
  history: Float64Array;
}

/** A line of the run that was left for another one and is kept. */
export interface Branch extends Outcome {
  id: string;
  start: string;
  name: string;
  text: string;
}

export interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

export const fields = signal<Field[]>([]);
/** Canonical text of the experiment on the page. */
export const experimentText = signal('');
export const form = signal<Form | null>(null);
export const facts = signal<Facts | null>(null);
/** [rows × (columns + 2)], column-major: raw inputs, then target, then part (0 train, 1 test, 2 blind). */
export const rows = signal<Float64Array>(new Float64Array());
export const snapshot = signal<Snapshot | null>(null);
/** The snapshot's status as numbers in the page's text: at once at rest, a few times a second while the network trains. */
export const status = signal<Status | null>(null);
/** The status once more, a frame apart: numbers at the top and at the foot of the page would make one frame paint everything between. */
export const readings = signal<Status | null>(null);
export const runState = signal<RunState>('loading');
/** The run stands still, and its picture is on the way: until then `snapshot` has the last status beside an earlier picture. */
export const pictureDue = signal(false);
export const replay = signal<{ step: number; target: number } | null>(null);
/** More of the program is on its way. */
export const fetching = signal(false);
export const divergence = signal<Divergence | null>(null);
export const samplesPerSecond = signal(Number.NaN);
export const secondsLeft = signal(Number.NaN);
/** Problems of a link that could not be opened, with that link. */
export const refused = signal<{ text: string; problems: Problem[] } | null>(null);
/** A refusal that is about shapes, for the instrument that explains them; with the link it stood in. */
export const explained = signal<{ problem: Problem; link: typeof refused.value } | null>(null);
export const toasts = signal<Toast[]>([]);
export const defaultView: View = {
  unitsShow: 'output',
  mapStyle: 'smooth',
  chart: 'loss',
  scale: 'log',
  confusionPart: 'test',
  codeShows: 'rows',
  speed: '30',
  theme: 'system',
  shortcuts: true,
  phoneTab: 'picture',
  tool: '',
  look: '',
  vary: [],
  sweep: [],
};
export const view = signal<View>(defaultView);
/** The kept lines with the start of the present run, which itself is not among them. */
export const branches = signal<Branch[]>([]);
/** The furthest the present line was trained, while the page stands before it. */
export const ahead = signal<Outcome | null>(null);
/** The branch under the pointer or focus. */
export const pointedBranch = signal('');
/** What the network sees in its trace: a drawn digit or a row; null: nothing chosen. */
export const trace = signal<{ values: number[] | null; row: number | null }>({ values: null, row: 0 });
/** The spot of the code plane under the pointer, in the code's own units. */
export const codeSpot = signal<number[] | null>(null);
/** The unit, edge or bias under the pointer or focus. */
export type Selection =
  | { kind: 'unit'; layer: number; unit: number }
  | { kind: 'edge'; layer: number; unit: number; input: number }
  | { kind: 'bias'; layer: number; unit: number }
  | null;
export const selection = signal<Selection>(null);
/** Class that a click on the map adds for own points; null: looking only. */
export const brush = signal<{ label: number; erase: boolean } | null>(null);

/** The last live change: what it was, from which step it holds. */
export const note = signal<{ key: string; step: number; from: string; to: string } | null>(null);
/** The step that is being opened, until its picture arrives. */
export const opening = signal<number | null>(0);
/** Changes with every run that is opened; one that is rebuilt keeps it. */
export const runNumber = signal(0);
/** Why Run waits (own data without points, say); empty: nothing is missing. */
export const blocked = signal('');
/** Whether the numbers are those the link's sender had (`expect=`). */
export const expectation = signal<'same' | 'differs' | null>(null);
/** A trainer that was lost, and how its replacement is doing. */
export interface Rebuild {
  phase: 'rebuilding' | 'back' | 'differs' | 'failed';
  step: number;
  hash: string;
  seconds: number;
  message: string;
}
export const rebuild = signal<Rebuild | null>(null);
/** The planted mistake that was revealed: only then is it named. */
export const revealed = signal('');
export const dialog = signal<'help' | 'share' | 'paste' | 'menu' | null>(null);
export const galleryOpen = signal(false);
/** 720 to 1023 px: the rail is a sheet. */
export const railOpen = signal(false);

/** What an instrument lays over the network while it is open: the network is neutral under it, and a press chooses what to look at. */
export interface Lens {
  /** Rendered over the stage; `model` and `layout` are those of views/network. */
  overlay(model: unknown, layout: unknown): unknown;
  legend(): unknown;
  choose(chosen: NonNullable<Selection>): void;
}
export const lens = signal<Lens | null>(null);
