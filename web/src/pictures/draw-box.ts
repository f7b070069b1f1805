/** Backgrounds, borders and flat shadows of a box. */
import type { Pen } from './svg-pen';

const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
type Side = (typeof sides)[number];

const visible = (colour: string): boolean => colour !== 'transparent' && !/(,|\/) ?0\)$/.test(colour);
const pixels = (length: string): number => Number.parseFloat(length) || 0;

function outline(pen: Pen, { left, top, width, height }: DOMRect, radius: number, inset: number): void {
  pen.beginPath();
  pen.roundRect(left + inset, top + inset, Math.max(0, width - 2 * inset), Math.max(0, height - 2 * inset), Math.max(0, radius - inset));
}

/** "linear-gradient(to right, …)" of colours evenly spread or placed, as legends have it. */
function gradientOf(image: string, box: DOMRect, pen: Pen): CanvasGradient | null {
  const inside = /^linear-gradient\((?:to right|90deg), (.*)\)$/.exec(image)?.[1];
  if (inside === undefined) return null;
  const gradient = pen.createLinearGradient(box.left, 0, box.right, 0);
  const stops = inside.split(/,\s*(?![^(]*\))/);
  for (const [index, stop] of stops.entries()) {
    const [, colour = stop, share] = /^(.*\)|\S+)(?: ([\d.]+)%)?$/.exec(stop) ?? [];
    gradient.addColorStop(share === undefined ? index / Math.max(1, stops.length - 1) : Math.min(1, Number(share) / 100), colour);
  }
  return gradient;
}

function border(style: CSSStyleDeclaration, side: Side): { width: number; colour: string; kind: string } {
  return { width: pixels(style[`border${side}Width`]), colour: style[`border${side}Color`], kind: style[`border${side}Style`] };
}

function dash(kind: string, width: number): number[] {
  if (kind === 'dashed') return [3 * width, 2 * width];
  return kind === 'dotted' ? [width, width] : [];
}

function drawBorders(box: DOMRect, style: CSSStyleDeclaration, radius: number, pen: Pen): void {
  const all = sides.map((side) => border(style, side));
  const drawn = all.filter(({ width, colour, kind }) => width > 0 && kind !== 'none' && kind !== 'hidden' && visible(colour));
  const [first] = all;
  if (drawn.length === 0 || !first) return;
  const equal = all.every(({ width, colour, kind }) => width === first.width && colour === first.colour && kind === first.kind);
  const { left, top, right, bottom } = box;
  for (const [index, { width, colour, kind }] of (equal ? all.slice(0, 1) : all).entries()) {
    if (!drawn.includes(all[index] as (typeof all)[number])) continue;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash(kind, width));
    const half = width / 2;
    if (equal) outline(pen, box, radius, half);
    else {
      const ends = [
        [left, top + half, right, top + half],
        [right - half, top, right - half, bottom],
        [left, bottom - half, right, bottom - half],
        [left + half, top, left + half, bottom],
      ][index] as [number, number, number, number];
      pen.beginPath();
      pen.moveTo(ends[0], ends[1]);
      pen.lineTo(ends[2], ends[3]);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Shadows without blur are rings around or inside the box. */
function drawRings(box: DOMRect, { boxShadow }: CSSStyleDeclaration, radius: number, pen: Pen): void {
  const [, colour, spread, inset] = /^(.*\)|\S+) 0px 0px 0px ([\d.]+)px( inset)?$/.exec(boxShadow) ?? [];
  if (colour === undefined || !visible(colour)) return;
  const width = Number(spread);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  outline(pen, box, radius, inset ? width / 2 : -width / 2);
  pen.stroke();
}

export function drawBox(box: DOMRect, style: CSSStyleDeclaration, pen: Pen): void {
  if (box.width <= 0 || box.height <= 0) return;
  const radius = Math.min(pixels(style.borderTopLeftRadius), box.width / 2, box.height / 2);
  const gradient = style.backgroundImage === 'none' ? null : gradientOf(style.backgroundImage, box, pen);
  if (gradient || visible(style.backgroundColor)) {
    pen.fillStyle = gradient ?? style.backgroundColor;
    outline(pen, box, radius, 0);
    pen.fill();
  }
  drawRings(box, style, radius, pen);
  drawBorders(box, style, radius, pen);
}

/** Boxes of style sheets alone, without words: brackets and the strokes of legends. */
export function drawPseudo(element: HTMLElement, which: '::before' | '::after', around: DOMRect, pen: Pen): void {
  const style = getComputedStyle(element, which);
  if (style.content !== '""' || style.display === 'none') return;
  const borders = (a: Side, b: Side): number => (style.boxSizing === 'border-box' ? 0 : border(style, a).width + border(style, b).width);
  const width = pixels(style.width) + borders('Left', 'Right');
  const height = pixels(style.height) + borders('Top', 'Bottom');
  const placed = style.position === 'absolute';
  const left = around.left + (placed ? pixels(style.left) : pixels(getComputedStyle(element).paddingLeft) + pixels(style.marginLeft));
  const top = placed ? around.top + pixels(style.top) : around.top + (around.height - height) / 2;
  const { a, b } = new DOMMatrix(style.transform === 'none' ? '' : style.transform);
  pen.save();
  pen.translate(left + width / 2, top + height / 2);
  pen.rotate(Math.atan2(b, a));
  drawBox(new DOMRect(-width / 2, -height / 2, width, height), style, pen);
  pen.restore();
}
