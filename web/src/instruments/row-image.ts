/** <gb-row-image>: the numbers of one row as a square picture, in ink, or in two hues where they have a sign. */
import { fillPixels } from '../views/canvas';
import { divergingIndex, divergingTable } from '../views/colormaps';
import { tokens } from '../views/theme';
import { SmallCanvas } from './small-canvas';

export class RowImage extends SmallCanvas {
  static override properties = {
    ...SmallCanvas.properties,
    values: { attribute: false },
    across: { attribute: false },
    full: { attribute: false },
    signed: { attribute: false },
  };
  declare values: readonly number[];
  declare across: number;
  /** The value drawn at full strength. */
  declare full: number;
  declare signed: boolean;

  protected override paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { dark } = tokens();
    const rows = this.values.length / this.across;
    if (this.signed) {
      const pixels = this.raster.resize(this.across, rows);
      const table = divergingTable(dark);
      for (let i = 0; i < pixels.length; i++) pixels[i] = table[divergingIndex((this.values[i] ?? 0) / this.full)] as number;
      this.raster.commit();
    } else {
      fillPixels(this.raster, this.across, rows, this.values, this.full, dark);
    }
    context.imageSmoothingEnabled = false;
    context.drawImage(this.raster.canvas, 0, 0, width, height);
  }
}

customElements.define('gb-row-image', RowImage);
