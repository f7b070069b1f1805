/** Levels, colours and contour lines of a grid of losses. Lines run straight between nodes. Pure. */
import { ticks } from '../views/axes';

export interface Scale {
  /** From 0, the lowest, to 1; beyond the ends 0 or 1; NaN for NaN. */
  share(value: number): number;
  levels: number[];
}

/** A loss of 0 has no logarithm: what lies this many times under the highest is drawn as lowest. */
const floor = 1e-9;
const mostLevels = 14;

export function scaleOf(low: number, high: number, log: boolean): Scale {
  const bottom = log ? Math.max(low, high * floor) : low;
  const of = log ? Math.log : (value: number) => value;
  const from = of(bottom);
  const span = of(high) - from;
  const share = (value: number) =>
    Number.isNaN(value) ? value : span > 0 ? Math.max(0, Math.min(1, (of(Math.max(value, bottom)) - from) / span)) : 0;
  return { share, levels: (log ? logLevels(bottom, high) : ticks(low, high, 10)).filter((level) => level > bottom && level < high) };
}

/** 1, 2, 5 and their tenfolds; within few of them equal steps; over many decades only every so many. */
function logLevels(low: number, high: number): number[] {
  if (!(low > 0) || !(high > low)) return [];
  if (high / low < 8) return ticks(low, high, 10);
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  for (const digits of [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const levels = decades.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
    const inside = levels.filter((level) => level > low && level < high);
    if (inside.length <= mostLevels) return inside;
  }
  const every = Math.ceil(decades.length / mostLevels);
  return decades.filter((power) => power % every === 0).map((power) => Number(`1e${power}`));
}

/** In nodes, from the lower left. */
export interface Point {
  x: number;
  y: number;
}

/** Which sides of a cell a line crosses, by which of its corners lie above: sides 0 below, 1 right, 2 above, 3 left. */
const crossings: readonly (readonly [number, number][])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/** The lines on which the loss is `level`, by marching squares; cells with a loss that is not finite have none. */
export function contours(values: ArrayLike<number>, size: number, level: number): Point[][] {
  const at = (x: number, y: number) => values[y * size + x] as number;
  // A side is known by its node and direction, so that neighbouring cells meet in it.
  const ends = new Map<number, number[]>();
  const join = (a: number, b: number) => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const others = ends.get(from);
      if (others) others.push(to);
      else ends.set(from, [to]);
    }
  };
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) {
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
      if (!corners.every(Number.isFinite)) continue;
      const above = corners.reduce((bits, value, corner) => bits | (value > level ? 1 << corner : 0), 0);
      const node = y * size + x;
      const sides = [2 * node, 2 * (node + 1) + 1, 2 * (node + size), 2 * node + 1];
      for (const [from, to] of crossings[above] ?? []) join(sides[from] as number, sides[to] as number);
    }
  }
  const place = (side: number): Point => {
    const node = side >> 1;
    const [x, y] = [node % size, Math.floor(node / size)];
    const up = side % 2;
    const [from, to] = [at(x, y), at(x + 1 - up, y + up)];
    const share = (level - from) / (to - from);
    return { x: x + (1 - up) * share, y: y + up * share };
  };
  return chains(ends).map((sides) => sides.map(place));
}

/** Walks from side to side; open lines begin at one of their ends. */
function chains(ends: Map<number, number[]>): number[][] {
  const lines: number[][] = [];
  const used = new Set<number>();
  const walk = (start: number) => {
    const line = [start];
    used.add(start);
    for (let present = start; ; ) {
      const next = ends.get(present)?.find((side) => !used.has(side));
      if (next === undefined) break;
      used.add(next);
      line.push(next);
      present = next;
    }
    if (line.length > 2 && ends.get(line.at(-1) as number)?.includes(start)) line.push(start);
    if (line.length > 1) lines.push(line);
  };
  for (const [side, others] of ends) if (others.length === 1 && !used.has(side)) walk(side);
  for (const side of ends.keys()) if (!used.has(side)) walk(side);
  return lines;
}

export interface Label extends Point {
  level: number;
}

/** One place for each level's number, on its longest line, away from the others and from `taken`; sizes are shares of the picture. */
export function labels(lines: readonly { level: number; lines: Point[][] }[], size: number, taken: Point): Label[] {
  const placed: Label[] = [];
  const width = 0.13 * size;
  const height = 0.08 * size;
  const free = ({ x, y }: Point) =>
    x > width / 2 &&
    x < size - 1 - width / 2 &&
    y > height &&
    y < size - 1 - height &&
    [taken, ...placed].every((other) => Math.abs(other.x - x) > width || Math.abs(other.y - y) > height);
  for (const { level, lines: of } of lines) {
    const longest = of.reduce<Point[]>((best, line) => (line.length > best.length ? line : best), []);
    if (longest.length < size / 8) continue;
    const tries = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9].map((share) => longest[Math.floor(share * (longest.length - 1))] as Point);
    const found = tries.find(free);
    if (found) placed.push({ ...found, level });
  }
  return placed;
}
