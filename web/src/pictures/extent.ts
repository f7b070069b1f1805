/** Where the contents of a panel lie: what is left out leaves no hole at the edge of its picture, what is scrolled away is in it. */
import { isField } from './draw-field';
import { leftOut } from './left-out';

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const everything: Bounds = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };

function within(box: Bounds, clip: Bounds): Bounds {
  return {
    left: Math.max(box.left, clip.left),
    top: Math.max(box.top, clip.top),
    right: Math.min(box.right, clip.right),
    bottom: Math.min(box.bottom, clip.bottom),
  };
}

class Extent {
  all: Bounds = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: -Infinity, bottom: -Infinity };

  #add(box: Bounds): void {
    if (!(box.right > box.left && box.bottom > box.top)) return;
    const { left, top, right, bottom } = this.all;
    this.all = {
      left: Math.min(left, box.left),
      top: Math.min(top, box.top),
      right: Math.max(right, box.right),
      bottom: Math.max(bottom, box.bottom),
    };
  }

  visit(element: Element, clip: Bounds): void {
    if (element.matches(leftOut)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.opacity === '0') return;
    const box = element.getBoundingClientRect();
    if (element instanceof HTMLCanvasElement || element instanceof SVGElement || isField(element)) {
      if (style.visibility !== 'hidden') this.#add(within(box, clip));
      return;
    }
    if (getComputedStyle(element, '::before').content === '""') this.#add(within(box, clip));
    const cut = style.overflowX === 'hidden' || style.overflowY === 'hidden' ? within(box, clip) : clip;
    const range = document.createRange();
    for (const child of (element.shadowRoot ?? element).childNodes) {
      if (child instanceof Element) this.visit(child, cut);
      if (!(child instanceof Text) || !/\S/.test(child.data) || style.visibility === 'hidden') continue;
      range.selectNodeContents(child);
      this.#add(within(range.getBoundingClientRect(), cut));
    }
  }
}

/** In the coordinates of the window. */
export function extentOf(root: Element): DOMRect {
  const extent = new Extent();
  extent.visit(root, everything);
  const { left, top, right, bottom } = extent.all;
  return right > left ? new DOMRect(left, top, right - left, bottom - top) : root.getBoundingClientRect();
}
