/** The tables behind the panels of the main view, out of the store. */
import { meanings } from '../state/meanings';
import { branches, facts, form, rows, snapshot } from '../state/store';
import { pointsOf } from '../views/points';
import { part, wholePart } from '../views/snapshots';
import { exact, type Table, type Value } from './csv';

const parts = ['train', 'test', 'blind'] as const;
const kinds = ['loss', 'score'] as const;

/** Gradient and update of the last step stand beside a number where the picture has them. */
function* parameters(): Iterable<Value[]> {
  const present = snapshot.peek();
  for (const [layer, { name }] of (facts.peek()?.layers ?? []).entries()) {
    for (const tensor of ['W', 'b']) {
      const found = part(present, layer, tensor);
      if (!found) continue;
      const beside = ['d', 'u'].map((role) => part(present, layer, `${role}_${tensor}`));
      const [, columns = 1] = found.shape;
      for (const [at, value] of found.values.entries()) {
        const place = tensor === 'W' ? [Math.floor(at / columns) + 1, (at % columns) + 1] : [at + 1, ''];
        const others = beside.map((other) => (other ? exact(other.values[at] ?? Number.NaN, other.single) : ''));
        yield [layer + 1, name, tensor, ...place, exact(value, found.single), ...others];
      }
    }
  }
}

const className = (label: number): Value => facts.peek()?.classes[label] ?? label;
const isClasses = (): boolean => form.peek()?.dataset.target === 'classes';

/** Values of one row in a part that is laid out [numbers × rows]. */
function answersOf(role: string, row: number, count: number): number[] {
  const found = wholePart(snapshot.peek(), role);
  if (!found) return [];
  return Array.from({ length: found.values.length / count }, (_, k) => exact(found.values[k * count + row] ?? Number.NaN, found.single));
}

function rowHeads(): string[] {
  const answers = answersOf('prediction', 0, rowsNow().count).map((_, k) => `answer_${k + 1}`);
  return ['row', 'part', ...(facts.peek()?.columnNames ?? []), 'truth', ...(isClasses() ? ['answered'] : []), ...answers];
}

const rowsNow = () => pointsOf(rows.peek(), facts.peek()?.columns ?? 0);

function* rowLines(): Iterable<Value[]> {
  const points = rowsNow();
  const columns = (facts.peek()?.columnNames ?? []).map((_, column) => points.column(column));
  for (let row = 0; row < points.count; row++) {
    const truth = points.target[row] ?? Number.NaN;
    const answered = answersOf('prediction_class', row, points.count).map(className);
    yield [
      row + 1,
      parts[points.part[row] ?? 0],
      ...columns.map((column) => column[row]),
      isClasses() ? className(truth) : truth,
      ...(isClasses() ? [answered[0]] : []),
      ...answersOf('prediction', row, points.count),
    ];
  }
}

function* confusion(): Iterable<Value[]> {
  const found = wholePart(snapshot.peek(), 'confusion');
  const [, classes = 0] = found?.shape ?? [];
  for (const [at, count] of (found?.values ?? []).entries()) {
    const [of, truth, answer] = [Math.floor(at / classes ** 2), Math.floor(at / classes) % classes, at % classes];
    yield [parts[of], className(truth), className(answer), count];
  }
}

/** Every stretch of epochs that the core keeps, with the range of each curve over it; what was not measured is empty. */
function* history(): Iterable<Value[]> {
  const found = wholePart(snapshot.peek(), 'history');
  const [count = 0, columns = 0] = found?.shape ?? [];
  for (let at = 0; at < count; at++)
    yield Array.from(found?.values.slice(at * columns, (at + 1) * columns) ?? [], (value) => (Number.isNaN(value) ? '' : value));
}

const lineHeads = ['name', 'step', 'epoch', ...kinds.flatMap((kind) => parts.map((part) => `${part}_${kind}`)), 'hash', 'experiment'];

/** The lines of this run that were left for others and are kept. */
const lines = (): Value[][] =>
  branches
    .peek()
    .map(({ name, step, epoch, loss, score, hash, text }) => [
      name,
      step,
      epoch,
      ...[loss, score].flatMap((values) => parts.map((_, part) => values[part])),
      hash,
      text,
    ]);

/** Of the panel `name`; empty where it has none. */
export function tablesOf(name: string): Table[] {
  if (!snapshot.peek()) return [];
  if (name === 'network')
    return [{ name: 'parameters', heads: ['layer', 'name', 'tensor', 'unit', 'input', 'value', 'gradient', 'update'], rows: parameters }];
  if (name === 'progress') {
    const curves: Table = { name: 'history', heads: meanings.peek().history, rows: history };
    return branches.peek().length > 0 ? [curves, { name: 'branches', heads: lineHeads, rows: lines }] : [curves];
  }
  if (name !== 'answer') return [];
  const table: Table = { name: 'rows', heads: rowHeads(), rows: rowLines };
  return isClasses() ? [table, { name: 'confusion', heads: ['part', 'truth', 'answered', 'rows'], rows: confusion }] : [table];
}
