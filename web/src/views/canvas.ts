/** The one owner of canvas backing stores. */
import { effect } from '@preact/signals-core';
import { cancelFrame, onNextFrame } from '../state/frames';
import { sequentialIndex, sequentialTable } from './colormaps';
import { themeVersion } from './theme';

export type Paint = (context: CanvasRenderingContext2D, width: number, height: number, ratio: number) => void;

const paints = new WeakMap<HTMLCanvasElement, Paint>();
/** What paints a canvas, so that it can be painted elsewhere too. */
export const paintOf = (canvas: HTMLCanvasElement): Paint | undefined => paints.get(canvas);

/** A canvas whose backing store follows its CSS box and the device's pixels. `paint` draws in CSS pixels on a cleared surface. */
export class Surface {
  width = 0;
  height = 0;
  ratio = 1;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #paint: Paint;
  readonly #observer: ResizeObserver;
  readonly #stopTheme: () => void;

  constructor(canvas: HTMLCanvasElement, paint: Paint) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2d context');
    this.#canvas = canvas;
    this.#context = context;
    this.#paint = paint;
    paints.set(canvas, paint);
    this.#observer = new ResizeObserver((entries) => {
      const entry = entries.at(-1);
      if (entry) this.#resize(entry);
    });
    try {
      this.#observer.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      this.#observer.observe(canvas);
    }
    this.#stopTheme = effect(() => {
      themeVersion.value;
      this.invalidate();
    });
  }

  /** Asks for a repaint in the next frame. */
  invalidate(): void {
    onNextFrame(this.draw);
  }

  readonly draw = (): void => {
    if (this.width === 0 || this.height === 0) return;
    this.#context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.#context.clearRect(0, 0, this.width, this.height);
    this.#paint(this.#context, this.width, this.height, this.ratio);
  };

  dispose(): void {
    this.#observer.disconnect();
    this.#stopTheme();
    cancelFrame(this.draw);
  }

  #resize(entry: ResizeObserverEntry): void {
    this.width = entry.contentRect.width;
    this.height = entry.contentRect.height;
    const device = entry.devicePixelContentBoxSize?.[0];
    const pxWidth = device ? device.inlineSize : Math.round(this.width * devicePixelRatio);
    const pxHeight = device ? device.blockSize : Math.round(this.height * devicePixelRatio);
    this.ratio = this.width > 0 ? pxWidth / this.width : 1;
    if (this.#canvas.width !== pxWidth || this.#canvas.height !== pxHeight) {
      this.#canvas.width = pxWidth;
      this.#canvas.height = pxHeight;
    }
    this.draw();
  }
}

/** A small picture at data resolution, filled pixel by pixel and drawn at any size. */
export class Raster {
  readonly canvas = document.createElement('canvas');
  pixels = new Uint32Array();
  #image: ImageData | null = null;
  readonly #context = this.canvas.getContext('2d');

  /** Makes room for width × height pixels; the old content is lost when the size changes. */
  resize(width: number, height: number): Uint32Array {
    if (!this.#image || this.#image.width !== width || this.#image.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.#image.data.buffer);
    }
    return this.pixels;
  }

  /** Makes the pixels visible to drawImage. */
  commit(): void {
    if (this.#image) this.#context?.putImageData(this.#image, 0, 0);
  }
}

/** Pixels of an image, 0 to `full`, in shades of ink. */
export function fillPixels(raster: Raster, width: number, height: number, values: ArrayLike<number>, full: number, dark: boolean): void {
  const pixels = raster.resize(width, height);
  const table = sequentialTable(dark);
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[sequentialIndex((values[i] ?? 0) / full)] as number;
  raster.commit();
}
