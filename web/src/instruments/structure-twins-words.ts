/** Words of the twins of a network. */
import { whole } from '../state/format';
import type { Act, TwinLayer, TwinMatrix } from './structure-twins-state';

const unit = (image: boolean, index: number) => `${image ? 'channel' : 'unit'} ${whole(index + 1)}`;
const list = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const raised = (number: number) => String(number).replace(/\d/g, (digit) => superscripts.charAt(Number(digit)));

export const twinsWords = {
  loading: 'Looking for units that may be moved',
  moving: 'Twins are made where the run stands still, on numbers that are finite.',
  empty: 'There are no rows yet to prove anything on.',
  none: 'This network has no hidden layer with weights, and outputs keep their places.',
  about: 'Other weights, the very same function: each is made on a copy, and proved on the rows of this run.',
  layer: 'Layer',
  act: 'What is done',
  acts: { swap: 'Swap', flip: 'Turn signs', remove: 'Remove dead' } satisfies Record<Act, string>,
  first: { swap: 'Unit', flip: 'Unit' },
  second: 'trades places with',
  unit,
  press: 'Or press units in the picture.',
  go: (act: Act, { image, dead }: TwinLayer, first: number, second: number): string =>
    ({
      swap: `Swap ${unit(image, first)} and ${unit(image, second)}`,
      flip: `Turn the signs of ${unit(image, first)}`,
      remove: `Remove ${dead.length === 1 ? unit(image, dead[0]?.unit ?? 0) : `all ${whole(dead.length)} dead ${image ? 'channels' : 'units'}`}`,
    })[act],
  back: 'Put it back',
  same: 'A unit cannot trade places with itself: choose another.',
  together: (into: readonly string[]) => `A residual block adds them up, so the units of ${list(into)} move together.`,
  formula: {
    swap: 'rows i, j of W and b, columns i, j of the next W: they trade places',
    flip: '(−w) · f(−z) = w · f(z), where f is odd',
    remove: 'W x + b = Σ w x + (b + w k), where one x is always k',
  } satisfies Record<Act, string>,
  why: {
    swap: 'Units have no names. So two trained networks can never be compared weight by weight, nor averaged: first their units would have to be put in the same order.',
    flip: 'A negative weight says nothing by itself: with all signs of its unit turned, the network gives the same answers from the opposite weights.',
    remove:
      'A unit that says the same at every row tells the next layer nothing that a bias could not: it can go, and the network is smaller at no cost. At a point that no row has it might still speak.',
  } satisfies Record<Act, string>,
  count: ({ units, image, swap, flip, twins }: TwinLayer, number: string): string => {
    if (typeof twins === 'number' && twins < 2) return '';
    const parts = [...(swap === '' ? [`${whole(units)}!`] : []), ...(flip === '' ? [`2${raised(units)}`] : [])];
    return `${whole(units)} ${image ? 'channels' : 'units'}: ${parts.join(' · ')} = ${number} networks with the same answers.`;
  },
  countless: 'more than 10³⁰⁸',
  dead: 'Dead units',
  deadUnit: (image: boolean, index: number, value: string, zero: boolean) =>
    `${unit(image, index)} hands on ${value} at every row${zero ? '' : ': that becomes a part of the next biases'}`,
  alive: (rows: number) => `None is dead: each says something else at some of the ${whole(rows)} rows. Nothing to remove, which is good.`,
  proof: (difference: string, largest: string, rows: number, allRows: number, step: number): string =>
    `${rows === allRows ? `All ${whole(rows)}` : `The first ${whole(rows)} of ${whole(allRows)}`} rows of train, test and blind were sent through both at step ${whole(step)}: the largest difference of an answer is ${difference}, the largest answer ${largest}.`,
  exact: {
    swap: 'Not even a rounding differs.',
    flip: 'A sign rounds nothing, so the answers are equal to the last bit.',
    remove: 'Equal to the last bit.',
  } satisfies Record<Act, string>,
  rounding: {
    swap: 'The sums behind have the same terms in another order, and round differently: that is all the difference there is.',
    flip: 'That is a rounding.',
    remove: 'What it always said is added to a bias first now, and the sums round differently: that is all the difference there is.',
  } satisfies Record<Act, string>,
  noNumber: 'Some answer is no number, and equals nothing.',
  fewer: (before: number, after: number) => `${whole(before)} parameters → ${whole(after)}.`,
  open: 'Open the twin',
  noLink: (reason: string) => `No link can hold the twin: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
  tables: 'Weights before and after',
  matrix: ({ name, rows, columns }: TwinMatrix) => `${name}: W [${whole(rows)} × ${whole(columns)}] and b [${whole(rows)}]`,
  part: ({ rows, columns, shownRows, shownColumns }: TwinMatrix) =>
    `Shown: ${whole(shownRows.length)} of ${whole(rows)} rows, ${whole(shownColumns.length)} of ${whole(columns)} columns.`,
  before: 'Before',
  after: 'After',
  bias: 'b',
  moves: ({ into, outOf }: TwinMatrix) =>
    into && outOf ? 'rows and columns move' : into ? 'rows are the weights into a unit' : 'columns are the weights out of a unit',
};
