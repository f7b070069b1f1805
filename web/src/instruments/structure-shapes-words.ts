/** Words of the shape checker. */
import type { AxisPair, ShapeAct } from './structure-shapes-state';

export const shapesWords = {
  loading: 'Reading the shapes',
  about: 'Two arrays meet axis by axis, from the last one on. NumPy and PyTorch have the same rules.',
  act: 'What is done',
  acts: { each: 'Elementwise', product: 'Product @' } satisfies Record<ShapeAct, string>,
  formula: {
    each: 'two axes fit ⇔ they are equal, or one is 1 or missing and is repeated',
    product: '(… , O, I) @ (… , I, P) = (… , O, P)',
  } satisfies Record<ShapeAct, string>,
  a: 'Shape of A',
  b: 'Shape of B',
  hint: '5,3 is a table of 5 rows and 3 columns; (5,) has one axis, () is a single number.',
  between: { each: 'with', product: '@' } satisfies Record<ShapeAct, string>,
  examples: 'Try',
  loss: 'Targets against answers',
  refused: 'A product that is refused',
  layer: (name: string) => `x Wᵀ of ${name}`,
  bias: (name: string) => `its b on top, ${name}`,
  refusal: 'Why it was refused',
  fitsElsewhere:
    'NumPy and PyTorch would take these two without a word and repeat the axis of 1. Here they are refused: that is hardly ever what was meant.',
  back: 'Back to the link',
  axes: 'Axis by axis',
  table: 'The axes, the last one on the right',
  array: { a: 'A', b: 'B', result: 'Result' },
  none: 'none',
  verdicts: {
    equal: 'equal',
    repeatedA: 'A repeated',
    repeatedB: 'B repeated',
    summed: 'added up',
    kept: 'kept',
    clash: 'clash',
  } satisfies Record<AxisPair['verdict'], string>,
  warning: 'It fits, but look twice',
  instead: 'What would fit',
  offer: (words: string, a: string, between: string, b: string, result: string) => `${words}: ${a} ${between} ${b} makes ${result}`,
};
