/** A canvas context that writes SVG: what paints a canvas paints a vector picture. It knows what the views use, and no more. */
import { plainColour } from './colour';
import { TracedPath } from './traced-path';
import { escapeXml } from './xml';

/** What the views and the walk over a panel draw with. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'letterSpacing'
  | 'imageSmoothingEnabled'
  | 'imageSmoothingQuality'
  | 'save'
  | 'restore'
  | 'translate'
  | 'rotate'
  | 'scale'
  | 'transform'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'bezierCurveTo'
  | 'quadraticCurveTo'
  | 'arc'
  | 'rect'
  | 'roundRect'
  | 'fill'
  | 'stroke'
  | 'clip'
  | 'clearRect'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'strokeText'
  | 'measureText'
  | 'drawImage'
  | 'setLineDash'
  | 'getLineDash'
  | 'createLinearGradient'
>;

/** A path that was made before its outline was traced: there is nothing to write it with. */
export class Untraced extends Error {}

class SvgGradient {
  readonly #ends: string;
  #stops = '';

  constructor(x1: number, y1: number, x2: number, y2: number) {
    this.#ends = `x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"`;
  }

  addColorStop(offset: number, colour: string): void {
    const { hex, alpha } = plainColour(colour);
    this.#stops += `<stop offset="${short(offset)}" stop-color="${hex}"${alpha < 1 ? ` stop-opacity="${short(alpha)}"` : ''}/>`;
  }

  markup(id: string): string {
    return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${this.#ends}>${this.#stops}</linearGradient>`;
  }
}

const state = {
  fillStyle: '#000' as string | CanvasGradient | CanvasPattern,
  strokeStyle: '#000' as string | CanvasGradient | CanvasPattern,
  lineWidth: 1,
  lineCap: 'butt' as CanvasLineCap,
  lineJoin: 'miter' as CanvasLineJoin,
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'start' as CanvasTextAlign,
  textBaseline: 'alphabetic' as CanvasTextBaseline,
  letterSpacing: '0px',
  imageSmoothingEnabled: true,
  imageSmoothingQuality: 'low' as ImageSmoothingQuality,
};

type Saved = typeof state & { dash: number[]; matrix: DOMMatrix; groups: number };

const hundredths = 100;
/** At most two decimals: finer than any screen or printer. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * hundredths) / hundredths) : '0';
}

const canvas = document.createElement('canvas');
const ruler = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;

/** Measures text as a canvas would. */
export function measure(text: string, font: string, baseline: CanvasTextBaseline = 'alphabetic'): TextMetrics {
  ruler.font = font;
  ruler.textBaseline = baseline;
  return ruler.measureText(text);
}

/** "italic 600 12px Inter, sans-serif", taken apart by the browser itself. */
function fontAttributes(font: string): string {
  const [, style = '', size = '10', family = 'sans-serif'] = /^(.*?)([\d.]+)px(?:\/\S+)? (.*)$/.exec(font) ?? [];
  const weight = /\b([1-9]\d\d|bold)\b/.exec(style)?.[1] ?? '';
  return `font-family="${escapeXml(family)}" font-size="${size}"${weight === '' || weight === '400' ? '' : ` font-weight="${weight}"`}${style.includes('italic') ? ' font-style="italic"' : ''}`;
}

export class SvgPen implements Pen {
  fillStyle = state.fillStyle;
  strokeStyle = state.strokeStyle;
  lineWidth = state.lineWidth;
  lineCap = state.lineCap;
  lineJoin = state.lineJoin;
  globalAlpha = state.globalAlpha;
  font = state.font;
  textAlign = state.textAlign;
  textBaseline = state.textBaseline;
  letterSpacing = state.letterSpacing;
  imageSmoothingEnabled = state.imageSmoothingEnabled;
  imageSmoothingQuality = state.imageSmoothingQuality;

  #dash: number[] = [];
  #matrix = new DOMMatrix();
  #groups = 0;
  readonly #saved: Saved[] = [];
  #path = new TracedPath();
  readonly #body: string[] = [];
  readonly #defs: string[] = [];
  readonly #known = new Map<string, string>();
  /** The pictures so far. */
  readonly #drawn = new Set<string>();

