/** A decision map as pixels: the core's answers over the domain through a colour table. */
import type { Raster } from './canvas';
import { classTable, divergingIndex, divergingTable, sequentialIndex, sequentialTable } from './colormaps';
import type { Part } from './snapshots';

export interface MapStyle {
  dark: boolean;
  /** Only the winner counts, not by how much. */
  hard: boolean;
  /** Of one output: the value drawn as paper, and the distance from it drawn at full strength. */
  middle: number;
  half: number;
}

/** Fills the raster from a decision part [outputs × height × width]. */
export function fillMap(raster: Raster, decision: Part, style: MapStyle): void {
  const [outputs = 1, height = 1, width = 1] = decision.shape;
  const pixels = raster.resize(width, height);
  if (outputs <= 2) fillSigned(pixels, decision, outputs, style);
  else fillWinners(pixels, decision, outputs, style);
  raster.commit();
}

function fillSigned(pixels: Uint32Array, { values }: Part, outputs: number, { dark, hard, middle, half }: MapStyle): void {
  const table = divergingTable(dark);
  const size = pixels.length;
  for (let i = 0; i < size; i++) {
    const value = outputs === 2 ? (values[size + i] as number) - (values[i] as number) : ((values[i] as number) - middle) / half;
    pixels[i] = table[divergingIndex(hard ? Math.sign(value) : value)] as number;
  }
}

/** Without hues the map stays light enough for names in ink. */
const inkStrength = 0.55;

/** The winner's hue mixed to paper by its margin over the second; from four classes on the margin alone. */
function fillWinners(pixels: Uint32Array, { values }: Part, outputs: number, { dark, hard }: MapStyle): void {
  const tables = Array.from({ length: outputs }, (_, label) => (outputs === 3 ? classTable(dark, label) : sequentialTable(dark)));
  const strength = outputs === 3 ? 1 : inkStrength;
  const size = pixels.length;
  for (let i = 0; i < size; i++) {
    let best = 0;
    let second = -1;
    for (let output = 1; output < outputs; output++) {
      const value = values[output * size + i] as number;
      if (value > (values[best * size + i] as number)) {
        second = best;
        best = output;
      } else if (second < 0 || value > (values[second * size + i] as number)) second = output;
    }
    const margin = (values[best * size + i] as number) - (values[second * size + i] as number);
    pixels[i] = (tables[best] as Uint32Array)[sequentialIndex(strength * (hard ? 1 : margin))] as number;
  }
}

/** The core's answers at the cell under a place of the plot (shares from its lower left corner). */
export function readMap(decision: Part | null, x: number, y: number): number[] {
  if (!decision) return [];
  const [outputs = 1, height = 1, width = 1] = decision.shape;
  const column = Math.min(width - 1, Math.floor(x * width));
  const row = Math.min(height - 1, Math.floor((1 - y) * height));
  return Array.from({ length: outputs }, (_, output) => decision.values[(output * height + row) * width + column] ?? Number.NaN);
}
