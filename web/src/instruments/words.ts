/** Words of the instruments, loaded with them. Names of layers, formulas and numbers come from the core. */
import { whole } from '../state/format';

const rows = (number: number) => `${whole(number)} ${number === 1 ? 'row' : 'rows'}`;

export const speedWords = {
  body: 'A second run of this experiment, trained for a moment in this browser, each part of a step on its own.',
  measuring: 'Measuring, about a second …',
  none: 'The trainer did not answer.',
  again: 'Measure again',
  samples: 'samples a second',
  step: (number: number) => `a step of ${rows(number)}`,
  ofPeak: 'of this machine’s peak',
  columns: ['part', 'a step', 'share', 'multiply-adds', 'bytes', 'of peak'],
  parts: {
    data: 'Fetch rows',
    forward: 'Forward',
    loss: 'Loss',
    backward: 'Backward',
    update: 'Update',
    metrics: 'Metrics',
    probes: 'Pictures',
  } as Record<string, string>,
  peak: (rate: string) =>
    `The peak, ${rate} multiply-adds a second, is what this browser reaches on one core with numbers that never leave the registers. Pictures: what 60 of them in each second of training would add.`,
};

/** What an operation does, in a heading and one or two sentences. */
export const stops: Record<string, { title: string; why: string }> = {
  input: {
    title: 'what it is fed',
    why: 'An example enters as a list of numbers, one a unit. Everything that follows is made of these and of the weights.',
  },
  dense: {
    title: 'its weighted sum',
    why: 'Each input is multiplied by the weight it comes in by, and all products and the bias are added. A large weight makes the unit listen to that input.',
  },
  activation: {
    title: 'its activation',
    why: 'The sum goes through a fixed curve. Without it, layer after layer would still be one straight function of the inputs.',
  },
  softmax: {
    title: 'its share',
    why: 'Every sum becomes a positive number, and each is divided by all of them together: shares that add up to 1.',
  },
  add: {
    title: 'block and shortcut',
    why: 'What went into the block is added to what came out of it, so the block only has to learn the difference.',
  },
  layer: { title: 'its output', why: '' },
  loss: {
    title: 'how wrong the answer is',
    why: 'The answer is compared with the target. This one number is all that training tries to make small.',
  },
  start: {
    title: 'its error',
    why: 'The way back begins with the slope of the loss: how much more wrong the answer would be if this number were a little larger.',
  },
  weights: {
    title: 'gradient of a weight',
    why: 'A weight is to blame as far as its unit erred and as far as its input was there: the product of both. An input of 0 teaches it nothing.',
  },
  biases: { title: 'gradient of a bias', why: 'A bias is a weight whose input is always 1, so its gradient is the error of its unit.' },
  back: {
    title: 'its share of the error',
    why: 'The error comes back through the weights it left by, then shrinks by the slope of the activation. Where the curve is flat, almost nothing comes through and the unit hardly learns.',
  },
  slope: {
    title: 'the error before its activation',
    why: 'What arrives is multiplied by the slope of the activation at this sum. Where the curve is flat, almost nothing comes through.',
  },
  join: {
    title: 'both ways together',
    why: 'This number reached the loss through the block and past it, so both gradients add up. Past the block nothing is lost: that is why deep residual networks learn.',
  },
  update: {
    title: 'the step',
    why: 'Only now do the weights change, each a little against its gradient. Then everything begins again with the next rows.',
  },
};

/** A layer that hands gradients back without weights. */
export const passedBack = 'What arrives goes back the way it came: each number to the places it was made of.';

/** What a number in a formula is. */
export const notes: Record<string, string> = {
  input: 'input',
  fed: 'as fed',
  sum: 'sum',
  weight: 'weight',
  factor: 'factor',
  bias: 'bias',
  output: 'output',
  rest: 'all the others',
  block: 'the block',
  shortcut: 'the shortcut',
  loss: 'loss',
  target: 'target',
  outputs: 'all outputs',
  outputCount: 'outputs',
  sumOfRows: 'loss of the step',
  meanOfRows: 'loss of the step',
  rows: 'all rows',
  rowCount: 'rows',
  error: 'error',
  slopeOfLoss: 'slope of the loss',
  averaging: 'a share of the mean',
  rowsCounted: 'what the rows count together',
  classWeight: 'weight of the class',
  rowWeight: 'weight of the row',
  logSlope: 'what the clipping leaves of the slope',
  shareOfRow: 'of this example',
  allRows: 'of all rows together',
  gradient: 'gradient',
  gradientUsed: 'gradient used',
  penalty: 'penalties',
  clipped: 'clipping',
  limited: 'max norm',
  errorHere: 'error here',
  errorArriving: 'error arriving',
  weightOut: 'weight out',
  thisUnit: 'this unit',
  slope: 'slope',
  weighted: 'weighted mean',
  one: 'one',
  before: 'before',
  after: 'after',
  rate: 'learning rate',
  setting: '',
  moment: 'memory',
};

export const scopeWords = {
  loading: 'Replaying the next step on a copy of the run …',
  moving: 'The network is training. Pause, and the next step stands here, number by number.',
  failed: 'This step could not be looked at.',
  example: 'Example',
  of: (number: number) => `of ${whole(number)}`,
  ofKept: (kept: number, all: number) => `of the first ${whole(kept)} of ${whole(all)}`,
  rowOfData: (row: number) => `row ${whole(row + 1)} of the data`,
  one: 'one',
  batch: 'batch',
  shows: 'What the matrices show',
  phases: { forward: 'Forward', backward: 'Backward', update: 'Update' },
  update: 'W − η ∂W',
  operation: (number: number, all: number) => `Operation ${whole(number)} of ${whole(all)}`,
  previous: 'An operation back',
  next: 'On to the next operation',
  play: 'Play',
  pause: 'Pause',
  pace: 'Pace',
  paces: { slow: 'slow', normal: 'normal', fast: 'fast' },
  takeStep: 'Take this step',
  takeStepHint: 'The run does what stands here; then the next step opens',
  formula: 'Formula',
  matrices: 'The same as matrices',
  matricesNote: (batch: boolean) =>
    batch ? 'a column an example; the marked row is the unit on the left' : 'the marked row is the unit on the left',
  soFar: 'Numbers so far',
  none: 'Nothing yet.',
  unit: (unit: number, all: number) => `unit ${whole(unit)} of ${whole(all)}`,
  fromInput: (input: number, all: number) => `from ${whole(input)} of ${whole(all)}`,
  biasInput: 'bias',
  layer: 'Layer',
  previousUnit: 'Previous unit',
  nextUnit: 'Next unit',
  previousInput: 'Previous input',
  nextInput: 'Next input',
  title: (layer: string, unit: string, what: string) => `${layer}${unit === '' ? '' : `, ${unit}`}: ${what}`,
  inputs: 'Inputs',
  unitTitle: (unit: number) => `unit ${whole(unit)}`,
  digits: 'All digits',
  nextIs: 'Next',
  image: (symbol: string) => `${symbol} as an image`,
  legendForward: 'forward: values',
  legendBackward: 'backward: gradients',
  chooseHint: 'Click a unit or a weight to look at it',
  notTaken: 'This step diverges: a number is no longer finite, so nothing is updated.',
  loss: 'loss',
  target: 'target',
};
