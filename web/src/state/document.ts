/** What the document itself says about the run: attributes for scripts and styles, and the title of a hidden tab. */
import { computed, effect } from '@preact/signals-core';
import { words } from '../words';
import { blocked, facts, form, runState, snapshot } from './store';

/** 0…1 of a run with a set length; NaN for an open end. */
export const runShare = computed(() => {
  const epochs = Number(form.value?.fields.find((field) => field.key === 'epochs')?.value ?? 0);
  const status = snapshot.value?.status;
  const rows = facts.value?.parts.train ?? 0;
  return epochs > 0 && rows > 0 && status ? Math.min(1, status.samples / (epochs * rows)) : Number.NaN;
});

function title(): string {
  const status = snapshot.value?.status;
  if (!document.hidden || runState.value !== 'running' || !status) return words.title('');
  const share = runShare.value;
  return words.title(Number.isNaN(share) ? words.titleEpoch(status.epoch) : `${Math.floor(share * 100)} %`);
}

export function startDocument(): void {
  const data = document.documentElement.dataset;
  effect(() => {
    data.runState = runState.value;
  });
  effect(() => {
    const status = snapshot.value?.status;
    if (!status && blocked.value === '') return;
    data.step = String(status?.step ?? 0);
    data.epoch = String(status?.epoch ?? 0);
    data.weightsHash = status?.hash ?? '';
  });
  const setTitle = () => {
    const text = title();
    if (document.title !== text) document.title = text;
  };
  effect(setTitle);
  document.addEventListener('visibilitychange', setTitle);
}
