/** Answers the questions of instruments on copies of the run: looking never touches the run itself. */
import createFullCore, { type Instruments, type LandscapeQuestion } from '@core-full';
import type { RunCopy } from './protocol';

export type Question =
  /** The copy arrives through the port. */
  | { type: 'trace'; port: MessagePort }
  | { type: 'example'; row: number }
  | { type: 'look'; item: number; row: number; layer: number; unit: number; input: number }
  /** Begun on the copy that arrives through the port, then gone on with. */
  | { type: 'check'; port: MessagePort }
  | { type: 'check-on' }
  /** Begun on the copy that arrives through the port, then gone on with; answered with the grid as `values`. */
  | { type: 'landscape'; port: MessagePort; asked: LandscapeQuestion }
  | { type: 'landscape-on' }
  /** Of the copy that arrives through the port; then of that copy. */
  | { type: 'examine'; port: MessagePort }
  | { type: 'dearest'; part: number; count: number }
  | { type: 'swept'; row: number; column: number }
  | { type: 'slopes'; row: number }
  /** Answered with `values` beside the numbers: how the layers were at steps up to that one, or as far as a tenth of a second leads. */
  | { type: 'layers'; text: string; step: number }
  /** The same at once, of the copy that arrives through the port, with as much of its past as is known. */
  | { type: 'layers-at'; text: string; port: MessagePort }
  /** Begun on the copy that arrives through the port, then gone on with. */
  | { type: 'ablate'; port: MessagePort }
  | { type: 'ablate-on' }
  | { type: 'structure'; text: string }
  /** Of the copy that arrives through the port. */
  | { type: 'ranges'; port: MessagePort }
  | { type: 'curve'; activation: string; precision: number; limit: number; at: number }
  /** Of the copy that arrives through the port. */
  | { type: 'twins'; port: MessagePort }
  | { type: 'twin'; port: MessagePort; act: string; layer: number; units: number[] }
  | { type: 'shapes'; act: string; a: string; b: string }
  | { type: 'profile'; text: string }
  /** Answered with a change, and with a comparison where that is right. */
  | { type: 'vary'; text: string; changes: string }
  | { type: 'variation'; text: string; other: string }
  | { type: 'sweep'; text: string; words: string; seeds: number; epochs: string }
  /** Trains to the end: no other question is answered meanwhile. */
  | { type: 'result'; text: string }
  | { type: 'spread'; numbers: Float64Array }
  /** Answered with `values` beside the numbers. */
  | {
      type: 'difference';
      first: Float32Array;
      second: Float32Array;
      outputs: number;
      firstClasses: Float32Array;
      secondClasses: Float32Array;
    };

export interface Asked {
  id: number;
  /** Where the shipped tables lie: an absolute address ending in '/'. */
  tables: string;
  question: Question;
}

const instruments: Promise<Instruments> = createFullCore().then((module) => new module.Instruments());

async function provideTables(made: Instruments, text: string, tables: string): Promise<void> {
  const name = made.tableNeeded(text);
  if (name === '') return;
  const response = await fetch(`${tables}${encodeURIComponent(name)}.table`);
  if (response.ok) made.provideTable(name, new Uint8Array(await response.arrayBuffer()));
}

/** The copy that arrives, with the tables it needs. */
async function copyFrom(port: MessagePort, made: Instruments, tables: string): Promise<RunCopy> {
  const copy = await new Promise<RunCopy>((resolve) => {
    port.onmessage = (event: MessageEvent<RunCopy>) => resolve(event.data);
  });
  port.close();
  await provideTables(made, copy.text, tables);
  return copy;
}

interface Answer {
  json: string;
  values?: Float32Array | Float64Array | undefined;
}

async function vary(made: Instruments, text: string, changes: string, tables: string): Promise<string> {
  const change = made.vary(text, changes);
  const { ok, canonical } = JSON.parse(change) as { ok: boolean; canonical: string };
  if (!ok) return change;
  await provideTables(made, text, tables);
  await provideTables(made, canonical, tables);
  return JSON.stringify({ ...JSON.parse(change), ...JSON.parse(made.compare(text, canonical)) });
}

