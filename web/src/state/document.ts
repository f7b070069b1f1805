/** What the document itself says about the run: attributes for scripts and styles, and the title of a hidden tab. */
import { computed, effect } from '@preact/signals-core';
import { words } from '../words';
import { blocked, facts, form, readings, runState, type Status, snapshot } from './store';

/** 0…1 of a run with a set length; NaN for an open end. */
function shareOf(present: Status | null): number {
  const epochs = Number(form.value?.fields.find((field) => field.key === 'epochs')?.value ?? 0);
  const rows = facts.value?.parts.train ?? 0;
  return epochs > 0 && rows > 0 && present ? Math.min(1, present.samples / (epochs * rows)) : Number.NaN;
}

export const runShare = computed(() => shareOf(readings.value));

function title(): string {
  const present = snapshot.value?.status;
  if (!document.hidden || runState.value !== 'running' || !present) return words.title('');
  const share = shareOf(present);
  return words.title(Number.isNaN(share) ? words.titleEpoch(present.epoch) : `${Math.floor(share * 100)} %`);
}

export function startDocument(): void {
  const data = document.documentElement.dataset;
  effect(() => {
    data.runState = runState.value;
  });
  effect(() => {
    const present = snapshot.value?.status;
    if (!present && blocked.value === '') return;
    data.step = String(present?.step ?? 0);
    data.epoch = String(present?.epoch ?? 0);
    data.weightsHash = present?.hash ?? '';
  });
  const setTitle = () => {
    const text = title();
    if (document.title !== text) document.title = text;
  };
  effect(setTitle);
  document.addEventListener('visibilitychange', setTitle);
}
