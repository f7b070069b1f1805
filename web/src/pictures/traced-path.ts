/** A Path2D that keeps its outline as the text of an SVG path. A canvas takes it like any other. */

const digits = (value: number): string => String(Math.round(value * 100) / 100);
const full = 2 * Math.PI;

export class TracedPath extends Path2D {
  d = '';

  #add(command: string, ...numbers: number[]): void {
    if (!numbers.every(Number.isFinite)) return;
    this.d += command + numbers.map(digits).join(' ');
  }

  override moveTo(x: number, y: number): void {
    super.moveTo(x, y);
    this.#add('M', x, y);
  }

  /** The first one of a path only moves. */
  override lineTo(x: number, y: number): void {
    super.lineTo(x, y);
    this.#add(this.d === '' ? 'M' : 'L', x, y);
  }

  override bezierCurveTo(...numbers: Parameters<Path2D['bezierCurveTo']>): void {
    super.bezierCurveTo(...numbers);
    this.#add('C', ...numbers);
  }

  override quadraticCurveTo(...numbers: Parameters<Path2D['quadraticCurveTo']>): void {
    super.quadraticCurveTo(...numbers);
    this.#add('Q', ...numbers);
  }

  override closePath(): void {
    super.closePath();
    if (this.d !== '') this.d += 'Z';
  }

  override rect(x: number, y: number, width: number, height: number): void {
    super.rect(x, y, width, height);
    this.#add('M', x, y);
    this.#add('h', width);
    this.#add('v', height);
    this.#add('h', -width);
    this.d += 'Z';
  }

  override arc(x: number, y: number, radius: number, from: number, to: number, back = false): void {
    super.arc(x, y, radius, from, to, back);
    const at = (angle: number): [number, number] => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    this.#add(this.d === '' || this.d.endsWith('Z') ? 'M' : 'L', ...at(from));
    const sweep = back ? 0 : 1;
    if (Math.abs(to - from) >= full - 1e-9) {
      for (const half of [from + Math.PI, from]) this.#add('A', radius, radius, 0, 0, sweep, ...at(half));
      return;
    }
    const turned = (((back ? from - to : to - from) % full) + full) % full;
    this.#add('A', radius, radius, 0, turned > Math.PI ? 1 : 0, sweep, ...at(to));
  }

  /** One radius for all corners. */
  override roundRect(x: number, y: number, width: number, height: number, radii: Parameters<Path2D['roundRect']>[4] = 0): void {
    super.roundRect(x, y, width, height, radii);
    const round = Math.max(0, Math.min(Number(Array.isArray(radii) ? radii[0] : radii) || 0, width / 2, height / 2));
    this.#add('M', x + round, y);
    this.#add('H', x + width - round);
    this.#add('A', round, round, 0, 0, 1, x + width, y + round);
    this.#add('V', y + height - round);
    this.#add('A', round, round, 0, 0, 1, x + width - round, y + height);
    this.#add('H', x + round);
    this.#add('A', round, round, 0, 0, 1, x, y + height - round);
    this.#add('V', y + round);
    this.#add('A', round, round, 0, 0, 1, x + round, y);
    this.d += 'Z';
  }
}