  /** Everything drawn so far, definitions first. */
  markup(): string {
    const defs = this.#defs.length > 0 ? `<defs>${this.#defs.join('')}</defs>` : '';
    return `${defs}${this.#body.join('\n')}${'</g>'.repeat(this.#groups)}`;
  }

  /** How far the drawing is: what comes after it can be taken back. */
  mark(): { drawn: number; depth: number } {
    return { drawn: this.#body.length, depth: this.#saved.length };
  }

  takeBack({ drawn, depth }: { drawn: number; depth: number }): void {
    while (this.#saved.length > depth) this.restore();
    this.#body.length = drawn;
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, font, textAlign, textBaseline, letterSpacing } = this;
    const { imageSmoothingEnabled, imageSmoothingQuality } = this;
    const text = { font, textAlign, textBaseline, letterSpacing };
    const lines = { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, imageSmoothingEnabled, imageSmoothingQuality };
    this.#saved.push({ ...text, ...lines, dash: this.#dash, matrix: this.#matrix, groups: this.#groups });
  }

  restore(): void {
    const before = this.#saved.pop();
    if (!before) return;
    const { dash, matrix, groups, ...rest } = before;
    if (this.#groups > groups) this.#body.push('</g>'.repeat(this.#groups - groups));
    this.#dash = dash;
    this.#matrix = matrix;
    this.#groups = groups;
    Object.assign(this, rest);
  }

  translate(x: number, y: number): void {
    this.#matrix = this.#matrix.translate(x, y);
  }
  rotate(angle: number): void {
    this.#matrix = this.#matrix.rotate((180 * angle) / Math.PI);
  }
  scale(x: number, y: number): void {
    this.#matrix = this.#matrix.scale(x, y);
  }
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#matrix = this.#matrix.multiply(new DOMMatrix([a, b, c, d, e, f]));
  }

  beginPath(): void {
    this.#path = new TracedPath();
  }
  closePath(): void {
    this.#path.closePath();
  }
  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y);
  }
  bezierCurveTo(...numbers: Parameters<Path2D['bezierCurveTo']>): void {
    this.#path.bezierCurveTo(...numbers);
  }
  quadraticCurveTo(...numbers: Parameters<Path2D['quadraticCurveTo']>): void {
    this.#path.quadraticCurveTo(...numbers);
  }
  arc(...numbers: Parameters<Path2D['arc']>): void {
    this.#path.arc(...numbers);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(x, y, width, height);
  }
  roundRect(...numbers: Parameters<Path2D['roundRect']>): void {
    this.#path.roundRect(...numbers);
  }

  fill(given?: Path2D | CanvasFillRule, rule?: CanvasFillRule): void {
    const path = typeof given === 'object' ? given : this.#path;
    const evenOdd = given === 'evenodd' || rule === 'evenodd' ? ' fill-rule="evenodd"' : '';
    this.#shape(path, `${this.#paint('fill', this.fillStyle)}${evenOdd}`);
  }

  stroke(path: Path2D = this.#path): void {
    this.#shape(path, `fill="none" ${this.#strokes()}`);
  }

  clip(): void {
    const id = this.#define('clip', (name) => `<clipPath id="${name}"><path d="${this.#path.d}"${this.#place()}/></clipPath>`);
    this.#body.push(`<g clip-path="url(#${id})">`);
    this.#groups += 1;
  }

