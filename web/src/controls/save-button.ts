/** The button on the head of a panel that saves it. What it opens is loaded when it is first pressed. */
import { html, type TemplateResult } from 'lit';
import { toast } from '../state/toasts';
import { words } from '../words';
import { icon } from './icons';

export function saveButton(panel: string): TemplateResult {
  const open = (event: Event) => {
    const button = event.currentTarget as HTMLElement;
    import('../pictures/menu').then(
      ({ openMenu }) => openMenu(button, panel),
      () => toast(words.toolsFailed),
    );
  };
  return html`<button class="square tool save" data-act="save-${panel}" aria-haspopup="dialog" aria-label=${words.save} title=${words.save} @click=${open}>${icon('save')}</button>`;
}
