/** Trains the gallery's experiments while the site is built and keeps just enough of each result to draw its card. */
import type { CoreModule, Session } from '../src/trainer/core';
import { Part, type SnapshotEntry } from '../src/trainer/protocol.ts';
import type { ThumbnailData } from '../src/views/thumbnail';

export interface Card {
  id: string;
  text: string;
}

const mostSteps = 50_000;
const mostPoints = 28;
const mostRows = 8;
/** Units a card draws of a column. */
const maxDots = 8;
const mapSide = 20;
/** Few levels, so that maps compress well; the card smooths them. */
const mapLevel = 9;

interface Facts {
  rows: number;
  columns: number;
  imageWidth: number;
  low: number[];
  high: number[];
  classes: string[];
  layers: { activation: string; middle: number; low: number; high: number }[];
}
interface Form {
  inputs: number;
  dataset: { kind: ThumbnailData['kind']; target: 'classes' | 'number'; rebuilds: boolean };
}

class Parts {
  readonly #entries: SnapshotEntry[];
  readonly #bytes: ArrayBuffer;

  constructor(session: Session) {
    this.#entries = JSON.parse(
      session.takeSnapshot(Part.parameters | Part.decision | Part.predictions | Part.trace | Part.code, mapSide),
    ) as SnapshotEntry[];
    this.#bytes = session.snapshotBytes().slice().buffer;
  }

  named(role: string): { shape: number[]; values: Float32Array | Float64Array }[] {
    return this.#entries
      .filter((entry) => entry.role === role)
      .map(({ shape, scalar, offset }) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return {
          shape,
          values: scalar === 'f64' ? new Float64Array(this.#bytes, offset, size) : new Float32Array(this.#bytes, offset, size),
        };
      });
  }
}

const rounded = (values: Iterable<number>, digits = 2) => Array.from(values, (value) => Number(value.toPrecision(digits)));

/** Samples the decision at a coarse grid, quantised around the middle of the output's range. */
function map(parts: Parts, output: Facts['layers'][number] | undefined): string | undefined {
  const [decision] = parts.named('decision');
  if (!decision || !output || decision.shape[0] !== 1) return undefined;
  const [, height = 1, width = 1] = decision.shape;
  const half = output.high > output.low ? (output.high - output.low) / 2 : 1;
  let bytes = '';
  for (let row = 0; row < mapSide; row++) {
    for (let column = 0; column < mapSide; column++) {
      const y = Math.floor(((row + 0.5) / mapSide) * height);
      const x = Math.floor(((column + 0.5) / mapSide) * width);
      const value = ((decision.values[y * width + x] ?? 0) - output.middle) / half;
      bytes += String.fromCharCode(128 + mapLevel * Math.round((126 / mapLevel) * Math.max(-1, Math.min(1, value))));
    }
  }
  return btoa(bytes);
}

function points(session: Session, facts: Facts, form: Form): [number, number, number][] {
  const rows = session.rows();
  const every = Math.ceil(facts.rows / mostPoints) | 1; // odd: classes often alternate
  const share = (row: number, column: number) => {
    const low = facts.low[column] ?? 0;
    return Number((((rows[column * facts.rows + row] ?? 0) - low) / ((facts.high[column] ?? 1) - low)).toFixed(2));
  };
  const chosen: [number, number, number][] = [];
  for (let row = 0; row < facts.rows; row += every) {
    const target = rows[facts.columns * facts.rows + row] ?? 0;
    chosen.push([share(row, 0), share(row, 1), form.dataset.target === 'classes' ? target : Number(target > 0)]);
  }
  return chosen;
}

/** Rows of an autoencoder on its code plane. */
function codes(session: Session, facts: Facts, parts: Parts): [number, number, number][] {
  const [code] = parts.named('code');
  const [left = 0, right = 1, low = 0, high = 1] = parts.named('code_box')[0]?.values ?? [];
  const targets = session.rows().slice(facts.columns * facts.rows);
  const every = Math.ceil(facts.rows / (2 * mostPoints));
  const share = (value: number, from: number, to: number) => Number(((value - from) / (to - from)).toFixed(2));
  return Array.from({ length: code ? Math.floor(facts.rows / every) : 0 }, (_, place) => {
    const row = place * every;
    return [share(code?.values[row] ?? 0, left, right), share(code?.values[facts.rows + row] ?? 0, low, high), targets[row] ?? 0];
  });
}

/** Bars for what has no map: a row's answer for each class, or the answers to some rows between their least and greatest. */
function bars(parts: Parts, form: Form): number[] {
  if (form.dataset.kind === 'image') return rounded(parts.named('activation').at(-1)?.values ?? []);
  const answers = [...(parts.named('prediction')[0]?.values ?? [])];
  const some = answers.filter((_, row) => row % Math.ceil(answers.length / mostRows) === 0).slice(0, mostRows);
  if (form.dataset.target === 'classes') return rounded(some);
  const low = Math.min(...answers);
  const span = Math.max(...answers) - low || 1;
  return rounded(some.map((answer) => (answer - low) / span));
}

function draw(session: Session): ThumbnailData {
  const facts = JSON.parse(session.run()) as Facts;
  const form = JSON.parse(session.form()) as Form;
  const { kind } = form.dataset;
  session.setTrace(session.row(0).slice());
  const parts = new Parts(session);
  const bundles = parts.named('W');
  const image = kind === 'image' && !form.dataset.rebuilds;
  const drawnBundles = image ? bundles.slice(0, 1) : bundles;
  const weights = drawnBundles.map(({ shape: [fanOut = 1, fanIn = 1], values }) => {
    const inputs = image ? fanIn : Math.min(fanIn, maxDots);
    const rows = Array.from({ length: Math.min(fanOut, maxDots) }, (_, row) => [...values.subarray(row * fanIn, row * fanIn + inputs)]);
    return rounded(rows.flat(), image ? 2 : 1);
  });
  const layers = [form.inputs, ...bundles.map((bundle) => bundle.shape[0] ?? 0)];
  const data: ThumbnailData = { kind, layers, weights };
  if (kind === 'plane') {
    const painted = map(parts, facts.layers.at(-1));
    return { ...data, ...(painted === undefined ? {} : { map: painted }), points: points(session, facts, form) };
  }
  if (form.dataset.rebuilds) return { ...data, kind: 'plane', points: codes(session, facts, parts) };
  if (kind === 'image') {
    const row = session.row(0);
    const most = Math.max(...row);
    return { ...data, image: rounded([...row].map((pixel) => pixel / most)), bars: bars(parts, form) };
  }
  return { ...data, bars: bars(parts, form) };
}

/** The text of thumbnails.json: by card id, the data of `<gb-thumbnail>`. Cards without rows of their own have no picture. */
export function makeThumbnails(core: CoreModule, cards: readonly Card[], table: (name: string) => Uint8Array): string {
  const session = new core.Session();
  const drawn: Record<string, { data: ThumbnailData }> = {};
  for (const card of cards) {
    const needed = session.tableNeeded(card.text);
    if (needed !== '') session.provideTable(needed, table(needed));
    const opened = JSON.parse(session.open(card.text)) as { ok: boolean; problems: { code: string; message: string }[] };
    if (!opened.ok) {
      if (opened.problems.every((problem) => problem.code === 'empty-data')) continue;
      throw new Error(`Gallery card ${card.id}: ${opened.problems.map((problem) => problem.message).join(' ')}`);
    }
    session.advance(mostSteps, Number.MAX_SAFE_INTEGER);
    drawn[card.id] = { data: draw(session) };
  }
  session.delete();
  return JSON.stringify(drawn);
}
