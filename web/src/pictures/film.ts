/** Films panels while the run goes on: drawn like pictures, encoded by the browser, with an upper length. */
import { signal } from '@preact/signals-core';
import { run } from '../state/drive';
import { whole } from '../state/format';
import { withoutPosition, writeAddress } from '../state/link';
import { defaultView, experimentText, form, runState, snapshot } from '../state/store';
import { drawElement } from './draw';
import { saveFile } from './files';
import { measure } from './svg-pen';
import { type Film, type Piece, webm } from './webm';
import { picturesWords as words } from './words';

export const longest = 60_000;
const frameTime = 1000 / 15;
/** A page in the background shows no frames: the film goes on where it was. */
const longestGap = 250;
const keyTime = 2000;
const bitsASecond = 3_000_000;
const widest = 1600;
const footHeight = 44;
/** Behind the last step, so that the end is seen. */
const lastLook = 1200;
const waitingFrames = 3;

export interface Recording {
  /** Milliseconds, and bytes so far. */
  time: number;
  bytes: number;
}
export const recording = signal<Recording | null>(null);

/** Why this browser makes no films; empty: it does. */
export function cannotFilm(): string {
  if (typeof VideoEncoder !== 'undefined') return '';
  return isSecureContext ? words.noEncoder : words.notSecure;
}

interface Codec {
  name: Film['codec'];
  config: VideoEncoderConfig;
}

async function codecFor(width: number, height: number): Promise<Codec | null> {
  for (const [name, codec] of [
    ['V_VP9', 'vp09.00.41.08'],
    ['V_VP8', 'vp8'],
  ] as const) {
    const config: VideoEncoderConfig = { codec, width, height, bitrate: bitsASecond, framerate: 15, latencyMode: 'realtime' };
    const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (supported) return { name, config };
  }
  return null;
}

function around(roots: readonly Element[]): DOMRect {
  const boxes = roots.map((root) => root.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return new DOMRect(left, top, Math.max(...boxes.map(({ right }) => right)) - left, Math.max(...boxes.map(({ bottom }) => bottom)) - top);
}

const even = (length: number): number => 2 * Math.ceil(length / 2);

class Camera {
  readonly #roots: readonly Element[];
  readonly #box: DOMRect;
  readonly #scale: number;
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d', { alpha: false });
  readonly #link = `${location.origin}${location.pathname}${writeAddress(withoutPosition(experimentText.peek()), defaultView, false)}`;

  constructor(roots: readonly Element[]) {
    this.#roots = roots;
    this.#box = around(roots);
    const fine = Math.max(1, Math.min(1.5, widest / this.#box.width));
    this.#scale = Math.min(fine, (2 * widest) / Math.max(this.#box.width, this.#box.height));
    this.#canvas.width = even(this.#box.width * this.#scale);
    this.#canvas.height = even((this.#box.height + footHeight) * this.#scale);
  }

  get canvas(): HTMLCanvasElement {
    return this.#canvas;
  }

  get title(): string {
    return `${form.peek()?.title ?? ''} ${this.#link}`.trim();
  }

  draw(): void {
    const context = this.#context;
    if (!context) return;
    const { left, top, width, height } = this.#box;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
    context.fillStyle = colour('--surface');
    context.fillRect(0, 0, width + 2, height + footHeight + 2);
    context.save();
    context.translate(-left, -top);
    for (const root of this.#roots) drawElement(root, context, this.#scale);
    context.restore();
    context.fillStyle = colour('--surface');
    context.fillRect(0, height, width + 2, footHeight + 2);
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    const { step = 0, epoch = 0 } = snapshot.peek()?.status ?? {};
    context.font = '600 12px system-ui, sans-serif';
    context.fillStyle = colour('--ink');
    context.fillText(words.says(form.peek()?.title ?? '', whole(step), whole(epoch), ''), 16, height + 18);
    context.font = '400 10px system-ui, sans-serif';
    context.fillStyle = colour('--ink-3');
    let link = this.#link;
    while (link.length > 8 && measure(link, context.font).width > width - 32) link = `${link.slice(0, -2)}…`;
    context.fillText(link, 16, height + 34);
  }
}

let stopNow: ((save: boolean) => void) | null = null;

/** Ends the film that is being made. */
export const stopFilm = (save: boolean): void => stopNow?.(save);

/** Resolves to the name of the file, or to '' where the film was thrown away. Rejects where the browser fails. */
export async function film(name: string, roots: readonly Element[]): Promise<string> {
  const camera = new Camera(roots);
  const { width, height } = camera.canvas;
  const codec = await codecFor(width, height);
  if (!codec) throw new Error('no codec');
  const pieces: Piece[] = [];
  let bytes = 0;
  let failure: unknown = null;
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const piece = new Uint8Array(chunk.byteLength);
      chunk.copyTo(piece);
      bytes += piece.length;
      pieces.push({ time: chunk.timestamp / 1000, key: chunk.type === 'key', bytes: piece });
    },
    error: (error) => {
      failure = error;
    },
  });
  encoder.configure(codec.config);
  const { time, keep } = await roll(
    camera,
    encoder,
    () => failure,
    () => bytes,
  );
  recording.value = null;
  if (!keep) {
    encoder.close();
    return '';
  }
  await encoder.flush();
  encoder.close();
  if (failure || pieces.length === 0) throw failure ?? new Error('no frames');
  const file = `glassbox-${name}.webm`;
  saveFile(file, [webm({ codec: codec.name, width, height, title: camera.title, length: time, pieces })], 'video/webm');
  return file;
}

const isOver = (): boolean => runState.peek() === 'finished' || runState.peek() === 'diverged';

/** Takes frames until it is stopped, the run has ended, or the film is long enough. The first one is taken before a run is started. */
function roll(camera: Camera, encoder: VideoEncoder, failure: () => unknown, size: () => number): Promise<{ time: number; keep: boolean }> {
  return new Promise((done, failed) => {
    let time = 0;
    let last = performance.now();
    let lastKey = Number.NEGATIVE_INFINITY;
    let endsAt = longest;
    let over = isOver();
    let waiting = 0;
    const close = (): void => {
      stopNow = null;
      cancelAnimationFrame(waiting);
    };
    const end = (keep: boolean): void => {
      close();
      done({ time: time + frameTime, keep });
    };
    const shoot = (): void => {
      camera.draw();
      const keyFrame = time - lastKey >= keyTime;
      if (keyFrame) lastKey = time;
      const frame = new VideoFrame(camera.canvas, { timestamp: Math.round(time * 1000) });
      encoder.encode(frame, { keyFrame });
      frame.close();
      recording.value = { time, bytes: size() };
    };
    const go = (now: number): void => {
      waiting = requestAnimationFrame(take);
      if (failure()) throw failure();
      if (now - last < frameTime || encoder.encodeQueueSize > waitingFrames) return;
      time += Math.min(now - last, longestGap);
      last = now;
      shoot();
      if (isOver() && !over) endsAt = Math.min(endsAt, time + lastLook);
      over = isOver();
      if (time >= endsAt) end(true);
    };
    const take = (now: number): void => {
      try {
        go(now);
      } catch (error) {
        close();
        failed(error);
      }
    };
    stopNow = end;
    shoot();
    if (runState.peek() === 'ready' || runState.peek() === 'paused') run();
    waiting = requestAnimationFrame(take);
  });
}
