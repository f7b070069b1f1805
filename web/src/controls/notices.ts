/** Cards about this run: what happened, why, what is safe, and the way back as the first button. */
import { html, nothing, type TemplateResult } from 'lit';
import { shareLink } from '../state/actions';
import { run } from '../state/drive';
import { decimal, hashGroups, whole } from '../state/format';
import { rebuildAgain } from '../state/run';
import { copy } from '../state/share';
import { rebuild, replay, runState, status } from '../state/store';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { words } from '../words';
import { type IconName, icon } from './icons';

const loadingPatienceMilliseconds = 200;

export function card(kind: string, symbol: IconName, title: string, body: TemplateResult, buttons: TemplateResult): TemplateResult {
  return html`<section class="notice ${kind}" role="region" aria-label=${title}>
    <h2><i>${icon(symbol, 18)}</i><span role="status">${title}</span></h2>
    ${body}
    <div class="buttons">${buttons}</div>
  </section>`;
}

const closeRebuild = () => {
  rebuild.value = null;
};

async function copyLink(): Promise<void> {
  const { link, step } = await shareLink();
  if (await copy(link)) toast(words.shareDialog.copied(step));
}

function rebuilt(): TemplateResult | typeof nothing {
  const state = rebuild.value;
  if (!state) return nothing;
  const reason = state.message === '' ? nothing : html`<p class="caption">${words.rebuild.reason}${state.message}</p>`;
  if (state.phase === 'failed') {
    return card(
      'error',
      'warning',
      words.rebuild.failedTitle,
      html`<p>${words.rebuild.failedBody}</p>${reason}`,
      html`<button class="primary" @click=${rebuildAgain}>${words.rebuild.again}</button>`,
    );
  }
  if (state.phase === 'rebuilding') {
    const going = replay.value;
    return card(
      '',
      'reset',
      words.rebuild.title,
      html`<p>${words.rebuild.body}</p>
        <div class="measure"><span>${words.rebuild.replaying(state.step)}</span><b>${whole(going?.step ?? 0)}</b></div>
        <progress max=${Math.max(1, state.step)} value=${going?.step ?? 0} aria-label=${words.rebuild.replaying(state.step)}></progress>`,
      html``,
    );
  }
  const same = state.phase === 'back';
  return card(
    same ? '' : 'error',
    same ? 'check' : 'warning',
    words.rebuild.back(state.step),
    html`<p>${same ? words.rebuild.same(decimal(state.seconds, 1)) : words.rebuild.differs}</p><p><code>${hashGroups(state.hash)}</code></p>`,
    html`<button class="primary" @click=${run}>${words.rebuild.runOn}</button>
      ${same ? nothing : html`<button class="framed tool" @click=${() => void copyLink()}>${words.rebuild.copyLink}</button>`}
      <button class="tool" @click=${closeRebuild}>${words.close}</button>`,
  );
}

export class Notices extends Watching {
  #patient = true;

  override connectedCallback(): void {
    super.connectedCallback();
    setTimeout(() => {
      this.#patient = false;
      this.requestUpdate();
    }, loadingPatienceMilliseconds);
  }

  override render() {
    if (runState.value === 'diverged') import('./diverged').catch(() => undefined);
    if (runState.value === 'finished' && status.value?.stop) import('./stopped').catch(() => undefined);
    const loading = runState.value === 'loading' && !rebuild.value && !this.#patient;
    return html`${loading ? html`<div class="notice loading" role="status"><h2>${words.loading}</h2><progress aria-label=${words.loading}></progress></div>` : nothing}
      <gb-diverged></gb-diverged><gb-stopped></gb-stopped>${rebuilt()}`;
  }
}

customElements.define('gb-notices', Notices);
