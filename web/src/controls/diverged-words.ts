/** Words about numbers that went wrong; they are loaded with their card. */
import { whole } from '../state/format';

export const divergedWords = {
  title: (step: number) => `Stopped at step ${whole(step)}: a number overflowed`,
  chart: (steps: number, first: string, highest: string) =>
    `Loss over the last ${whole(steps)} steps: ${first} at first, up to ${highest}.`,
  step: (step: number) => `step ${whole(step)}`,
  story: 'How it happened',
  where: 'First non-finite value',
  unit: (layer: string, unit: number) => (unit < 0 ? layer : `${layer}, unit ${whole(unit + 1)}`),
  operation: 'Operation',
  more: (count: number) => `and ${whole(count)} smaller`,
  result: 'gives',
  growth: (first: string, from: number, last: string, to: number, rate: string) =>
    `The loss grew from ${first} at step ${whole(from)} to ${last} at step ${whole(to)}, at learning rate ${rate}.`,
  hint: 'A smaller learning rate or smaller inputs usually help. Nothing is lost: every earlier step can be reached again.',
  before: (step: number) => `Go to step ${whole(step)}`,
  halve: (step: number) => `Go back to ${whole(step)}, halve the rate`,
};
