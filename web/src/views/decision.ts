/** A decision map as pixels: the core's answers over the domain through a colour table. */
import type { Snapshot } from '../trainer/protocol';
import type { Raster } from './canvas';
import { classTable, divergingIndex, divergingTable, sequentialIndex, sequentialTable } from './colormaps';
import { type Part, wholePart } from './snapshots';

export interface MapStyle {
  dark: boolean;
  /** Only the winner counts, not by how much. */
  hard: boolean;
  /** Of one output, or the second share of two: the value drawn as paper, and the distance from it drawn at full strength. */
  middle: number;
  half: number;
}

/** Fills the raster from what a snapshot says of the plane; false where it says nothing. */
export function fillMap(raster: Raster, snapshot: Snapshot | null, style: MapStyle): boolean {
  const decision = wholePart(snapshot, 'decision');
  if (!decision) return false;
  const [outputs = 1, height = 1, width = 1] = decision.shape;
  const pixels = raster.resize(width, height);
  const classes = wholePart(snapshot, 'decision_class');
  const margins = wholePart(snapshot, 'decision_margin');
  if (outputs > 2 && classes && margins) fillWinners(pixels, outputs, classes, margins, style);
  else fillSigned(pixels, decision, outputs, style.hard ? classes : null, style);
  raster.commit();
  return true;
}

function fillSigned(pixels: Uint32Array, { values }: Part, outputs: number, classes: Part | null, style: MapStyle): void {
  const table = divergingTable(style.dark);
  const last = (outputs - 1) * pixels.length;
  for (let i = 0; i < pixels.length; i++) {
    const value = ((values[last + i] as number) - style.middle) / style.half;
    pixels[i] = table[divergingIndex(classes ? (classes.values[i] === 1 ? 1 : -1) : value)] as number;
  }
}

/** Without hues the map stays light enough for names in ink. */
const inkStrength = 0.55;

/** The answered class's hue mixed to paper by its margin over the second best; from four classes on the margin alone. */
function fillWinners(pixels: Uint32Array, outputs: number, classes: Part, margins: Part, { dark, hard }: MapStyle): void {
  const tables = Array.from({ length: outputs }, (_, label) => (outputs === 3 ? classTable(dark, label) : sequentialTable(dark)));
  const strength = outputs === 3 ? 1 : inkStrength;
  for (let i = 0; i < pixels.length; i++) {
    const table = tables[classes.values[i] as number] as Uint32Array;
    pixels[i] = table[sequentialIndex(strength * (hard ? 1 : (margins.values[i] as number)))] as number;
  }
}

/** The core's answers at the cell under a place of the plot (shares from its lower left corner). */
export function readMap(decision: Part | null, x: number, y: number): number[] {
  if (!decision) return [];
  const [height = 1, width = 1] = decision.shape.slice(-2);
  const outputs = decision.values.length / (height * width);
  const column = Math.min(width - 1, Math.floor(x * width));
  const row = Math.min(height - 1, Math.floor((1 - y) * height));
  return Array.from({ length: outputs }, (_, output) => decision.values[(output * height + row) * width + column] ?? Number.NaN);
}
