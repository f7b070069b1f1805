/** Line icons on a 20 px square, drawn in the colour of the text beside them. */
import { type SVGTemplateResult, svg } from 'lit';

const paths = {
  logo: 'M5.5 2.5h9a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-9a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3zM6 7l8 6M6 13l8-6',
  gallery: 'M3 3h5.5v5.5H3zM11.5 3H17v5.5h-5.5zM3 11.5h5.5V17H3zM11.5 11.5H17V17h-5.5z',
  step: 'M4.5 4l7.5 6-7.5 6zM15.5 4v12',
  epoch: 'M3 4.5l6 5.5-6 5.5zM9 4.5l6 5.5-6 5.5zM17.2 4.5v11',
  reset: 'M4 4v4h4M4.3 8A6.4 6.4 0 1 1 3.6 11.5',
  seed: 'M4.5 3h11A1.5 1.5 0 0 1 17 4.5v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15.5v-11A1.5 1.5 0 0 1 4.5 3zM7 7h.01M13 7h.01M7 13h.01M13 13h.01M10 10h.01',
  share:
    'M8.5 11.5a3.2 3.2 0 0 0 4.6.2l2.6-2.6a3.3 3.3 0 0 0-4.7-4.6L9.6 5.9M11.5 8.5a3.2 3.2 0 0 0-4.6-.2l-2.6 2.6A3.3 3.3 0 0 0 9 15.5l1.4-1.4',
  moon: 'M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  help: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM8 8a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.7M10 14h.01',
  chevron: 'M5.5 8l4.5 4.5L14.5 8',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  close: 'M5 5l10 10M15 5L5 15',
  save: 'M10 3v9M6 8.5l4 4 4-4M3.5 13v3.5h13V13',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  bin: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6',
  warning: 'M10 3.2l7.3 13H2.7zM10 8.2v3.6M10 14h.01',
  check: 'M4 10.5l4 4 8-9',
  search: 'M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6zM12.7 12.7L17 17',
  controls: 'M3 5h7M14 5h3M12 3v4M3 10h2M9 10h8M7 8v4M3 15h9M16 15h1M14 13v4',
  network: 'M4.5 10a1.8 1.8 0 1 0 0 .01M15.5 5a1.8 1.8 0 1 0 0 .01M15.5 15a1.8 1.8 0 1 0 0 .01M4.5 10l9-4.4M4.5 10l9 4.4',
  timeline: 'M2 8h6.4M13.6 8H18M11 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M4.5 8v4a2 2 0 0 0 2 2H14',
  microscope: 'M7.5 3.5h3v7h-3zM9 2v1.5M9 10.5v2M5.5 13.5h7M4 17.5h12M12 6a5.5 5.5 0 0 1 1.5 11.5',
  sweep: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9zM16 3v10M3 16h10M15 16h2M16 15v2',
  compare: 'M3 4h5.5v12H3zM11.5 4H17v12h-5.5zM13 8.5h2.5M13 11.5h2.5M4.5 10h2.5',
  landscape: 'M2 16c3 0 4-9 6.5-9 2 0 2.5 5 4 5s1.5-6 5.5-8M2 16h16',
  layers: 'M10 3l7 3.5-7 3.5-7-3.5zM3 10l7 3.5 7-3.5M3 13.5L10 17l7-3.5',
  structure: 'M3 4h14M3 8.5h9M3 13h11M3 17.5h5',
  speed: 'M3.2 14.5a7.2 7.2 0 1 1 13.6 0M10 12.5l3.5-4.5',
  back: 'M16.5 10h-13M9 4.5L3.5 10 9 15.5',
} as const;

export type IconName = keyof typeof paths | 'run' | 'pause';

export function icon(name: IconName, size = 16): SVGTemplateResult {
  const shape =
    name === 'run'
      ? svg`<path class="filled" d="M5.5 3.6v12.8L16 10z"/>`
      : name === 'pause'
        ? svg`<path class="filled" d="M5 3.5h3.4v13H5zM11.6 3.5H15v13h-3.4z"/>`
        : svg`<path d=${paths[name]} />`;
  return svg`<svg class="icon" width=${size} height=${size} viewBox="0 0 20 20" aria-hidden="true">${shape}</svg>`;
}
