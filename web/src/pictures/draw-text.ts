/** Text where the browser put it, line by line. */
import { measure, type Pen } from './svg-pen';

interface Line {
  text: string;
  box: DOMRect;
}

function boxOf(range: Range, node: Text, from: number, to: number): DOMRect {
  range.setStart(node, from);
  range.setEnd(node, to);
  return range.getBoundingClientRect();
}

/** Parts of a text that stand on one line each: words are kept together while they have the same top. */
function linesOf(node: Text): Line[] {
  const range = document.createRange();
  const from = node.data.search(/\S/);
  const to = node.data.trimEnd().length;
  const box = boxOf(range, node, from, to);
  if (range.getClientRects().length === 0) return [];
  if (range.getClientRects().length === 1) return [{ text: node.data.slice(from, to), box }];
  const lines: { from: number; to: number; top: number }[] = [];
  const add = (from: number, to: number): void => {
    const box = boxOf(range, node, from, to);
    if (range.getClientRects().length > 1 && to - from > 1) {
      for (let at = from; at < to; at++) add(at, at + 1);
      return;
    }
    const last = lines.at(-1);
    if (last && Math.abs(last.top - box.top) < 2) last.to = to;
    else lines.push({ from, to, top: box.top });
  };
  for (const word of node.data.matchAll(/\S+/g)) add(word.index, word.index + word[0].length);
  return lines.map(({ from, to }) => ({ text: node.data.slice(from, to), box: boxOf(range, node, from, to) }));
}

function cased(text: string, transform: string): string {
  if (transform === 'uppercase') return text.toUpperCase();
  return transform === 'lowercase' ? text.toLowerCase() : text;
}

/** Where the box cuts words short, an ellipsis says so. */
function fitting({ text, box }: Line, around: HTMLElement, style: CSSStyleDeclaration, font: string): string {
  if (style.textOverflow !== 'ellipsis' || around.scrollWidth <= around.clientWidth + 1) return text;
  const room = around.getBoundingClientRect().right - box.left;
  if (box.width <= room + 1) return text;
  let kept = text;
  while (kept !== '' && measure(`${kept}…`, font).width > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** Words on a map stand in a halo of the paper's colour. */
function drawHalo(text: string, x: number, y: number, shadow: string, pen: Pen): void {
  pen.strokeStyle = /^(\w+\([^)]*\)|#\w+|\w+)/.exec(shadow)?.[0] ?? '#ffffff';
  pen.lineWidth = 3;
  pen.lineJoin = 'round';
  pen.strokeText(text, x, y);
  pen.lineJoin = 'miter';
}

export function drawText(node: Text, parent: Element, pen: Pen): void {
  if (!/\S/.test(node.data) || !(parent instanceof HTMLElement)) return;
  const style = getComputedStyle(parent);
  const size = Number.parseFloat(style.fontSize);
  if (style.visibility === 'hidden' || !(size > 0)) return;
  const font = `${style.fontStyle === 'italic' ? 'italic ' : ''}${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const kept = style.whiteSpace.startsWith('pre') || style.whiteSpaceCollapse === 'preserve';
  pen.font = font;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = style.color;
  for (const line of linesOf(node)) {
    const collapsed = kept ? line.text.replaceAll(' ', '\u00a0') : line.text.replace(/\s+/g, ' ');
    const text = cased(fitting({ ...line, text: collapsed }, parent, style, font), style.textTransform);
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent, width } = measure(text, font);
    const letters = [...text].length;
    // Digits of equal width are the style sheet's; a canvas has them by the space between letters.
    pen.letterSpacing = text === collapsed && letters > 1 ? `${((line.box.width - width) / letters).toFixed(3)}px` : '0px';
    const baseline = line.box.top + (line.box.height - ascent - descent) / 2 + ascent;
    if (style.textShadow !== 'none') drawHalo(text, line.box.left, baseline, style.textShadow, pen);
    pen.fillText(text, line.box.left, baseline);
    pen.letterSpacing = '0px';
  }
}
