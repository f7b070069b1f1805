/** What the landscape shows: the question as view state, the core's answer to it on a copy of the run, and how far that is. */
import { computed, signal } from '@preact/signals-core';
import { setView } from '../state/actions';
import { type Numeric, numeric } from '../state/format';
import { copyRun } from '../state/requests';
import { experimentText, runState, view } from '../state/store';
import type { LandscapeQuestion } from '../trainer/core-full';
import { lookInterval, whileRunning } from './holding-back';
import { Laboratory, type Refusal } from './laboratory';
import { restingAt } from './standing';

export interface Axis {
  address: string;
  layer: number;
  unit: number;
  input: number;
  origin: number;
  cell: number;
  zero: number;
  explained: number;
  slope: Numeric;
  descent: Numeric;
}

export interface Mark {
  step: number;
  x: number;
  y: number;
  loss: number;
  height: number;
}

/** Landscape::json of the core, and its grid. */
interface Answer {
  step: number;
  done: boolean;
  placed: boolean;
  progress: number;
  rowsDone: number;
  size: number;
  plane: Exclude<LandscapeQuestion['plane'], 'auto'>;
  seed: number;
  mostZoom: number;
  penalised: boolean;
  centre: Numeric;
  penalty: number;
  inPlane: Numeric;
  low: Numeric;
  high: Numeric;
  held?: { address: string; value: number; present: number };
  axes: [Axis, Axis];
  path: Numeric[][];
  slices: [Numeric[], Numeric[]];
  layers: { layer: number; name: string; rows: number; columns: number }[];
  problem: string;
  values: Float64Array;
}

export interface Picture extends Omit<Answer, 'path' | 'slices' | 'centre' | 'inPlane' | 'low' | 'high'> {
  centre: number;
  inPlane: number;
  low: number;
  high: number;
  path: Mark[];
  slices: [number[], number[]];
}

export type Layers = Answer['layers'];

/** A weight (row and column of W) or a bias (input −1) of a layer; layer −1: none. */
export interface Place {
  layer: number;
  unit: number;
  input: number;
}
export const nowhere: Place = { layer: -1, unit: -1, input: -1 };
export const same = (a: Place, b: Place) => a.layer === b.layer && a.unit === b.unit && a.input === b.input;

export const addressOf = ({ layer, unit, input }: Place): string =>
  layer < 0 ? '' : input < 0 ? `${layer}.b.${unit}` : `${layer}.w.${unit}.${input}`;

export function placeOf(address: string): Place | null {
  const [, layer, unit, input] = /^(\d+)\.(?:w\.(\d+)\.(\d+))$/.exec(address) ?? [];
  if (layer !== undefined) return { layer: Number(layer), unit: Number(unit), input: Number(input) };
  const [, of, entry] = /^(\d+)\.b\.(\d+)$/.exec(address) ?? [];
  return of === undefined ? null : { layer: Number(of), unit: Number(entry), input: -1 };
}

const planes: LandscapeQuestion['plane'][] = ['auto', 'weights', 'random', 'path'];
const shows = ['map', 'surface', 'slices'] as const;
export type Show = (typeof shows)[number];

export interface Look {
  plane: LandscapeQuestion['plane'];
  seed: number;
  /** Powers of two. */
  zoom: number;
  show: Show;
  log: boolean;
  penalty: boolean;
  path: boolean;
  /** Of the surface, in degrees. */
  turn: number;
  tilt: number;
  heldAt: number;
  first: Place;
  second: Place;
  held: Place;
}

/** In hundredths, as a link carries it. */
const heldUnits = 100;
const defaults = [0, 1, 0, 0, 1, 0, 1, 30, 35, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1];

export const looking = computed((): Look => {
  const written = view.value.look.split(',');
  const numbers = defaults.map((value, index) => {
    const text = written[index] ?? '';
    return text === '' || !Number.isInteger(Number(text)) ? value : Number(text);
  });
  const at = (index: number) => numbers[index] as number;
  const place = (index: number): Place => ({ layer: at(index), unit: at(index + 1), input: at(index + 2) });
  return {
    plane: planes[at(0)] ?? 'auto',
    seed: Math.max(0, Math.min(at(1), 0xffffffff)),
    zoom: at(2),
    show: shows[at(3)] ?? 'map',
    log: at(4) !== 0,
    penalty: at(5) !== 0,
    path: at(6) !== 0,
    turn: at(7),
    tilt: Math.max(5, Math.min(at(8), 90)),
    heldAt: at(9) / heldUnits,
    first: place(10),
    second: place(13),
    held: place(16),
  };
});

