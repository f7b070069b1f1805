/** <gb-beyond>: hatches on the picture of the answer what lies outside the training rows, while the instrument beside it is open. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { numeric } from '../state/format';
import { facts, form } from '../state/store';
import { shareOf } from '../views/axes';
import { themeVersion, tokens } from '../views/theme';
import { ViewElement } from '../views/view-element';
import { ofTheseRows, overview } from './generalise-state';
import { generaliseWords } from './generalise-words';

const { beyond: text } = generaliseWords;
const distance = 7;

/** Left, top, width, height. */
type Box = readonly [number, number, number, number];

/** Where the training rows lie, as shares of the plot from its upper left corner; null: the plot is not over the inputs. */
function trained(): { from: [number, number]; to: [number, number] } | null {
  const kind = form.value?.dataset.kind;
  const columns = overview.value?.columns ?? [];
  const axes = kind === 'plane' ? 2 : kind === 'line' ? 1 : 0;
  if (axes === 0 || columns.length !== axes || form.value?.dataset.rebuilds || !ofTheseRows.value) return null;
  const share = (axis: number, end: 'low' | 'high'): number => {
    const value = numeric(columns[axis]?.[end] ?? 'nan');
    return Math.max(0, Math.min(1, shareOf(value, facts.value?.low[axis] ?? value, facts.value?.high[axis] ?? value)));
  };
  return axes === 1
    ? { from: [share(0, 'low'), 0], to: [share(0, 'high'), 1] }
    : { from: [share(0, 'low'), 1 - share(1, 'high')], to: [share(0, 'high'), 1 - share(1, 'low')] };
}

/** What is left of the plot around them, in whole pixels: half ones would be seen as lines where two boxes meet. */
function around(width: number, height: number): Box[] {
  const inside = trained();
  if (!inside) return [];
  const [left, right] = [Math.round(inside.from[0] * width), Math.round(inside.to[0] * width)];
  const [top, bottom] = [Math.round(inside.from[1] * height), Math.round(inside.to[1] * height)];
  const boxes: Box[] = [
    [0, 0, left, height],
    [right, 0, width - right, height],
    [left, 0, right - left, top],
    [left, bottom, right - left, height - bottom],
  ];
  return boxes.filter(([, , wide, high]) => wide > 0 && high > 0);
}

function setColours(context: CanvasRenderingContext2D): void {
  const colours = tokens();
  context.fillStyle = colours.surface;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
}

function hatch(context: CanvasRenderingContext2D, [left, top, width, height]: Box): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.globalAlpha = 0.5;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 0.4;
  context.beginPath();
  const first = Math.ceil((left + top) / distance) * distance;
  for (let sum = first; sum < left + top + width + height; sum += distance) {
    context.moveTo(sum - top, top);
    context.lineTo(sum - top - height, top + height);
  }
  context.stroke();
  context.restore();
}

class Beyond extends ViewElement {
  static override styles = css`
    :host { position: absolute; inset: 0; overflow: hidden; border-radius: 4px; pointer-events: none; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  `;

  protected override watch(): void {
    overview.value;
    form.value;
    facts.value;
    themeVersion.value;
  }

  protected override follow(): void {}
  protected override refresh(): void {}

  override render(): TemplateResult | typeof nothing {
    return trained() ? html`<canvas></canvas>` : nothing;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('canvas'), this.#paint);
    super.updated();
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    setColours(context);
    for (const box of around(width, height)) hatch(context, box);
  };
}

/** What it means, in the legend. */
class BeyondKey extends ViewElement {
  static override styles = css`
    :host { display: inline-flex; align-items: center; height: 20px; gap: 5px; }
    :host(:not([shown])) { display: none; }
    canvas { width: 16px; height: 12px; border: 1px solid var(--edge); border-radius: 2px; }
  `;

  protected override watch(): void {
    this.toggleAttribute('shown', trained() !== null);
    themeVersion.value;
  }

  protected override follow(): void {}
  protected override refresh(): void {}

  override render(): TemplateResult {
    return html`<canvas></canvas><span>${text.key}</span>`;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('canvas'), (context, width, height) => {
      setColours(context);
      hatch(context, [0, 0, width, height]);
    });
    super.updated();
  }
}

customElements.define('gb-beyond', Beyond);
customElements.define('gb-beyond-key', BeyondKey);
