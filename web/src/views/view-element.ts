/** What every view element is: a lit element that follows signals while it is on the page. */
import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';
import { cancelFrame, inTurn, onNextFrame } from '../state/frames';
import { runState } from '../state/store';
import { reducedMotion } from '../state/theme';
import { type Paint, Surface } from './canvas';

const pressable = 'button, summary, input';
const typing = 'input, textarea';
/** With reduced motion, pictures of training change at most four times a second. */
const stillInterval = 250;

const always = (): boolean => true;

export abstract class ViewElement extends LitElement {
  #stops: (() => void)[] = [];
  readonly #surfaces = new Map<HTMLCanvasElement, { surface: Surface; stale: () => boolean }>();

  /** Signals read here make the template render again. */
  protected abstract watch(): void;
  /** Signals read here change canvases and numbers with every snapshot; while the network trains, numbers wait their turn. */
  protected abstract follow(): void;
  /** Signals read here change canvases and numbers at once: what the user points at or draws. */
  protected attend(): void {}
  /** Numbers that change during training are read, not watched: so many milliseconds lie between two of them. */
  protected turnInterval = 200;
  /** Canvases whose picture moves slowly wait their turn like numbers. */
  protected calm = false;
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
        this.#followed();
      }),
      effect(() => {
        this.attend();
        this.repaint();
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', keepOwnKeys);
    for (const stop of this.#stops) stop();
    for (const { surface } of this.#surfaces.values()) surface.dispose();
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
    this.#invalidate(onNextFrame);
    onNextFrame(this.#refresh);
  }

  #invalidate(ask: (draw: () => void) => void): void {
    for (const { surface, stale } of this.#surfaces.values()) if (stale()) ask(surface.draw);
  }

  /** Gives a canvas of the template its surface; canvases that have left it lose theirs. One that is not `stale` keeps its picture. */
  protected paintOn(canvas: HTMLCanvasElement | null, paint: Paint, stale: () => boolean = always): Surface | undefined {
    for (const [known, { surface }] of this.#surfaces) {
      if (known.isConnected) continue;
      surface.dispose();
      this.#surfaces.delete(known);
    }
    if (!canvas || !this.isConnected) return undefined;
    let entry = this.#surfaces.get(canvas);
    if (!entry) {
      entry = { surface: new Surface(canvas, paint), stale };
      this.#surfaces.set(canvas, entry);
    }
    return entry.surface;
  }

  #followed(): void {
    if (runState.peek() !== 'running') {
      this.repaint();
      return;
    }
    const still = reducedMotion.peek();
    const interval = Math.max(this.turnInterval, still ? stillInterval : 0);
    if (this.calm || still) this.#invalidate((draw) => inTurn(draw, interval));
    else this.#invalidate(onNextFrame);
    inTurn(this.#refresh, interval);
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
