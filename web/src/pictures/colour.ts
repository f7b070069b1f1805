/** Colours of any notation as every program reads them. */

const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
const known = new Map<string, { hex: string; alpha: number }>();

/** #rrggbb and opacity. */
export function plainColour(css: string): { hex: string; alpha: number } {
  const found = known.get(css);
  if (found) return found;
  if (!context) return { hex: '#000000', alpha: 1 };
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = 'rgb(0 0 0 / 0)';
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  const hex = `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  const colour = { hex, alpha: alpha / 255 };
  known.set(css, colour);
  return colour;
}
