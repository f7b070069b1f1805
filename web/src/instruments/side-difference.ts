/** <gb-side-difference>: what one run answers more or less than another, point by point. */
import { divergingIndex, divergingTable, sequentialIndex, sequentialTable } from '../views/colormaps';
import { niceLimit } from '../views/scales';
import { tokens } from '../views/theme';
import { type Difference, difference } from './abreast';
import { SmallCanvas } from './small-canvas';

export class SideDifference extends SmallCanvas {
  protected override follow(): void {
    difference.value;
  }

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.fillStyle = tokens().paper;
    context.fillRect(0, 0, width, height);
    const of = difference.peek();
    if (!of) return;
    const [rows = 1, columns = 1] = of.shape.length > 1 ? of.shape : [1, of.shape[0] ?? 1];
    const limit = typeof of.largest === 'number' && of.largest > 0 ? niceLimit(of.largest) : 1;
    if (rows > 1) this.#paintMap(context, of, limit, [rows, columns], width, height);
    else this.#paintBars(context, of, limit, width, height);
  }

  /** `limit` is drawn at full strength. */
  #paintMap(
    context: CanvasRenderingContext2D,
    of: Difference,
    limit: number,
    [rows, columns]: [number, number],
    width: number,
    height: number,
  ): void {
    const { dark } = tokens();
    const pixels = this.raster.resize(columns, rows);
    const table = of.signed ? divergingTable(dark) : sequentialTable(dark);
    const index = of.signed ? divergingIndex : sequentialIndex;
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[index((of.values[i] ?? 0) / limit)] as number;
    this.raster.commit();
    context.drawImage(this.raster.canvas, 0, 0, width, height);
  }

  /** One bar a point of a curve, or a row of the data in its order. */
  #paintBars(context: CanvasRenderingContext2D, { values, signed }: Difference, limit: number, width: number, height: number): void {
    const colours = tokens();
    const zero = signed ? height / 2 : height;
    for (const sign of [1, -1]) {
      context.fillStyle = signed ? (sign > 0 ? colours.positive : colours.negative) : colours['ink-2'];
      values.forEach((value, i) => {
        if (!(sign * value > 0)) return;
        const size = Math.min(1, Math.abs(value) / limit) * zero;
        const x = (i / values.length) * width;
        context.fillRect(x, sign > 0 ? zero - size : zero, Math.max(1, width / values.length), size);
      });
    }
    context.fillStyle = colours.edge;
    context.fillRect(0, Math.round(zero) - 0.5, width, 1);
  }
}

customElements.define('gb-side-difference', SideDifference);
