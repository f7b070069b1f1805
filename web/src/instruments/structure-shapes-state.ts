/** Two shapes and how they meet, as the core says; the link keeps them. */
import { computed, effect, signal } from '@preact/signals-core';
import type { Numeric } from '../state/format';
import { explained } from '../state/store';
import type { Laboratory } from './laboratory';
import { look, place } from './structure-state';

export const shapeActs = ['each', 'product'] as const;
export type ShapeAct = (typeof shapeActs)[number];

export interface AxisPair {
  /** 0: there is no such axis. */
  a: number;
  b: number;
  result: number;
  verdict: 'equal' | 'repeatedA' | 'repeatedB' | 'summed' | 'kept' | 'clash';
  words: string;
}

/** shapes_json of the core: shapes as Python writes them, the last axes first. */
export interface ShapeFit {
  a: string;
  b: string;
  fits: boolean;
  result: string;
  elements: Numeric;
  summary: string;
  warning: string;
  axes: AxisPair[];
  instead: { a: string; b: string; result: string; words: string }[];
}

interface Unreadable {
  problems: { key: string; message: string }[];
}
type Answer = ShapeFit | Unreadable;

/** Each stands under the array it is about. */
function complaints({ problems }: Unreadable): { a: string; b: string } {
  const about = (array: string) => problems.find(({ key }) => key === array)?.message ?? '';
  return { a: about('A'), b: about('B') };
}

export interface Shapes {
  act: ShapeAct;
  a: string;
  b: string;
}

export const shapesPane = 3;

export const fit = signal<ShapeFit | null>(null);
const nothing = { a: '', b: '' };
/** What was typed and cannot be read, by array; it stays in its field. */
export const typed = signal<Partial<Shapes>>({});
/** What is wrong with it. */
export const wrong = signal(nothing);

/** A link has digits, commas and lines only: `5-3`, and a line alone for a single number. */
const written = (shape: string): string => shape.match(/\d+/g)?.join('-') ?? '-';
const readable = (text: string): string => `(${text.split('-').filter(Boolean).join(',')})`;

/** Links may say anything: what is missing is the course's own pair. */
export const shapes = computed<Shapes>(() => {
  const [act, a, b] = place.value.more;
  return { act: shapeActs[Number(act)] ?? 'each', a: a ? readable(a) : '(1437,)', b: b ? readable(b) : '(1437, 1)' };
});

export function show({ act, a, b }: Shapes): void {
  typed.value = {};
  wrong.value = nothing;
  look({ pane: shapesPane, more: [String(shapeActs.indexOf(act)), written(a), written(b)] });
}

const shapesOf = ({ problem }: NonNullable<typeof explained.value>): Shapes | undefined =>
  problem.shapes && { act: problem.shapes.act, a: readable(problem.shapes.a.join('-')), b: readable(problem.shapes.b.join('-')) };
/** The refusal that was shown last: each is shown once, and afterwards only stands beside its shapes. */
let shownRefusal: typeof explained.value = null;

/** The refusal that the present shapes are about. */
export const refusal = computed(() => {
  const about = explained.value;
  const its = about && shapesOf(about);
  const { act, a, b } = shapes.value;
  return its && its.act === act && its.a === a && its.b === b ? about : null;
});

let ask: ((shapes: Shapes) => Promise<Answer | null>) | null = null;

/** What a person typed or pressed: shown when it can be read, and otherwise what is wrong with it. */
export async function type(patch: Partial<Shapes>): Promise<void> {
  typed.value = { ...typed.peek(), ...patch };
  const wanted = { ...shapes.peek(), ...typed.peek() };
  const answer = await ask?.(wanted);
  if (!answer) return;
  if ('problems' in answer) wrong.value = complaints(answer);
  else show({ ...wanted, a: answer.a, b: answer.b });
}

/** Follows the shapes of the link until the function it returns is called. */
export function startShapes(lab: Laboratory): () => void {
  let open = true;
  ask = ({ act, a, b }) => lab.ask<Answer>({ type: 'shapes', act, a, b });

  async function match(wanted: Shapes): Promise<void> {
    const answer = await ask?.(wanted);
    if (!open || !answer || wanted !== shapes.peek()) return;
    fit.value = 'problems' in answer ? null : answer;
    if ('problems' in answer) wrong.value = complaints(answer);
  }

  const stopShowing = effect(() => {
    const about = explained.value;
    const its = about && shapesOf(about);
    if (!its || about === shownRefusal) return;
    shownRefusal = about;
    queueMicrotask(() => show(its));
  });
  const stop = effect(() => {
    const wanted = shapes.value;
    if (place.value.pane === shapesPane) queueMicrotask(() => void match(wanted));
  });
  return () => {
    open = false;
    stopShowing();
    stop();
    ask = null;
    fit.value = null;
    typed.value = {};
    wrong.value = nothing;
  };
}