  clearRect(): void {}
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#box(x, y, width, height, this.#paint('fill', this.fillStyle));
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#box(x, y, width, height, `fill="none" ${this.#strokes()}`);
  }

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, this.#paint('fill', this.fillStyle));
  }
  strokeText(text: string, x: number, y: number): void {
    this.#text(text, x, y, `fill="none" ${this.#strokes()}`);
  }
  measureText(text: string): TextMetrics {
    return measure(text, this.font, this.textBaseline);
  }

  drawImage(image: CanvasImageSource, ...numbers: number[]): void {
    const source = image as HTMLCanvasElement;
    const [sx, sy, sw, sh, x, y, width, height] =
      numbers.length === 8
        ? (numbers as [number, number, number, number, number, number, number, number])
        : ([0, 0, source.width, source.height, numbers[0], numbers[1], numbers[2] ?? source.width, numbers[3] ?? source.height] as const);
    if (!(sw > 0) || !(sh > 0) || x === undefined || y === undefined) return;
    canvas.width = Math.max(1, Math.round(sw));
    canvas.height = Math.max(1, Math.round(sh));
    ruler.drawImage(image, sx, sy, sw, sh, 0, 0, canvas.width, canvas.height);
    const size = `width="${short(width)}" height="${short(height)}"`;
    const pixels = this.imageSmoothingEnabled ? '' : ' style="image-rendering:pixelated"';
    const content = `${size} preserveAspectRatio="none"${pixels} xlink:href="${canvas.toDataURL()}"`;
    const alpha = this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : '';
    const place = `x="${short(x)}" y="${short(y)}"${alpha}${this.#place()}`;
    // Not every program knows pictures that are defined elsewhere: only those that come again are.
    if (this.#drawn.has(content)) {
      const id = this.#define('image', (name) => `<image id="${name}" ${content}/>`, content);
      this.#body.push(`<use xlink:href="#${id}" ${place}/>`);
    } else this.#body.push(`<image ${place} ${content}/>`);
    this.#drawn.add(content);
  }

  setLineDash(dash: number[]): void {
    this.#dash = [...dash];
  }
  getLineDash(): number[] {
    return [...this.#dash];
  }

  createLinearGradient(x1: number, y1: number, x2: number, y2: number): CanvasGradient {
    return new SvgGradient(x1, y1, x2, y2);
  }

  #define(kind: string, write: (id: string) => string, key = write('')): string {
    const found = this.#known.get(kind + key);
    if (found) return found;
    const id = `${kind}-${this.#known.size + 1}`;
    this.#known.set(kind + key, id);
    this.#defs.push(write(id));
    return id;
  }

  #place(): string {
    const { a, b, c, d, e, f } = this.#matrix;
    if (a === 1 && b === 0 && c === 0 && d === 1) return e === 0 && f === 0 ? '' : ` transform="translate(${short(e)} ${short(f)})"`;
    const turn = [a, b, c, d].map((value) => String(Math.round(value * 1e6) / 1e6));
    return ` transform="matrix(${turn.join(' ')} ${short(e)} ${short(f)})"`;
  }

  #paint(kind: 'fill' | 'stroke', style: string | CanvasGradient | CanvasPattern): string {
    const name = style instanceof SvgGradient ? `url(#${this.#define('shade', (id) => style.markup(id))})` : '';
    const { hex, alpha } = typeof style === 'string' ? plainColour(style) : { hex: '#000000', alpha: 1 };
    const opacity = alpha * this.globalAlpha;
    return `${kind}="${name || hex}"${opacity < 1 ? ` ${kind}-opacity="${short(opacity)}"` : ''}`;
  }

  #strokes(): string {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.map(short).join(' ')}"` : '';
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`;
    return `${this.#paint('stroke', this.strokeStyle)} stroke-width="${short(this.lineWidth)}"${dash}${cap}${join}`;
  }

  #shape(path: Path2D, attributes: string): void {
    if (!(path instanceof TracedPath)) throw new Untraced();
    if (path.d !== '') this.#body.push(`<path d="${path.d}" ${attributes}${this.#place()}/>`);
  }

  #box(x: number, y: number, width: number, height: number, attributes: string): void {
    const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
    const size = `x="${short(left)}" y="${short(top)}" width="${short(Math.abs(width))}" height="${short(Math.abs(height))}"`;
    this.#body.push(`<rect ${size} ${attributes}${this.#place()}/>`);
  }

  /** The width is written too: another font must not push the words about. */
  #text(text: string, x: number, y: number, attributes: string): void {
    if (text === '') return;
    const spacing = Number.parseFloat(this.letterSpacing) || 0;
    const anchor = { center: 'middle', right: 'end', end: 'end' }[this.textAlign as string];
    const drop = measure(text, this.font).fontBoundingBoxAscent - measure(text, this.font, this.textBaseline).fontBoundingBoxAscent;
    const width = measure(text, this.font).width + spacing * [...text].length;
    const length = [...text].length > 1 ? ` textLength="${short(width)}" lengthAdjust="spacingAndGlyphs"` : '';
    this.#body.push(
      `<text x="${short(x)}" y="${short(y + drop)}"${anchor ? ` text-anchor="${anchor}"` : ''} ${fontAttributes(this.font)}${length} ${attributes}${this.#place()}>${escapeXml(text)}</text>`,
    );
  }
}