async function answer({ question, tables }: Asked): Promise<Answer> {
  const made = await instruments;
  if (question.type === 'difference') {
    const json = made.difference(question.first, question.second, question.outputs, question.firstClasses, question.secondClasses);
    return { json, values: made.differenceValues().slice() };
  }
  if (question.type === 'landscape' || question.type === 'landscape-on') {
    const json = await landscape(made, question, tables);
    return { json, values: json.startsWith('{"ok":false') ? undefined : made.landscapeGrid().slice() };
  }
  if (question.type === 'layers' || question.type === 'layers-at') return layers(made, question, tables);
  return { json: await answerInWords(made, question, tables) };
}

async function landscape(made: Instruments, question: Landscaping, tables: string): Promise<string> {
  if (question.type === 'landscape-on') return made.landscapeOn();
  const { text, checkpoint, past } = await copyFrom(question.port, made, tables);
  return made.landscape(text, checkpoint, question.asked, past);
}

async function layers(made: Instruments, question: Extract<Question, { type: 'layers' | 'layers-at' }>, tables: string): Promise<Answer> {
  const { text } = question;
  await provideTables(made, text, tables);
  let json: string;
  if (question.type === 'layers-at') {
    const { checkpoint } = await copyFrom(question.port, made, tables);
    json = made.layersAt(text, checkpoint);
  } else json = made.layers(text, question.step);
  const { problems, layers: shown } = JSON.parse(json) as { problems?: unknown; layers?: unknown[] };
  return problems || shown?.length === 0 ? { json } : { json, values: made.layersPicture().slice() };
}

type Landscaping = Extract<Question, { type: 'landscape' | 'landscape-on' }>;
type InWords = Exclude<Question, Landscaping | { type: 'difference' | 'layers' | 'layers-at' }>;

async function answerInWords(made: Instruments, question: InWords, tables: string): Promise<string> {
  switch (question.type) {
    case 'trace': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.trace(text, checkpoint);
    }
    case 'example':
      return made.example(question.row);
    case 'look':
      return made.look(question.item, question.row, question.layer, question.unit, question.input);
    case 'check': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.check(text, checkpoint);
    }
    case 'check-on':
      return made.checkOn();
    case 'examine': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.examine(text, checkpoint);
    }
    case 'dearest':
      return made.dearest(question.part, question.count);
    case 'swept':
      return made.swept(question.row, question.column);
    case 'slopes':
      return made.slopes(question.row);
    case 'ablate': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.ablate(text, checkpoint);
    }
    case 'ablate-on':
      return made.ablateOn();
    case 'structure':
      return made.structure(question.text);
    case 'ranges': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.ranges(text, checkpoint);
    }
    case 'curve':
      return made.curve(question.activation, question.precision, question.limit, question.at);
    case 'twins': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.twins(text, checkpoint);
    }
    case 'twin': {
      const { text, checkpoint } = await copyFrom(question.port, made, tables);
      return made.twin(text, checkpoint, question.act, question.layer, Int32Array.from(question.units));
    }
    case 'shapes':
      return made.shapes(question.act, question.a, question.b);
    case 'profile':
      await provideTables(made, question.text, tables);
      return made.profile(question.text);
    case 'vary':
      return vary(made, question.text, question.changes, tables);
    case 'sweep':
      return made.sweep(question.text, question.words, question.seeds, question.epochs);
    case 'result':
      await provideTables(made, question.text, tables);
      return made.result(question.text);
    case 'spread':
      return made.spread(question.numbers);
    case 'variation':
      return made.variation(question.text, question.other);
  }
}

let queue: Promise<void> = Promise.resolve();
self.onmessage = (event: MessageEvent<Asked>) => {
  queue = queue.then(async () => {
    const { id } = event.data;
    try {
      const { json, values } = await answer(event.data);
      self.postMessage({ id, json, values }, values ? { transfer: [values.buffer] } : {});
    } catch (error) {
      self.postMessage({ id, json: JSON.stringify({ ok: false, problems: [{ message: String(error) }] }) });
    }
  });
};
