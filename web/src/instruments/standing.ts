/** Where the run stands still: its experiment, step and weights in one text; empty while it moves. */
import { computed } from '@preact/signals-core';
import { experimentText, runState, snapshot } from '../state/store';

const standing = new Set(['ready', 'paused', 'finished']);

export const standingAt = computed(() => {
  const status = snapshot.value?.status;
  return status && standing.has(runState.value) ? `${experimentText.value} ${status.step} ${status.hash}` : '';
});
