/** Words about a run that stopped by itself; they are loaded with their card. */
import { whole } from '../state/format';

export const stoppedWords = {
  title: (epoch: number) => `Stopped at epoch ${whole(epoch)}`,
  patience: (epochs: number, best: number, restored: boolean) =>
    `The test loss had not fallen for ${whole(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}${
      restored ? `; the weights of epoch ${whole(best)} were put back.` : `, since epoch ${whole(best)}.`
    }`,
  loss: (value: string) => `The test loss has come down to ${value}, which was the target.`,
  score: (value: string, classes: boolean) =>
    classes ? `${value} of the test rows are right, which was the target.` : `The test R² has come up to ${value}, which was the target.`,
  again: 'Run starts it again from step 0, and it stops here again.',
  on: 'Train on',
  onHint: (restored: boolean) =>
    `Switches this rule off and goes on${restored ? ' with the weights from before the best were put back' : ''}`,
};
