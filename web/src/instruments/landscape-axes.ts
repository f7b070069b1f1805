/** What the views of a landscape share: the names and numbers of its axes, its colours, its marks. */
import { percent } from '../state/format';
import { sequentialTable, tableSize } from '../views/colormaps';
import { formatFixed } from '../views/formats';
import { tokens } from '../views/theme';
import { type Scale, scaleOf } from './landscape-contours';
import type { Layers, Picture, Place } from './landscape-state';
import { landscapeWords as words } from './landscape-words';

export type Direction = 0 | 1;

export const nameOf = (place: Place, layers: Layers): string =>
  words.weight(layers.find(({ layer }) => layer === place.layer)?.name ?? '', place.unit, place.input);

export function axisName(picture: Picture, direction: Direction): string {
  const axis = picture.axes[direction];
  if (picture.plane === 'weights') return nameOf(axis, picture.layers);
  if (picture.plane === 'path') return words.axis.path(direction, percent(axis.explained));
  return words.axis.random(direction);
}

/** Where along its axis a node stands, or a share of one: a weight's own value, or steps of a direction. */
export function valueAt(picture: Picture, direction: Direction, node: number): number {
  const { origin, cell, zero } = picture.axes[direction];
  return origin + (node - zero) * cell;
}

export function nodeAt(picture: Picture, direction: Direction, value: number): number {
  const { origin, cell, zero } = picture.axes[direction];
  return (value - origin) / cell + zero;
}

const places = (picture: Picture, direction: Direction) =>
  Math.max(0, Math.min(8, 2 - Math.floor(Math.log10(picture.axes[direction].cell * 10))));

/** As many decimals as tell two nodes apart. */
export const writeValue = (picture: Picture, direction: Direction, node: number): string =>
  formatFixed(valueAt(picture, direction, node), places(picture, direction));

export function writeLoss(value: number): string {
  if (Number.isNaN(value)) return words.notFinite;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  return Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3
    ? value.toExponential(4).replace('e+', 'e').replace('-', '−')
    : String(Number(value.toPrecision(6))).replace('-', '−');
}

export const scaleFor = (picture: Picture, log: boolean): Scale => scaleOf(picture.low, picture.high, log);

/** The darkest ink is left for the marks. */
const darkest = 0.8;

/** Table entry of a share of the scale. */
export const colourOf = (share: number): number => Math.round(share * darkest * (tableSize - 1));
export const colours = () => sequentialTable(tokens().dark);

/** A line in ink, or another colour, on paper. */
export function strokeWithHalo(context: CanvasRenderingContext2D, colour: string, width: number): void {
  const dash = context.getLineDash();
  context.setLineDash([]);
  context.strokeStyle = tokens().paper;
  context.lineWidth = width + 3;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.globalAlpha = 0.85;
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash(dash);
  context.lineCap = 'butt';
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** A filled spot, or a hollow one. */
export function spot(context: CanvasRenderingContext2D, x: number, y: number, radius: number, filled: boolean): void {
  const { ink, paper } = tokens();
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = filled ? ink : paper;
  context.strokeStyle = filled ? paper : ink;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

const head = 7;

/** An arrow on the picture, at least as long as its head. */
export function arrow(context: CanvasRenderingContext2D, from: [number, number], to: [number, number], colour: string): void {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const tip = (turn: number): [number, number] => [to[0] - head * Math.cos(angle + turn), to[1] - head * Math.sin(angle + turn)];
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.setLineDash([5, 3]);
  strokeWithHalo(context, colour, 2);
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(...tip(0.45));
  context.lineTo(...to);
  context.lineTo(...tip(-0.45));
  strokeWithHalo(context, colour, 2);
}

/** The way down is drawn as long as this share of the picture. */
export const descentShare = 0.16;

/** The colour of gradients everywhere. */
export const descentColour = (element: Element) => getComputedStyle(element).getPropertyValue('--backward').trim() || tokens().ink;
