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

export interface Contour {
  level: number;
  lines: Point[][];
}

/** The lines on which the loss is one of `levels`, ascending, by marching squares; cells with a loss that is not finite have none. */
export function contours(values: ArrayLike<number>, size: number, levels: readonly number[]): Contour[] {
  const joined = levels.map(() => new Joined(2 * size * size));
  // Neighbouring cells lie between nearly the same levels.
  let first = 0;
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) {
      const node = y * size + x;
      const a = values[node] as number;
      const b = values[node + 1] as number;
      const c = values[node + size + 1] as number;
      const d = values[node + size] as number;
      const low = Math.min(a, b, c, d);
      const high = Math.max(a, b, c, d);
      if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
      while (first > 0 && (levels[first - 1] as number) >= low) first--;
      while (first < levels.length && (levels[first] as number) < low) first++;
      for (let i = first; i < levels.length && (levels[i] as number) < high; i++) {
        const level = levels[i] as number;
        const above = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
        // A side is known by its node and direction, so that neighbouring cells meet in it.
        const sides = [2 * node, 2 * (node + 1) + 1, 2 * (node + size), 2 * node + 1];
        for (const [from, to] of crossings[above] ?? []) joined[i]?.join(sides[from] as number, sides[to] as number);
      }
    }
  }
  const place = (side: number, level: number): Point => {
    const node = side >> 1;
    const [x, y] = [node % size, Math.floor(node / size)];
    const up = side % 2;
    const from = values[node] as number;
    const share = (level - from) / ((values[node + (up ? size : 1)] as number) - from);
    return { x: x + (1 - up) * share, y: y + up * share };
  };
  return levels.map((level, i) => ({
    level,
    lines: (joined[i]?.chains() ?? []).map((sides) => sides.map((side) => place(side, level))),
  }));
}

/** Sides of cells that lines join, each to at most one in either of its cells. */
class Joined {
  /** The two of each side; −1: none. */
  readonly #others: Int32Array;
  readonly #sides: number[] = [];
  readonly #used: Uint8Array;

  constructor(sides: number) {
    this.#others = new Int32Array(2 * sides).fill(-1);
    this.#used = new Uint8Array(sides);
  }

  join(a: number, b: number): void {
    this.#add(a, b);
    this.#add(b, a);
  }

  #add(from: number, to: number): void {
    const first = this.#others[2 * from] === -1;
    if (first) this.#sides.push(from);
    this.#others[2 * from + (first ? 0 : 1)] = to;
  }

  /** Walks from side to side; open lines begin at one of their ends. */
  chains(): number[][] {
    const ends = this.#sides.filter((side) => this.#others[2 * side + 1] === -1);
    const lines: number[][] = [];
    for (const start of [...ends, ...this.#sides]) {
      if (this.#used[start]) continue;
      const line = this.#walk(start);
      if (line.length > 1) lines.push(line);
    }
    return lines;
  }

  #walk(start: number): number[] {
    const line: number[] = [];
    for (let present = start; present >= 0; ) {
      line.push(present);
      this.#used[present] = 1;
      const [first, second] = [this.#others[2 * present] as number, this.#others[2 * present + 1] as number];
      present = first >= 0 && !this.#used[first] ? first : second >= 0 && !this.#used[second] ? second : -1;
    }
    const last = line.at(-1) as number;
    const closed = line.length > 2 && (this.#others[2 * last] === start || this.#others[2 * last + 1] === start);
    return closed ? [...line, start] : line;
  }
}

export interface Label extends Point {
  level: number;
}

/** One place for each level's number, on its longest line, away from the others and from `taken`; sizes are shares of the picture. */
export function labels(lines: readonly Contour[], size: number, taken: Point): Label[] {
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
