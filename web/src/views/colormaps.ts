/** Colour tables of maps: each is 1,025 packed RGBA pixels, ready for an ImageData. Zero is the paper in either theme. */

const diverging = {
  light: ['#E2975A', '#EEB98D', '#F8DDC4', '#F8F7F5', '#D8D4F2', '#AAA3E5', '#756BD2'],
  dark: ['#CC7F3F', '#965624', '#543318', '#1A1F27', '#29275A', '#413B8A', '#645BC6'],
};
const sequential = {
  light: ['#F4F5F7', '#CBD3DE', '#93A0B2', '#586679', '#1E2733'],
  dark: ['#171B22', '#2F3846', '#566377', '#93A0B2', '#E6EAF0'],
};
/** From paper to the hue of a class at full margin; orange and indigo are the halves of the diverging table. */
const teal = {
  light: ['#F8F7F5', '#C9E6E8', '#8CCBD0', '#4BA8B1'],
  dark: ['#1A1F27', '#12373C', '#175B62', '#208A93'],
};

export const tableSize = 1025;
const last = tableSize - 1;

const channel = (colour: string, index: number): number => Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);

/** Piecewise linear in sRGB between equally spaced stops. */
export function buildTable(stops: readonly string[]): Uint32Array {
  const table = new Uint32Array(tableSize);
  const bytes = new Uint8Array(table.buffer);
  for (let i = 0; i < tableSize; i++) {
    const place = (i / last) * (stops.length - 1);
    const left = Math.min(Math.floor(place), stops.length - 2);
    const share = place - left;
    const from = stops[left] ?? '#000000';
    const to = stops[left + 1] ?? from;
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = Math.round(channel(from, c) * (1 - share) + channel(to, c) * share);
    bytes[4 * i + 3] = 255;
  }
  return table;
}

const cache = new Map<string, Uint32Array>();
function cached(key: string, stops: () => readonly string[]): Uint32Array {
  let table = cache.get(key);
  if (!table) {
    table = buildTable(stops());
    cache.set(key, table);
  }
  return table;
}

const themeOf = (dark: boolean): 'dark' | 'light' => (dark ? 'dark' : 'light');

/** −1 at index 0, 0 in the middle, +1 at the end. */
export function divergingTable(dark: boolean): Uint32Array {
  return cached(`diverging ${dark}`, () => diverging[themeOf(dark)]);
}

/** From paper to ink over the whole range, where hues are kept for something else. */
export const unitTable = (dark: boolean, neutral: boolean): Uint32Array => (neutral ? sequentialTable : divergingTable)(dark);

/** 0 at index 0, 1 at the end. */
export function sequentialTable(dark: boolean): Uint32Array {
  return cached(`sequential ${dark}`, () => sequential[themeOf(dark)]);
}

/** Paper to the hue of class 0, 1 or 2. */
export function classTable(dark: boolean, label: number): Uint32Array {
  return cached(`class ${label} ${dark}`, () => {
    const stops = diverging[themeOf(dark)];
    if (label === 0) return stops.slice(0, 4).reverse();
    return label === 1 ? stops.slice(3) : teal[themeOf(dark)];
  });
}

/** Table index of a value from −1 to 1; values beyond are drawn as the ends, NaN as paper. */
export function divergingIndex(value: number): number {
  return value > -1 ? (value < 1 ? Math.round((value + 1) * (last / 2)) : last) : value <= -1 ? 0 : last / 2;
}

/** Table index of a value from 0 to 1. */
export function sequentialIndex(value: number): number {
  return value > 0 ? (value < 1 ? Math.round(value * last) : last) : 0;
}

/** CSS colour of a table entry. */
export function tableColour(table: Uint32Array, index: number): string {
  const pixel = table[index] ?? 0;
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}

/** CSS gradient of a table, for legends. */
export function tableGradient(table: Uint32Array): string {
  const stops = Array.from({ length: 9 }, (_, i) => tableColour(table, Math.round((i / 8) * last)));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** One hue a class where there are many, a tenth of the circle apart; a mark never tells its class by colour alone. */
export function classColour(label: number, dark: boolean): string {
  return `oklch(${dark ? '0.78 0.12' : '0.53 0.15'} ${30 + 36 * label})`;
}
