/** Small signs of data sets and inputs. They name a thing, they are not its data. */
import { nothing, type SVGTemplateResult, svg } from 'lit';

type Point = readonly [number, number];

function dots(points: readonly Point[], kind: 'zero' | 'one' | 'two'): SVGTemplateResult {
  return svg`<g class=${`glyph-${kind}`}>${points.map(([x, y]) => svg`<circle cx=${x} cy=${y} r="1.7" />`)}</g>`;
}

function around(radius: number, count: number, start = 0): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = start + (index / count) * 2 * Math.PI;
    return [16 + radius * Math.cos(angle), 16 + radius * Math.sin(angle)] as const;
  });
}

function arm(turn: number, count = 11): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    const angle = turn + share * 4.4;
    return [16 + 12.5 * share * Math.cos(angle), 16 + 12.5 * share * Math.sin(angle)] as const;
  });
}

function arc(x: number, y: number, radius: number, from: number, count = 8): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = from + (index / (count - 1)) * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}

const cluster = (x: number, y: number): Point[] => [
  [x, y],
  [x - 4, y + 1],
  [x + 3.5, y - 2.5],
  [x - 1.5, y - 4.5],
  [x + 2, y + 4],
  [x + 5.5, y + 2],
];

const dataGlyphs: Record<string, () => SVGTemplateResult[]> = {
  circle: () => [dots([...around(3.2, 5), [16, 16]], 'one'), dots(around(12, 14), 'zero')],
  xor: () => [dots([...cluster(8, 24), ...cluster(24, 8)], 'zero'), dots([...cluster(8, 8), ...cluster(24, 24)], 'one')],
  gauss: () => [dots(cluster(9.5, 22.5), 'zero'), dots(cluster(22, 9.5), 'one')],
  spiral: () => [dots(arm(0), 'zero'), dots(arm(Math.PI), 'one')],
  moons: () => [dots(arc(12, 18.5, 8.5, Math.PI), 'zero'), dots(arc(20, 13.5, 8.5, 0), 'one')],
};

export const hasDataGlyph = (name: string) => Object.hasOwn(dataGlyphs, name);

export function dataGlyph(name: string): SVGTemplateResult {
  return svg`<svg class="glyph" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">${dataGlyphs[name]?.() ?? nothing}</svg>`;
}

const band = (x: number, y: number, width: number, height: number, tone: string) =>
  svg`<rect x=${x} y=${y} width=${width} height=${height} class=${`tone-${tone}`} />`;
const across = (tones: string[]) => tones.map((tone, index) => band((index * 20) / tones.length, 0, 20 / tones.length + 0.1, 20, tone));
const down = (tones: string[]) => tones.map((tone, index) => band(0, (index * 20) / tones.length, 20, 20 / tones.length + 0.1, tone));
const square = ['6', '5', '4', '3', '4', '5', '6'];
const wave = ['3', '6', '3', '0', '3', '6', '3', '0', '3'];

const inputGlyphs: Record<string, () => SVGTemplateResult[]> = {
  x1: () => across(['0', '1', '2', '3', '4', '5', '6']),
  x2: () => down(['6', '5', '4', '3', '2', '1', '0']),
  x1x1: () => across(square),
  x2x2: () => down(square),
  x1x2: () => [band(0, 0, 10, 10, '1'), band(10, 0, 10, 10, '5'), band(0, 10, 10, 10, '5'), band(10, 10, 10, 10, '1')],
  sinx1: () => across(wave),
  sinx2: () => down(wave),
};

export function inputGlyph(name: string): SVGTemplateResult | typeof nothing {
  const glyph = Object.hasOwn(inputGlyphs, name) ? inputGlyphs[name] : undefined;
  return glyph ? svg`<svg class="glyph" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${glyph()}</svg>` : nothing;
}
