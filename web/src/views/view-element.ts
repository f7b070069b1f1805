/** What every view element is: a lit element that follows signals while it is on the page. */
import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';
import { cancelFrame, onNextFrame, type Paint, Surface } from './canvas';

const pressable = 'button, summary, input';
const typing = 'input, textarea';

export abstract class ViewElement extends LitElement {
  #stops: (() => void)[] = [];
  readonly #surfaces = new Map<HTMLCanvasElement, Surface>();

  /** Signals read here make the template render again. */
  protected abstract watch(): void;
  /** Signals read here change only canvases and numbers: `refresh` runs once in the next frame. */
  protected abstract follow(): void;
  /** Brings numbers up to date after a frame's worth of changes; canvases are repainted besides. */
  protected abstract refresh(): void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', keepOwnKeys);
    this.#stops = [
      effect(() => {
        this.watch();
        this.requestUpdate();
      }),
      effect(() => {
        this.follow();
        this.repaint();
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', keepOwnKeys);
    for (const stop of this.#stops) stop();
    for (const surface of this.#surfaces.values()) surface.dispose();
    this.#surfaces.clear();
    cancelFrame(this.#refresh);
  }

  protected override updated(): void {
    this.repaint();
  }

  /** F6 and the like: the first control of the view takes the focus. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('button:not([disabled]), [tabindex="0"]')?.focus(options);
  }

  /** Repaints canvases and numbers once, in the next frame. */
  protected repaint(): void {
    for (const surface of this.#surfaces.values()) surface.invalidate();
    onNextFrame(this.#refresh);
  }

  /** Gives a canvas of the template its surface; canvases that have left it lose theirs. */
  protected paintOn(canvas: HTMLCanvasElement | null, paint: Paint): Surface | undefined {
    for (const [known, surface] of this.#surfaces) {
      if (known.isConnected) continue;
      surface.dispose();
      this.#surfaces.delete(known);
    }
    if (!canvas) return undefined;
    let surface = this.#surfaces.get(canvas);
    if (!surface) {
      surface = new Surface(canvas, paint);
      this.#surfaces.set(canvas, surface);
    }
    return surface;
  }

  readonly #refresh = (): void => {
    if (this.isConnected && this.hasUpdated) this.refresh();
  };
}

/** The page's single-key shortcuts see only the host: keys that a control in here uses must not reach them. */
function keepOwnKeys(event: KeyboardEvent): void {
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return;
  if ((event.key === ' ' && target.closest(pressable)) || (target.closest(typing) && event.key !== 'F6')) event.stopPropagation();
}