export function look(patch: Partial<Look>): void {
  const next = { ...looking.peek(), ...patch };
  const flags = [next.log, next.penalty, next.path].map(Number) as [number, number, number];
  const places = [next.first, next.second, next.held].flatMap(({ layer, unit, input }) => [layer, unit, input]);
  const numbers = [planes.indexOf(next.plane), next.seed, next.zoom, shows.indexOf(next.show), ...flags, next.turn, next.tilt];
  const all = [...numbers, Math.round(next.heldAt * heldUnits), ...places];
  const texts = all.map((value, index) => (value === defaults[index] ? '' : String(value)));
  setView({ look: texts.join(',').replace(/,+$/, '') });
}

const nodes = 65;
const question = (present: Look): LandscapeQuestion => ({
  plane: present.plane,
  first: addressOf(present.first),
  second: addressOf(present.second),
  held: addressOf(present.held),
  heldAt: present.heldAt,
  seed: present.seed,
  size: nodes,
  zoom: 2 ** present.zoom,
  penalty: present.penalty,
  path: present.path,
});

/** What decides the numbers, without how they are shown. */
export const asked = computed(() => `${experimentText.value} ${JSON.stringify(question(looking.value))}`);
export const picture = signal<Picture | null>(null);
export const busy = signal(false);
export const progress = signal(0);
export const trouble = signal('');
/** Once the first answer has come. */
export const layers = signal<Layers>([]);
/** What the picture shows, or will when it is done. */
export const answering = signal({ asked: '', at: '' });

function read(answer: Answer): Picture {
  const path = answer.path.map((row): Mark => {
    const [step = 0, x = 0, y = 0, loss = 0, height = 0] = row.map(numeric);
    return { step, x, y, loss, height };
  });
  const slices: Picture['slices'] = [answer.slices[0].map(numeric), answer.slices[1].map(numeric)];
  const { centre, inPlane, low, high } = answer;
  return { ...answer, path, slices, centre: numeric(centre), inPlane: numeric(inPlane), low: numeric(low), high: numeric(high) };
}

/** Whether another picture of what is known so far may follow the one shown then. */
const may = (shown: number): boolean => runState.peek() !== 'running' || performance.now() - shown >= lookInterval;

export class Survey {
  readonly #laboratory = new Laboratory();
  #number = 0;

  /** Asks for the landscape of the run as it now stands. `quietly`: the old picture stays until the new one is whole. */
  async begin(quietly: boolean): Promise<void> {
    this.cancel();
    const mine = this.#number;
    answering.value = { asked: asked.peek(), at: restingAt.peek() };
    busy.value = true;
    progress.value = 0;
    trouble.value = '';
    const port = copyRun(true);
    let began = performance.now();
    let shown = Number.NEGATIVE_INFINITY;
    let answer = await this.#laboratory.ask<Answer | Refusal>({ type: 'landscape', port, asked: question(looking.peek()) }, [port]);
    while (mine === this.#number && answer) {
      if ('problems' in answer) {
        trouble.value = answer.problems[0]?.message ?? '';
        picture.value = null;
        break;
      }
      layers.value = answer.layers;
      progress.value = answer.progress;
      trouble.value = answer.problem;
      if (answer.problem !== '') picture.value = null;
      else if (answer.placed && (answer.done || (!quietly && may(shown)))) {
        picture.value = read(answer);
        shown = performance.now();
      }
      if (answer.done) break;
      await whileRunning(performance.now() - began);
      if (mine !== this.#number) return;
      began = performance.now();
      answer = await this.#laboratory.ask<Answer>({ type: 'landscape-on' });
    }
    if (mine === this.#number) busy.value = false;
  }

  cancel(): void {
    this.#number += 1;
    busy.value = false;
  }

  close(): void {
    this.cancel();
    this.#laboratory.close();
    picture.value = null;
    trouble.value = '';
    answering.value = { asked: '', at: '' };
  }
}
