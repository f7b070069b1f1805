/** The colour tokens of the page as a canvas needs them. */
import { signal } from '@preact/signals-core';

const names = ['ground', 'surface', 'sunken', 'line', 'select', 'field', 'edge', 'ink', 'ink-2', 'ink-3', 'negative', 'positive'] as const;

export type TokenName = (typeof names)[number];
export type Tokens = Record<TokenName, string> & {
  dark: boolean;
  /** Marks on a map: class 0, 1, 2, and the halo they stand in. */
  marks: readonly [string, string, string];
  paper: string;
  /** Negative edges are dashed: colours are the user's own, or the page is printed. */
  patterns: boolean;
};

/** Grows when tokens() would answer differently; canvases redraw on it. */
export const themeVersion = signal(0);

let current: Tokens | null = null;

function luminance(colour: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!hex) return 1;
  const value = Number.parseInt(hex, 16);
  return (0.2126 * (value >> 16) + 0.7152 * ((value >> 8) & 255) + 0.0722 * (value & 255)) / 255;
}

export function tokens(): Tokens {
  if (current) return current;
  const style = getComputedStyle(document.documentElement);
  const values = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  const dark = luminance(values.ground ?? '') < 0.4;
  current = {
    ...(values as Record<TokenName, string>),
    dark,
    marks: dark ? ['#FFC596', '#C9C3FF', '#4FD0DC'] : ['#8A3A03', '#2E2590', '#00646E'],
    paper: dark ? '#1A1F27' : '#F8F7F5',
    patterns: matchMedia('(forced-colors: active)').matches || matchMedia('print').matches,
  };
  return current;
}

function changed(): void {
  current = null;
  themeVersion.value++;
}

/** Listens from the first import on: the theme switch sets an attribute of the root, the system changes its media features. */
if (typeof document !== 'undefined') {
  new MutationObserver(changed).observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)', 'print']) {
    matchMedia(query).addEventListener('change', changed);
  }
  window.addEventListener('load', changed, { once: true });
}
