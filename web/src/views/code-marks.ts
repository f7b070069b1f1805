/** Rows on a plane, each as the name of its class in its class's colour: names are drawn once, then stamped. */
import { classColour } from './colormaps';
import { tokens } from './theme';

const cell = 18;

export class CodeMarks {
  #stamps: HTMLCanvasElement | null = null;
  #key = '';

  draw(
    context: CanvasRenderingContext2D,
    codes: ArrayLike<number>,
    labels: ArrayLike<number>,
    classes: readonly string[],
    x: (value: number) => number,
    y: (value: number) => number,
    size: number,
    ratio: number,
  ): void {
    const stamps = this.#stamp(classes, size, ratio);
    const count = labels.length;
    const side = cell * ratio;
    for (let row = 0; row < count; row++) {
      const left = x(codes[row] ?? 0) - cell / 2;
      const top = y(codes[count + row] ?? 0) - cell / 2;
      context.drawImage(stamps, (labels[row] ?? 0) * side, 0, side, side, left, top, cell, cell);
    }
  }

  #stamp(classes: readonly string[], size: number, ratio: number): HTMLCanvasElement {
    const { dark, paper } = tokens();
    const key = [classes.join(), size, ratio, dark].join('|');
    if (this.#stamps && key === this.#key) return this.#stamps;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(cell * ratio * classes.length);
    canvas.height = Math.ceil(cell * ratio);
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(ratio, ratio);
      context.font = `700 ${size}px system-ui, sans-serif`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.strokeStyle = paper;
      context.lineWidth = 2;
      context.lineJoin = 'round';
      classes.forEach((name, label) => {
        const text = name.slice(0, 2);
        context.strokeText(text, cell * (label + 0.5), cell / 2 + 0.5);
        context.fillStyle = classColour(label, dark);
        context.fillText(text, cell * (label + 0.5), cell / 2 + 0.5);
      });
    }
    this.#stamps = canvas;
    this.#key = key;
    return canvas;
  }
}
