/** Words of the layers over time, and of units taken away. */
import { percent, whole } from '../state/format';

const rows = (number: number) => `${whole(number)} ${number === 1 ? 'row' : 'rows'}`;

/** In the order of the core's numbers. */
export const quantities = ['activations', 'weights', 'gradients', 'updates'] as const;
export type Quantity = (typeof quantities)[number];

export const layersWords = {
  pane: 'What is shown',
  panes: { time: 'Over time', worth: 'Without a unit' },
  about:
    'Each strip is a histogram drawn upwards, one column a moment of the run: darker means more of the numbers, the line is their root mean square (RMS). Blue is what goes forward, green what comes back; gradients and updates stand by size on one scale for all layers, so that a gradient that fades on its way to the first layer is seen to sink.',
  formula: '|Δw| / |w|  ≈  1/1,000',
  rule: 'A rule of thumb: a healthy step changes weights by about a thousandth of their size.',
  quantities: { activations: 'activations', weights: 'weights', gradients: 'gradients', updates: 'updates' } satisfies Record<
    Quantity,
    string
  >,
  meanings: {
    activations: 'outputs of the units, of every training row',
    weights: 'without biases',
    gradients: '∂L/∂w of the next batch',
    updates: 'what the next step adds',
  } satisfies Record<Quantity, string>,
  layer: 'Layer',
  ratio: 'update / weight',
  loading: 'Following the run on a copy …',
  way: (step: number, target: number) => `Its past is replayed on a copy: step ${whole(step)} of ${whole(target)} …`,
  at: (step: number) => `Step ${whole(step)}`,
  seen: (seen: number, all: number, batch: number) =>
    `Activations of ${seen === all ? `all ${rows(all)}` : `the first ${whole(seen)} of ${rows(all)}`} trained on${batch > 0 ? `; gradients and updates of the step that comes next, ${rows(batch)}` : ''}.`,
  fine: 'Nothing stands out: gradients reach the first layer, no unit is dead, none is stuck.',
  findings: 'What stands out',
  since: (step: number) => (step === 0 ? 'since the start' : `since step ${whole(step)}`),
  rms: (size: string) => `RMS ${size}`,
  axis: (step: number) => (step === 0 ? 'step 0' : whole(step)),
  now: 'now',
  dead: (dead: number, units: number) => (dead === 0 ? 'none dead' : `${whole(dead)} of ${whole(units)} dead`),
  saturated: (share: number) => (share === 0 ? 'none saturated' : `${percent(share)} saturated`),
  zeros: (share: number) => `${percent(share)} zero`,
  odd: (count: number) => `${whole(count)} not finite`,
  strip: (quantity: string, layer: string, rms: string, largest: string, from: number, to: number) =>
    `${quantity} of ${layer}, steps ${whole(from)} to ${whole(to)}: root mean square ${rms}, largest ${largest} now`,
  line: (layer: string, ratio: string) => `update over weight of ${layer}: ${ratio}`,
  none: '–',
  table: 'All numbers of this step as a table',
  columns: ['Layer', 'Numbers', 'Count', 'Root mean square', 'Norm', 'Largest', 'Zero'],
  noData: 'There is nothing to train on yet.',
  worth: {
    about:
      'Each unit is held at 0 for a moment, alone, as if it were not there, and the loss of the training rows is worked out anew. What the loss then gains is what the unit is worth to this network; a unit that costs nothing could be removed.',
    formula: 'ΔL  =  L(a = 0) − L',
    again: 'Take them away again',
    moving: 'The network is training. Pause, and its units are taken away one at a time.',
    working: (done: number, all: number) => `Taking units away, ${percent(all > 0 ? done / all : 0)} …`,
    at: (step: number, loss: string, seen: number, all: number) =>
      `At step ${whole(step)} the loss of ${seen === all ? `all ${rows(all)}` : `the first ${whole(seen)} of ${rows(all)}`} trained on is ${loss}.`,
    stale: 'The run has moved on since.',
    none: 'This network has no hidden units to take away.',
    columns: ['unit', 'loss without it', 'change'],
    unit: (layer: string, unit: number, image: boolean) => `${layer}, ${image ? 'channel' : 'unit'} ${whole(unit + 1)}`,
    useless: (count: number) =>
      `${whole(count)} ${count === 1 ? 'unit changes' : 'units change'} the loss by less than a thousandth of it, or ${count === 1 ? 'lowers' : 'lower'} it by going.`,
    more: (count: number) => `${whole(count)} more, worth less than these, are not listed.`,
    list: 'Units, the dearest first',
  },
};
