/** Small helpers between lit templates and the page's strict style policy (no style attributes). */
import { html, noChange, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

class PlaceDirective extends Directive {
  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error('place() belongs on an element');
  }

  render(_left: number | string, _top: number | string, _width?: number | string, _height?: number | string): typeof noChange {
    return noChange;
  }

  override update(element: ElementPart, [left, top, width, height]: Parameters<this['render']>): typeof noChange {
    const { style } = element.element as HTMLElement;
    style.left = length(left);
    style.top = length(top);
    if (width !== undefined) style.width = length(width);
    if (height !== undefined) style.height = length(height);
    return noChange;
  }
}

const length = (value: number | string): string => (typeof value === 'number' ? `${value}px` : value);

/** Sets left, top and, where given, the size of an absolutely placed element: CSS pixels, or any length as text. */
export const place = directive(PlaceDirective);

class BackgroundDirective extends Directive {
  render(_background: string): typeof noChange {
    return noChange;
  }

  override update(element: ElementPart, [background]: Parameters<this['render']>): typeof noChange {
    (element.element as HTMLElement).style.background = background;
    return noChange;
  }
}

/** A background made of data colours, for legends. */
export const background = directive(BackgroundDirective);

export interface Segment<Name extends string> {
  name: Name;
  label: string;
}

/** A row of exclusive choices. */
export function segmented<Name extends string>(
  label: string,
  segments: readonly Segment<Name>[],
  current: Name,
  choose: (name: Name) => void,
): TemplateResult {
  return html`<div class="segments" role="group" aria-label=${label}>
    ${segments.map(
      (segment) =>
        html`<button type="button" aria-pressed=${segment.name === current ? 'true' : 'false'} @click=${() => choose(segment.name)}>
          ${segment.label}
        </button>`,
    )}
  </div>`;
}

/** Sets an attribute only when it differs. */
export function setAttribute(element: Element | null | undefined, name: string, value: string): void {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Sets a text only when it differs, in the text node that is there: neither other numbers nor the element's own box are made anew. */
export function setText(element: Element | null | undefined, text: string): void {
  if (!element || element.textContent === text) return;
  const only = element.childNodes.length === 1 ? element.firstChild : null;
  if (only instanceof Text) only.data = text;
  else element.textContent = text;
}
