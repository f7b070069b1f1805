/** Where everything of the network picture stands, in CSS pixels of the stage. Pure. */
import type { ColumnKind } from './model';

export interface ColumnRequest {
  kind: ColumnKind;
  /** What stands over it. */
  name: string;
  units: number;
  /** Room for names at the left of the tiles. */
  nameWidth: number;
  output: boolean;
}

export interface ColumnLayout {
  /** Room for the names of bars. */
  nameWidth: number;
  /** Side of the image that the network sees, at the lower end of a pad. */
  seen: number;
  kind: ColumnKind;
  centre: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Side of a tile; for bars the height of a row. */
  tile: number;
  /** Tiles stand in several columns; their bundles are ribbons. */
  grid: boolean;
  /** Tiles of a row: 1 unless grid. */
  across: number;
  showBar: boolean;
  showNumber: boolean;
  /** Left and top of each tile. */
  x: Float32Array;
  y: Float32Array;
}

export interface NetworkLayout {
  /** Height of the column heads. */
  head: number;
  /** Shapes stand under the heads instead of between them. */
  tight: boolean;
  width: number;
  height: number;
  columns: readonly ColumnLayout[];
}

const headHeight = 52;
const phoneHeadHeight = 44;
/** What the choice of picture covers, below the inputs on a phone. */
const phoneFootHeight = 44;
/** Columns nearer than this have their bundle's shape in a row of its own, under the heads; names longer than a word need more. */
const tightSpacing = 150;
const wordLength = 8;
const letterWidth = 8;
const tightRow = 16;
/** Below this width the picture is a phone's: less room for words. */
export const phoneWidth = 560;
/** Room that the drawing pad's words and buttons need beside its two squares. */
const padWords = 108;
const phonePadWords = 48;
/** The pad stands below the middle: the corner above it is the inspector's. */
const padRise = 0.7;
const maxPitch = 152;
const maxSingle = 16;

interface Size {
  width: number;
  tile: number;
  pitch: number;
  across: number;
  gap: number;
  grid: boolean;
  showBar: boolean;
  showNumber: boolean;
}

const clamp = (low: number, value: number, high: number): number => Math.max(low, Math.min(high, value));

function singleColumn(units: number, width: number, height: number): Size | null {
  if (units > maxSingle) return null;
  const pitch = Math.min(height / units, maxPitch);
  const withNumber = pitch - 25 >= 24;
  const tile = Math.min(withNumber ? pitch - 25 : pitch - 11, width < phoneWidth ? 36 : 56);
  if (tile < 20) return null;
  return { width: tile, tile, pitch, across: 1, gap: 0, grid: false, showBar: true, showNumber: withNumber };
}

/** The wrapped grid with the biggest tiles that fit; captions give way first. */
function wrappedGrid(units: number, width: number, height: number): Size {
  let best: Size | null = null;
  for (const [extra, gap, least] of [
    [27, 8, 36],
    [9, 5, 12],
    [2, 2, 0],
  ] as const) {
    for (let across = 1; across <= units; across++) {
      const pitch = Math.min(height / Math.ceil(units / across), 72);
      const tile = Math.floor(Math.min(pitch - extra, width / across - gap, 44));
      if (tile >= Math.max(least, 1) && (!best || tile > best.tile)) {
        const size = across * (tile + gap) - gap;
        best = {
          width: size,
          tile,
          pitch: Math.min(pitch, tile + extra),
          across,
          gap,
          grid: true,
          showBar: extra > 2,
          showNumber: extra > 9,
        };
      }
    }
    if (best) return best;
  }
  return { width, tile: 1, pitch: 1, across: Math.max(1, Math.floor(width)), gap: 0, grid: true, showBar: false, showNumber: false };
}

