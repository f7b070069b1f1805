import { html, nothing } from 'lit';
import { fetching, toasts } from '../state/store';
import { dismissToast, holdToast, resumeToast } from '../state/toasts';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';

export class Toasts extends Watching {
  override render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${fetching.value ? html`<div class="toast waiting"><p>${words.fetching}</p><progress aria-hidden="true"></progress></div>` : nothing}
      ${toasts.value.map(
        (entry) => html`<div class="toast" @pointerenter=${() => holdToast(entry.id)} @pointerleave=${() => resumeToast(entry.id)}
          @focusin=${() => holdToast(entry.id)} @focusout=${() => resumeToast(entry.id)}>
          <p>${entry.text}</p>
          ${
            entry.undo
              ? html`<button class="framed tool" data-act="undo" @click=${() => {
                  entry.undo?.();
                  dismissToast(entry.id);
                }}>${words.undo}</button>`
              : nothing
          }
          <button class="square tool" aria-label=${words.close} @click=${() => dismissToast(entry.id)}>${icon('close', 14)}</button>
        </div>`,
      )}
    </div>`;
  }
}

customElements.define('gb-toasts', Toasts);
