/** Words of the timeline; they are loaded with it. */
import { whole } from './format';

const change = (name: string, from: string, to: string) => (from === '' ? `${name} ${to}` : `${name} ${from} → ${to}`);

export const timelineWords = {
  slider: 'Step of the run',
  place: (step: number, end: number, epoch: number) => `Step ${whole(step)} of ${whole(end)}, epoch ${whole(epoch)}`,
  step: (step: number) => `Step ${whole(step)}`,
  near: (step: number) => `shown: ${whole(step)}`,
  steps: 'steps',
  best: 'best test',
  bestAt: (step: number) => `Best test loss, at step ${whole(step)}`,
  edit: (what: string) => `Change: ${what}`,
  weight: (address: string) => `weight ${address}`,
  change,
  at: (what: string, step: number) => `${what} at step ${whole(step)}`,
  more: (count: number) => ` and ${whole(count)} more`,
  unchanged: (step: number) => `as it went on from step ${whole(step)}`,
  thisRun: 'this run',
  named: (name: string) => `“${name}”`,
  outcome: (part: string, loss: string, step: number) => `${part} ${loss} at step ${whole(step)}`,
  test: 'test',
  train: 'train',
  branches: 'Branches of this run',
  open: (name: string, what: string, outcome: string) => `Open “${name}”: ${what}; ${outcome}`,
  rename: 'Rename',
  renameOf: (name: string) => `Rename “${name}”`,
  nameOf: (name: string) => `New name of “${name}”`,
  remove: 'Delete',
  removeOf: (name: string) => `Delete “${name}”`,
  deleted: (name: string) => `Branch “${name}” deleted.`,
  freshName: (number: number) => `Run ${number}`,
  droppedOldest: (name: string, most: number) => `“${name}”, the oldest branch, was dropped: a run keeps ${whole(most)}.`,
  differs: 'This branch now comes to other weights than when it was kept.',
  notShelved: 'Branches last until the page closes: this browser keeps none.',
  notRemembered: 'Too large to remember: going back trains from the start.',
};