function sizeOf(request: ColumnRequest, gridWidth: number, width: number, height: number): Size {
  if (request.kind === 'pad') {
    const phone = width < phoneWidth;
    const share = phone ? 0.29 : 0.24;
    const room = phone ? (height - phonePadWords) * 0.64 : (height - padWords) / 2;
    const tile = Math.floor(clamp(56, Math.min(room, width * share), 176));
    return { width: tile, tile, pitch: 0, across: 1, gap: 0, grid: true, showBar: false, showNumber: false };
  }
  if (request.kind === 'picture') {
    const side = Math.ceil(Math.sqrt(request.units));
    const tile = Math.max(4, Math.floor(Math.min((height - padWords) / 2, width * 0.24, 176) / side));
    return { width: tile * side, tile, pitch: tile, across: side, gap: 0, grid: true, showBar: false, showNumber: false };
  }
  if (request.kind === 'bars') {
    const pitch = Math.min(height / request.units, 57);
    return {
      width: clamp(112, width * 0.215, 168) + Math.max(0, Math.min(request.nameWidth, Math.max(68, width * 0.13)) - 28),
      tile: Math.min(pitch, 44),
      pitch,
      across: 1,
      gap: 0,
      grid: false,
      showBar: pitch >= 26,
      showNumber: pitch >= 36,
    };
  }
  const single = singleColumn(request.units, width, height);
  if (!single) return wrappedGrid(request.units, gridWidth, height);
  if (!request.output || request.units > 1) return single;
  const tile = Math.min(80, width * 0.14, height - 30);
  return { ...single, tile, width: tile };
}

const fourShares = [0.09, 0.34, 0.61, 0.89];
const phoneShares = [0.125, 0.38, 0.645, 0.885];

/** Centres at 9, 34, 61 and 89 % for two hidden layers of single columns, even gaps otherwise. */
function centres(sizes: readonly Size[], requests: readonly ColumnRequest[], width: number): number[] {
  const plain = sizes.every((size) => !size.grid) && requests.every((request) => request.kind === 'tiles');
  if (plain && sizes.length === 4) return (width < phoneWidth ? phoneShares : fourShares).map((share) => share * width);
  const first = sizes[0]?.width ?? 0;
  const last = sizes.at(-1)?.width ?? 0;
  const names = requests[0]?.kind === 'tiles' && !sizes[0]?.grid ? (requests[0]?.nameWidth ?? 0) : 0;
  const left = plain ? Math.max(0.09 * width - first / 2, names + 8) : Math.max(width < phoneWidth ? 12 : 24, names + 8);
  const right = plain ? Math.min(0.89 * width + last / 2, width - 8) : width - (width < phoneWidth ? 8 : 16);
  const used = sizes.reduce((sum, size) => sum + size.width, 0);
  const gap = sizes.length > 1 ? Math.max(0, right - left - used) / (sizes.length - 1) : 0;
  let place = left;
  return sizes.map((size) => {
    const centre = place + size.width / 2;
    place += size.width + gap;
    return centre;
  });
}

/** Height of a column from its first tile to what stands under its last one. */
function heightOf(size: Size, request: ColumnRequest, seen: number, words: number): number {
  if (request.kind === 'pad') return size.tile + seen + words;
  const rows = Math.ceil(request.units / size.across);
  const under = request.kind === 'bars' ? 0 : size.showNumber ? 21 : size.showBar ? 7 : 0;
  return (rows - 1) * size.pitch + size.tile + under;
}

function placeTiles(
  size: Size,
  request: ColumnRequest,
  centre: number,
  stage: { width: number; height: number; head: number },
): ColumnLayout {
  const phone = stage.width < phoneWidth;
  const seen = request.kind === 'pad' ? (phone ? Math.floor(size.tile * 0.55) : size.tile) : 0;
  const used = heightOf(size, request, seen, phone ? phonePadWords : padWords);
  const rise = request.kind === 'pad' ? padRise : 0.5;
  const top = stage.head + Math.max(0, (stage.height - stage.head - used) * rise);
  const left = centre - size.width / 2;
  const x = new Float32Array(request.units);
  const y = new Float32Array(request.units);
  for (let unit = 0; unit < request.units; unit++) {
    x[unit] = Math.round(left + (unit % size.across) * (size.tile + size.gap));
    y[unit] = Math.round(top + Math.floor(unit / size.across) * size.pitch);
  }
  return {
    kind: request.kind,
    nameWidth: Math.max(phone ? 18 : 26, Math.min(request.nameWidth, size.width * 0.45)),
    seen,
    centre,
    left,
    right: left + size.width,
    top,
    bottom: top + used,
    tile: Math.floor(size.tile),
    grid: size.grid,
    across: size.across,
    showBar: size.showBar,
    showNumber: size.showNumber,
    x,
    y,
  };
}

