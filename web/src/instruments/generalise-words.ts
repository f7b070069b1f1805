/** Words of the instrument that looks at rows one by one and beyond them. */
import { whole } from '../state/format';

const rows = (number: number) => `${whole(number)} ${number === 1 ? 'row' : 'rows'}`;

export const generaliseWords = {
  loading: 'Asking a copy of the run …',
  diverged: 'The run has diverged: its answers are no numbers.',
  at: (step: number) => `The answers at step ${whole(step)}`,
  parts: {
    title: 'Seen and unseen',
    about:
      'What counts is what it says of rows that it was not trained on. A part that is answered much worse than the training rows was learned by heart, or is of another kind.',
    names: { train: 'training', test: 'test', blind: 'blind' } as Record<string, string>,
    columns: (score: string) => ['part', 'rows', 'loss', 'base', score, 'outside'],
    accuracy: 'right',
    r2: 'R²',
    cost: 'cost a row',
    outside:
      'Base: the loss if every row got the one best answer. Outside: rows with an input below the least or above the largest of the training rows.',
  },
  alarms: { title: 'Leaks', none: 'No row, scale or order leaks from the held-out rows.' },
  logarithms: {
    title: 'Under each logarithm',
    about: 'The same answers. An answer of exactly 0 or 1 that is wrong costs what the program lets its logarithm be.',
    columns: (parts: readonly string[]) => ['logarithm', ...parts],
  },
  costs: {
    title: 'What costs most',
    about: (half: number, all: number, part: string) =>
      half === 0 || all === 0
        ? ''
        : `${rows(half)} of ${whole(all)} in the ${part} part ${half === 1 ? 'makes' : 'make'} half of its loss.`,
    part: 'Part',
    list: 'Rows by what they cost, the dearest first',
    row: (row: number) => `row ${whole(row + 1)}`,
    outside: 'outside',
    outsideIn: (names: string) => `Outside the training rows in ${names}`,
    answer: (truth: string, answer: string) => `${truth} → ${answer}`,
    none: 'This part has no rows.',
  },
  sweep: {
    title: 'One input swept',
    about: (row: string) =>
      `All other inputs are held as in ${row}. Between the hatched ends lie the training rows; beyond, nothing was ever said about the answer.`,
    input: 'Input',
    answer: 'answer',
    truth: 'true equation',
    here: (row: string) => `the target of ${row}`,
    outside: 'outside',
    place: 'Where to read the answer',
    reads: (name: string, x: string, answers: string, truth: string, outside: boolean) =>
      `${name} ${x}: ${answers}${truth ? `, true ${truth}` : ''}${outside ? ', outside the training rows' : ''}`,
    label: (name: string, low: string, high: string) => `The answer over ${name}, trained on ${low} to ${high}`,
  },
  beyond: {
    key: 'outside the training rows',
  },
  image: {
    title: 'What it looks at',
    about: (row: string, name: string) =>
      `The slope of the sum z of “${name}” by every pixel of ${row}: where more ink would speak for it, and where against it.`,
    input: 'the image',
    slopes: 'slope of z',
    against: 'against',
    towards: 'for it',
  },
};
