/** From strokes on the pad to what the network sees. Pure. */

/** Points of a stroke in pad units, 0 to 1 both ways, y downwards. */
export type Stroke = readonly { x: number; y: number }[];

const bitmapSide = 32;
/** Half the width of a pen stroke in bitmap pixels; scanned digits of 32×32 have strokes of 4 to 5. */
const penRadius = 2.1;
/** The ink of a scanned digit fills the height of its bitmap; small drawings are enlarged at most this much. */
const maxEnlargement = 2.5;

interface Fit {
  scale: number;
  x: number;
  y: number;
}

function fit(strokes: readonly Stroke[]): Fit {
  const points = strokes.flat();
  const low = { x: Math.min(...points.map((p) => p.x)), y: Math.min(...points.map((p) => p.y)) };
  const high = { x: Math.max(...points.map((p) => p.x)), y: Math.max(...points.map((p) => p.y)) };
  const room = bitmapSide - 2 * penRadius;
  const extent = Math.max(high.x - low.x, high.y - low.y, 1e-9);
  const scale = Math.min(room / extent, bitmapSide * maxEnlargement);
  return {
    scale,
    x: bitmapSide / 2 - (scale * (low.x + high.x)) / 2,
    y: bitmapSide / 2 - (scale * (low.y + high.y)) / 2,
  };
}

function stamp(bitmap: Uint8Array, x: number, y: number): void {
  const reach = Math.ceil(penRadius);
  for (let row = Math.max(0, Math.floor(y) - reach); row <= Math.min(bitmapSide - 1, Math.floor(y) + reach); row++) {
    for (let column = Math.max(0, Math.floor(x) - reach); column <= Math.min(bitmapSide - 1, Math.floor(x) + reach); column++) {
      const dx = column + 0.5 - x;
      const dy = row + 0.5 - y;
      if (dx * dx + dy * dy <= penRadius * penRadius) bitmap[row * bitmapSide + column] = 1;
    }
  }
}

/** The strokes as a 32×32 bitmap, fitted and centred as the scanned originals were. */
export function bitmapOf(strokes: readonly Stroke[]): Uint8Array {
  const bitmap = new Uint8Array(bitmapSide * bitmapSide);
  if (!strokes.some((stroke) => stroke.length > 0)) return bitmap;
  const { scale, x, y } = fit(strokes);
  for (const stroke of strokes) {
    stroke.forEach((point, index) => {
      const from = stroke[Math.max(0, index - 1)] ?? point;
      const steps = Math.max(1, Math.ceil(scale * Math.hypot(point.x - from.x, point.y - from.y) * 2));
      for (let i = 1; i <= steps; i++) {
        const share = i / steps;
        stamp(bitmap, x + scale * (from.x + (point.x - from.x) * share), y + scale * (from.y + (point.y - from.y) * share));
      }
    });
  }
  return bitmap;
}

/** Ink counts of equal square blocks: side × side values, 0 to (32 / side)² (16 for 8×8). */
export function blockCounts(bitmap: Uint8Array, side: number): number[] {
  const block = bitmapSide / side;
  const counts = new Array<number>(side * side).fill(0);
  for (let i = 0; i < bitmap.length; i++) {
    const row = Math.floor(Math.floor(i / bitmapSide) / block);
    const column = Math.floor((i % bitmapSide) / block);
    counts[row * side + column] = (counts[row * side + column] ?? 0) + (bitmap[i] ?? 0);
  }
  return counts;
}
