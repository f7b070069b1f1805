/** Where the run stands still; empty while it moves. */
import { computed } from '@preact/signals-core';
import { experimentText, form, runState, snapshot } from '../state/store';

const standing = new Set(['ready', 'paused', 'finished']);

/** Its step and weights in one text. */
export const restingAt = computed(() => {
  const status = snapshot.value?.status;
  return status && form.value && standing.has(runState.value) ? `${status.step} ${status.hash}` : '';
});

/** Its experiment, step and weights in one text. */
export const standingAt = computed(() => (restingAt.value === '' ? '' : `${experimentText.value} ${restingAt.value}`));
