/** Words of the sweep. Names of fields and words of what is wrong come from the core. */
import { whole } from '../state/format';

const runs = (number: number) => `${whole(number)} ${number === 1 ? 'run' : 'runs'}`;

export const sweepWords = {
  title: 'Sweep',
  about:
    'The same experiment for every value of one or two settings. Every number comes out as on the command line, and every cell is a link.',
  first: 'Setting',
  second: 'And',
  none: 'nothing else',
  values: 'Values',
  valuesHint: 'Separated by spaces, or LOW..HIGH:COUNT',
  seeds: 'Seeds of each',
  epochs: 'Epochs of each run',
  start: 'Run the sweep',
  cancel: 'Stop',
  noValues: 'Give at least one value.',
  sameField: 'Choose two different settings.',
  notSeeds: 'Seeds: a whole number from 1 to 10.',
  notEpochs: 'Epochs: a whole number from 1 on; a sweep needs an end.',
  lost: 'The browser ended a worker, often for memory. Try fewer or smaller runs.',
  progress: (done: number, all: number, workers: number) =>
    `${whole(done)} of ${runs(all)} done, ${workers === 1 ? 'one' : whole(workers)} at a time`,
  left: (text: string) => `about ${text} left`,
  finished: (all: number) => (all === 1 ? 'The run is done' : `All ${runs(all)} are done`),
  cancelled: (done: number, all: number) => `Stopped after ${whole(done)} of ${runs(all)}`,
  loss: (tested: boolean) => (tested ? 'Test loss' : 'Training loss'),
  grid: (axes: string, tested: boolean, seeds: number) => {
    const what = tested ? 'Test loss' : 'Training loss';
    return seeds > 1 ? `${what} by ${axes}: median of ${seeds} seeds, lowest to highest below` : `${what} by ${axes}`;
  },
  spread: (low: string, high: string) => `${low} to ${high}`,
  right: (text: string, classes: boolean) => (classes ? `${text} right` : `R² ${text}`),
  diverged: (number: number, all: number) => (all === 1 ? 'diverged' : `${number} of ${all} diverged`),
  best: 'best',
  open: (run: number) => `open run ${run}`,
  seed: 'open seed',
  openSeed: (seed: number) => `Open seed ${seed}`,
  openAlone: 'open',
  empty: 'The results stand here, one cell for each combination.',
};
