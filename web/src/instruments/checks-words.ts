/** Words of the checks and of the clinic. */
import { whole } from '../state/format';

const rows = (number: number) => `${whole(number)} ${number === 1 ? 'row' : 'rows'}`;
const share = (part: number, all: number) => (part === all ? `All ${whole(all)}` : `${whole(part)} of ${whole(all)}`);

export const checksWords = {
  checking: (checked: number, asked: number) => `Comparing gradients, ${whole(checked)} of ${whole(asked)} …`,
  loading: 'Taking the next step on a copy of the run …',
  moving: 'The network is training. Pause, and its next step is checked.',
  stale: 'The run has moved on since.',
  again: 'Check again',
  cancel: 'Cancel',
  at: (step: number) => `The step after step ${whole(step)}`,
  diverges: 'That step diverges: there is no gradient and no update to judge.',
  verdicts: { right: 'right', note: 'worth a look', wrong: 'wrong', none: 'nothing to judge' } as Record<string, string>,
  gradient: {
    title: 'Gradient',
    right: (checked: number, all: number) => `${share(checked, all)} gradients are the slopes of the loss.`,
    wrong: (wrong: number, checked: number) => `${whole(wrong)} of ${whole(checked)} gradients are not the slopes of the loss.`,
    none: 'No gradient stands where it could be judged.',
    about:
      'Each weight is moved a little to both sides, and the loss of the same rows is worked out anew, by a second program that knows nothing of the first. Where the way back through the network is right, both agree to eight digits and more.',
    formula: '∂L/∂w  ≈  (L(w + h) − L(w − h)) / 2h',
    columns: ['weight', 'value', 'gradient', 'by differences', 'error'],
    kinks: (number: number) => `${whole(number)} stand at a kink, where a loss has no slope: not judged.`,
    unclear: (number: number) => `${whole(number)} are too small to tell.`,
    loss: (own: string, plain: string) => `Loss of these rows: ${own}, by the second program ${plain}.`,
  },
  update: {
    title: 'Update',
    right: () => 'The step goes where its formula says.',
    wrong: (ratio: string) => `The step is ${ratio} times as long as its formula says, or goes elsewhere.`,
    about:
      'From the gradients on, the step is worked out once more by the formulas of the textbook: penalties, clipping, schedule, optimiser, maximum norm. This check trusts the gradients and judges what is made of them.',
    formula: 'w′  =  w − η · step(∂L/∂w)',
    columns: ['weight', 'before', 'after', 'by the formula', 'error'],
    rate: (rate: string, plain: string) => `Learning rate ${rate}, by the schedule’s formula ${plain}.`,
  },
  data: {
    title: 'Data',
    right: () => 'Parts, scaling and batches are as they should be.',
    note: () => 'Nothing is wrong, something is worth a look.',
    wrong: () => 'The network is fed or judged in a wrong way.',
    about:
      'Rows that are held out must have no say in training: not as rows, not through the scaling, and they must not be of another kind. And every training row is seen once an epoch, each batch divided by its own rows.',
    formula: 'x′  =  (x − mean of the training rows) / their deviation',
  },
  findings: {
    overlap: ([shared = 0, held = 0]) => `${whole(shared)} of ${whole(held)} held-out rows stand among the training rows too.`,
    scaler: ([train = 0, all = 0, other = 0]) =>
      all + other === 0
        ? `All ${whole(train)} columns are scaled by the training rows alone.`
        : `${whole(all)} of ${whole(train + all + other)} columns are scaled by all rows, those that are held out included.`,
    order: ([chance = 1]) =>
      chance > 0.5
        ? 'The parts are mixed.'
        : `The parts are stretches of the targets in order: a draw does that once in ${(1 / chance).toPrecision(1).replace('e+', ' · 10^')}.`,
    balance: ([missing = 0]) => (missing === 0 ? 'Every class is in every part.' : `Classes missing from a part: ${whole(missing)}.`),
    epoch: ([all = 0, once = 0, missed = 0]) =>
      once === all ? `Each of ${rows(all)} is seen once an epoch.` : `Of ${rows(all)}, ${whole(missed)} are never seen.`,
    divisor: ([last = 0, by = 0]) =>
      by === 0
        ? `The last batch has ${rows(last)}; losses are summed.`
        : `The last batch has ${rows(last)} and is divided by ${whole(Math.round(by))}.`,
  } as Record<string, (numbers: number[]) => string>,
  parts: { train: 'training', test: 'test', blind: 'blind' } as Record<string, string>,
  partColumns: ['part', 'rows'],
  worst: 'Worst first',
  weight: (unit: number, input: number) => (input < 0 ? `b ${whole(unit + 1)}` : `w ${whole(unit + 1)},${whole(input + 1)}`),
  clinic: 'Something is wrong here',
  clinicBody: 'A real mistake is planted in this experiment. Look at what it does, then let the checks find where it sits.',
  reveal: 'Reveal it',
  mend: 'Mend it',
};