/** Columns are told apart first; where some turn out to stand near each other, everything moves down by a row. On a phone, inputs that
 * reach down to the choice of picture move up. */
export function layoutNetwork(requests: readonly ColumnRequest[], width: number, height: number): NetworkLayout {
  const wide = layoutColumns(requests, width, height, false);
  const beyond = requests.map(({ name }) => (Math.max(0, name.length - wordLength) * letterWidth) / 2);
  const near = wide.columns.some(({ centre }, index) => {
    const words = (beyond[index - 1] ?? 0) + (beyond[index] ?? 0);
    return index > 0 && centre - (wide.columns[index - 1]?.centre ?? 0) < tightSpacing + words;
  });
  if (width >= phoneWidth) return near ? layoutColumns(requests, width, height, true) : wide;
  const [first] = wide.columns;
  const covered = first && first.kind !== 'pad' && first.bottom > height - phoneFootHeight;
  return covered ? { ...layoutColumns(requests, width, height - phoneFootHeight, false), height } : wide;
}

function layoutColumns(requests: readonly ColumnRequest[], width: number, height: number, tight: boolean): NetworkLayout {
  const head = width < phoneWidth ? phoneHeadHeight : headHeight + (tight ? tightRow : 0);
  const room = height - head;
  const fixed = requests.map((request) =>
    request.kind === 'tiles' && !singleColumn(request.units, width, room) ? null : sizeOf(request, 0, width, room),
  );
  const grids = fixed.filter((size) => size === null).length;
  const used = fixed.reduce((sum, size) => sum + (size?.width ?? 0), 0);
  const gaps = (requests.length - 1) * Math.min(72, width * 0.065) + Math.min(40, width * 0.05);
  const gridWidth = grids > 0 ? clamp(24, (width - used - gaps) / grids, 420) : 0;
  const sizes = requests.map((request, index) => fixed[index] ?? sizeOf(request, gridWidth, width, room));
  const middles = centres(sizes, requests, width);
  const columns = requests.map((request, index) => placeTiles(sizes[index] as Size, request, middles[index] ?? 0, { width, height, head }));
  return { head, tight, width, height, columns };
}

export interface Anchor {
  x: number;
  y: number;
}

/** Where weights leave a unit, and where they arrive. */
export function leaves(column: ColumnLayout, unit: number): Anchor {
  if (column.kind === 'pad') return { x: column.right, y: column.bottom - column.seen / 2 };
  const y = (column.y[unit] ?? 0) + column.tile / 2;
  if (!column.grid) return { x: (column.x[unit] ?? 0) + column.tile, y };
  return { x: column.right + 4, y: y + fan(column, unit) };
}

/** Units of one row of a grid share a side: their weights start and end side by side. */
function fan(column: ColumnLayout, unit: number): number {
  return column.across > 1 ? ((unit % column.across) / (column.across - 1) - 0.5) * column.tile * 0.6 : 0;
}

export function arrives(column: ColumnLayout, unit: number): Anchor {
  const top = column.y[unit] ?? 0;
  if (column.kind === 'bars') return { x: column.left - 6, y: top + barMiddle(column) };
  const y = top + column.tile / 2;
  return column.grid ? { x: column.left - 6, y: y + fan(column, unit) } : { x: column.x[unit] ?? 0, y };
}

/** Height of a bar's middle below the top of its row. */
export function barMiddle(column: ColumnLayout): number {
  return column.showBar ? Math.min(9, column.tile / 3) : column.tile / 2;
}

/** Height on the weight's curve at `x`: cubic with level ends and its handles half way. NaN outside. */
export function curveY(from: Anchor, to: Anchor, x: number): number {
  const share = (x - from.x) / (to.x - from.x);
  if (!(share >= 0 && share <= 1)) return Number.NaN;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t * t * t < share) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return from.y + (to.y - from.y) * t * t * (3 - 2 * t);
}

/** The stroke of a weight: width is size, up to 8. */
export function strokeWidth(weight: number): number {
  return Math.min(8, 0.4 + 0.85 * Math.abs(weight));
}
