/** Inline SVG of a panel: its shapes and words under their own styles. */
import { measure, type Pen } from './svg-pen';
import { TracedPath } from './traced-path';

const pixels = (length: string): number => Number.parseFloat(length) || 0;

/** The outline of a shape in its own coordinates; '' where it is none. */
function outlineOf(shape: SVGElement): string {
  const traced = new TracedPath();
  const at = (length: SVGAnimatedLength): number => length.baseVal.value;
  if (shape instanceof SVGPathElement) return shape.getAttribute('d') ?? '';
  if (shape instanceof SVGCircleElement) {
    traced.arc(at(shape.cx), at(shape.cy), at(shape.r), 0, 2 * Math.PI);
    return traced.d;
  }
  if (shape instanceof SVGRectElement) {
    if (at(shape.width) > 0 && at(shape.height) > 0) traced.rect(at(shape.x), at(shape.y), at(shape.width), at(shape.height));
    return traced.d;
  }
  if (!(shape instanceof SVGLineElement)) return '';
  traced.moveTo(at(shape.x1), at(shape.y1));
  traced.lineTo(at(shape.x2), at(shape.y2));
  return traced.d;
}

/** What url(#id) means to a shape. */
function named(value: string, shape: SVGElement): Element | null {
  const id = /#([\w-]+)/.exec(value)?.[1] ?? '';
  return (shape.getRootNode() as Document | ShadowRoot).querySelector(`[id="${CSS.escape(id)}"]`);
}

/** A pattern is drawn as the colour of its ground. */
function paintOf(value: string, shape: SVGElement): string {
  if (!value.startsWith('url(')) return value;
  const ground = named(value, shape)?.querySelector('.ground');
  return ground ? getComputedStyle(ground).fill : 'none';
}

/** The head of an arrow, in the direction of its line. */
function drawMarker(value: string, line: SVGPathElement, atStart: boolean, strokeWidth: number, pen: Pen): void {
  const marker = named(value, line);
  const head = marker?.querySelector('path');
  if (!(marker instanceof SVGMarkerElement) || !head) return;
  const length = line.getTotalLength();
  const [from, to] = (atStart ? [0, 1] : [length - 1, length]).map((at) => line.getPointAtLength(at)) as [DOMPoint, DOMPoint];
  const tip = atStart ? from : to;
  const scale = (strokeWidth * marker.markerWidth.baseVal.value) / (marker.viewBox.baseVal.width || 1);
  const d = head.getAttribute('d') ?? '';
  const path = new TracedPath(d);
  path.d = d;
  pen.save();
  pen.translate(tip.x, tip.y);
  pen.rotate(Math.atan2(to.y - from.y, to.x - from.x));
  pen.scale(scale, scale);
  pen.translate(-marker.refX.baseVal.value, -marker.refY.baseVal.value);
  pen.fillStyle = getComputedStyle(head).fill;
  pen.fill(path);
  pen.restore();
}

function drawShape(shape: SVGElement, style: CSSStyleDeclaration, pen: Pen): void {
  const d = outlineOf(shape);
  if (d === '') return;
  const path = new TracedPath(d);
  path.d = d;
  const before = pen.globalAlpha;
  const fill = paintOf(style.fill, shape);
  if (fill !== 'none' && !(shape instanceof SVGLineElement)) {
    pen.fillStyle = fill;
    pen.globalAlpha = before * Number(style.fillOpacity);
    pen.fill(path);
  }
  const stroke = paintOf(style.stroke, shape);
  if (stroke !== 'none' && pixels(style.strokeWidth) > 0) {
    pen.strokeStyle = stroke;
    pen.lineWidth = pixels(style.strokeWidth);
    pen.lineCap = style.strokeLinecap as CanvasLineCap;
    pen.lineJoin = style.strokeLinejoin as CanvasLineJoin;
    pen.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(pixels));
    pen.globalAlpha = before * Number(style.strokeOpacity);
    pen.stroke(path);
    pen.setLineDash([]);
    pen.lineCap = 'butt';
    pen.lineJoin = 'miter';
    if (shape instanceof SVGPathElement && style.markerStart !== 'none') drawMarker(style.markerStart, shape, true, pen.lineWidth, pen);
    if (shape instanceof SVGPathElement && style.markerEnd !== 'none') drawMarker(style.markerEnd, shape, false, pen.lineWidth, pen);
  }
  pen.globalAlpha = before;
}

function drawWords(words: SVGTextElement, style: CSSStyleDeclaration, pen: Pen): void {
  const text = words.textContent?.trim() ?? '';
  const size = style.fontSize;
  pen.font = `${style.fontWeight} ${size} ${style.fontFamily}`;
  pen.textAlign = style.textAnchor === 'middle' ? 'center' : style.textAnchor === 'end' ? 'right' : 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = style.fill;
  const box = words.getBBox();
  const { fontBoundingBoxAscent: ascent } = measure(text, pen.font);
  const x = words.x.baseVal.length > 0 ? words.x.baseVal.getItem(0).value : box.x;
  const y = words.y.baseVal.length > 0 ? words.y.baseVal.getItem(0).value : box.y + ascent;
  pen.fillText(text, x, y);
}

function drawShapes(parent: SVGElement, pen: Pen): void {
  for (const shape of parent.children) {
    if (!(shape instanceof SVGGraphicsElement) || shape instanceof SVGDefsElement) continue;
    const style = getComputedStyle(shape);
    if (style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) === 0) continue;
    if (shape instanceof SVGGElement) {
      drawShapes(shape, pen);
      continue;
    }
    const matrix = shape.getScreenCTM();
    if (!matrix) continue;
    pen.save();
    pen.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
    pen.globalAlpha *= Number(style.opacity);
    if (shape instanceof SVGTextElement) drawWords(shape, style, pen);
    else drawShape(shape, style, pen);
    pen.restore();
  }
}

export function drawSvg(root: SVGSVGElement, pen: Pen): void {
  drawShapes(root, pen);
}
