/** Draws what a panel shows with a pen: boxes, text, inline SVG and canvases, where the browser has laid them out. */
import { paintOf } from '../views/canvas';
import { drawBox, drawPseudo } from './draw-box';
import { drawField, isField } from './draw-field';
import { drawSvg } from './draw-svg';
import { drawText } from './draw-text';
import { leftOut } from './left-out';
import { type Pen, SvgPen } from './svg-pen';

/** How many marks a vector canvas may have before it is a picture of pixels. */
const mostShapes = 12_000;

function drawCanvas(canvas: HTMLCanvasElement, box: DOMRect, pen: Pen, scale: number): void {
  const known = paintOf(canvas);
  pen.save();
  pen.translate(box.left, box.top);
  const mark = pen instanceof SvgPen ? pen.mark() : null;
  try {
    if (!known) throw new Error('painted elsewhere');
    pen.save();
    known(pen as CanvasRenderingContext2D, box.width, box.height, scale);
    pen.restore();
    if (mark && (pen as SvgPen).mark().drawn - mark.drawn > mostShapes) throw new Error('too much for a vector picture');
  } catch {
    // Its pixels, then.
    if (mark) (pen as SvgPen).takeBack(mark);
    pen.save();
    pen.translate(mark ? box.left : 0, mark ? box.top : 0);
    pen.imageSmoothingEnabled = getComputedStyle(canvas).imageRendering !== 'pixelated';
    if (canvas.width > 0 && canvas.height > 0) pen.drawImage(known ? repainted(canvas, box, known) : canvas, 0, 0, box.width, box.height);
    pen.restore();
  }
  pen.restore();
}

type Known = NonNullable<ReturnType<typeof paintOf>>;
const fine = 2;

function repainted(canvas: HTMLCanvasElement, { width, height }: DOMRect, paint: Known): HTMLCanvasElement {
  const copy = Object.assign(document.createElement('canvas'), { width: Math.ceil(width * fine), height: Math.ceil(height * fine) });
  const context = copy.getContext('2d');
  if (!context) return canvas;
  context.scale(fine, fine);
  paint(context, width, height, fine);
  return copy;
}

function clips(style: CSSStyleDeclaration): boolean {
  return style.overflowX === 'hidden' || style.overflowX === 'clip' || style.overflowY === 'hidden' || style.overflowY === 'clip';
}

const overflows = (element: HTMLElement): boolean =>
  element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;

/** Turned by a transform: such a box is a line of words around its middle. */
function angleOf({ transform }: CSSStyleDeclaration): number {
  if (transform === 'none') return 0;
  const { a, b } = new DOMMatrix(transform);
  return Math.atan2(b, a);
}

function drawTurned(element: HTMLElement, style: CSSStyleDeclaration, pen: Pen, angle: number): void {
  const box = element.getBoundingClientRect();
  pen.save();
  pen.translate(box.left + box.width / 2, box.top + box.height / 2);
  pen.rotate(angle);
  const { offsetWidth: width, offsetHeight: height } = element;
  drawBox(new DOMRect(-width / 2, -height / 2, width, height), style, pen);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = style.color;
  pen.fillText(element.textContent?.trim() ?? '', 0, 0);
  pen.restore();
}

/** What is in an element, without its own box. */
export function drawChildren(element: Element, pen: Pen, scale: number): void {
  for (const child of (element.shadowRoot ?? element).childNodes) {
    if (child instanceof Text) drawText(child, element, pen);
    else if (child instanceof Element) drawElement(child, pen, scale);
  }
}

/** In the coordinates of the window. `scale`: pixels of the picture in one of CSS. */
export function drawElement(element: Element, pen: Pen, scale: number): void {
  if (element.matches(leftOut)) return;
  const style = getComputedStyle(element);
  const opacity = Number(style.opacity);
  if (style.display === 'none' || opacity === 0) return;
  if (element instanceof SVGSVGElement) {
    if (style.visibility !== 'hidden') drawSvg(element, pen);
    return;
  }
  if (!(element instanceof HTMLElement)) return;
  const angle = angleOf(style);
  const before = pen.globalAlpha;
  pen.globalAlpha = before * opacity;
  if (angle !== 0) {
    drawTurned(element, style, pen, angle);
    pen.globalAlpha = before;
    return;
  }
  const box = element.getBoundingClientRect();
  const seen = style.visibility !== 'hidden';
  if (seen && style.display !== 'contents' && !element.matches('.segments, .segments *')) drawBox(box, style, pen);
  const clipped = clips(style) && (overflows(element) || Number.parseFloat(style.borderTopLeftRadius) > 0);
  if (clipped || element instanceof HTMLCanvasElement) {
    pen.save();
    pen.beginPath();
    pen.roundRect(box.left, box.top, box.width, box.height, Number.parseFloat(style.borderTopLeftRadius) || 0);
    pen.clip();
  }
  if (seen && element instanceof HTMLCanvasElement) drawCanvas(element, box, pen, scale);
  else if (isField(element)) {
    if (seen) drawField(element, style, pen);
  } else {
    if (seen) drawPseudo(element, '::before', box, pen);
    drawChildren(element, pen, scale);
    if (seen) drawPseudo(element, '::after', box, pen);
  }
  if (clipped || element instanceof HTMLCanvasElement) pen.restore();
  pen.globalAlpha = before;
}
