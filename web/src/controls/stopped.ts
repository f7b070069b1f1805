/** The card about a run that stopped by itself: where, why, and how to go on. Loaded when that happens. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { trainOn } from '../state/actions';
import { loss, percent } from '../state/format';
import { experimentText, form, opening, runState, type Status, status } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';
import { card } from './notices';
import { stoppedWords } from './stopped-words';

const keys = { patience: 'patience', loss: 'stoploss', score: 'stopscore' } as const;
/** The experiment whose card was closed. */
const closed = signal('');

function why(stop: NonNullable<Status['stop']>): string {
  const classes = form.value?.dataset.target !== 'number';
  if (stop.reason === 'loss') return stoppedWords.loss(loss(stop.value));
  if (stop.reason === 'score') return stoppedWords.score(classes ? percent(stop.value) : loss(stop.value), classes);
  return stoppedWords.patience(stop.epoch - stop.bestEpoch, stop.bestEpoch, stop.restored);
}

export class Stopped extends Watching {
  override render() {
    const stop = status.value?.stop;
    if (runState.value !== 'finished' || opening.value !== null) {
      closed.value = '';
      return nothing;
    }
    if (!stop || closed.value === experimentText.value) return nothing;
    return card(
      '',
      'check',
      stoppedWords.title(stop.epoch),
      html`<p>${why(stop)}</p><p class="caption">${stoppedWords.again}</p>`,
      html`<button class="primary" data-act="train-on" title=${stoppedWords.onHint(stop.restored)} @click=${() => void trainOn(keys[stop.reason])}>
          ${stoppedWords.on}</button>
        <button class="tool" data-act="close-stop" @click=${() => {
          closed.value = experimentText.value;
        }}>${words.close}</button>`,
    );
  }
}

customElements.define('gb-stopped', Stopped);
