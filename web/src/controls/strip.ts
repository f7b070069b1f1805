/** Where the run stands: its weights hash, and a step that can be typed. The line between them is a view. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { setTool } from '../state/actions';
import { pause, seek, stepBack } from '../state/drive';
import { hashGroups, whole } from '../state/format';
import { readNumber } from '../state/requests';
import { copy } from '../state/share';
import { expectation, form, replay, status } from '../state/store';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';

const wrong = signal(false);

export class Strip extends Watching {
  async #go(input: HTMLInputElement): Promise<void> {
    const reply = await readNumber(input.value.replace(/\s/g, ''));
    wrong.value = !reply?.ok || !Number.isSafeInteger(reply.number) || reply.number < 0;
    if (wrong.value || !reply) return;
    input.blur();
    seek(reply.number);
  }

  protected override updated(): void {
    const input = this.querySelector('input');
    if (input && input !== document.activeElement) input.value = String(status.value?.step ?? 0);
  }

  override render() {
    const present = status.value;
    const hash = hashGroups(present?.hash ?? '');
    const going = replay.value;
    const planted = form.value?.fields.some(({ key, value }) => key === 'bug' && value !== 'none');
    const onKey = (event: KeyboardEvent) => {
      const input = event.target as HTMLInputElement;
      if (event.key === 'Enter') void this.#go(input);
      if (event.key === 'Escape') {
        wrong.value = false;
        input.blur();
        this.requestUpdate();
      }
    };
    const copyHash = async () => {
      if (await copy(present?.hash ?? '')) toast(words.strip.copied);
    };
    return html`
      <div class="place"><h2>${words.regions.strip}</h2>${
        planted
          ? html`<button class="planted" data-act="planted" title=${words.planted.open} @click=${() => setTool('checks')}>${icon('warning', 14)}${words.planted.badge}</button>`
          : nothing
      }</div>
      <div class="hash"><span>${words.strip.weights}</span>
        <button class="tool mono" title=${words.strip.copyHash} ?disabled=${!present} @click=${() => void copyHash()}><code>${hash || '–'}</code></button>
      </div>
      <div class="step">
        <button class="square tool" data-act="back" aria-label=${words.strip.back} title=${words.strip.back}
          ?disabled=${!(present && present.step > 0)} @click=${stepBack}>${icon('step')}</button>
        <label for="step">${words.strip.step}</label>
        <input id="step" class="number" type="text" inputmode="numeric" autocomplete="off" name="step" title=${words.strip.stepHint} ?disabled=${!present}
          aria-invalid=${wrong.value ? 'true' : 'false'} aria-describedby="step-problem" @keydown=${onKey} />
      </div>
      <p class="says" id="step-problem" role="status">
        ${
          wrong.value
            ? html`<span class="wrong">${icon('warning', 14)}${words.strip.notAStep}</span>`
            : expectation.value === 'same'
              ? html`${icon('check', 14)}${words.strip.same}`
              : expectation.value === 'differs'
                ? html`<span class="wrong">${icon('warning', 14)}${words.strip.differs}</span>`
                : nothing
        }
      </p>
      ${
        going
          ? html`<div class="replaying"><span>${words.strip.replaying(going.target)}</span>
              <progress max=${going.target} value=${going.step} aria-label=${words.strip.replaying(going.target)}></progress>
              <span class="at">${whole(going.step)}</span><button class="framed tool" @click=${pause}>${words.stay}</button></div>`
          : nothing
      }`;
  }
}

customElements.define('gb-strip', Strip);
