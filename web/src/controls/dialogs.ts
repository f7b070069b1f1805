/** Dialogs. Each opens as a modal <dialog>: the platform keeps focus inside, Esc closes. */
import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { open, setView } from '../state/actions';
import { copy, shared } from '../state/share';
import { dialog, type Problem, refused, view } from '../state/store';
import { theme } from '../state/theme';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';
import { tableProblems, useTable } from './own-data';
import { problemList } from './problems';
import { speedSelect, tools } from './top-bar';

const editingLink = signal(false);
const pasted = signal('');

const close = () => {
  dialog.value = null;
};

function closeButton(work: () => void): TemplateResult {
  return html`<button class="square tool closer" aria-label=${words.close} @click=${work}>${icon('close')}</button>`;
}

function shareDialog(): TemplateResult {
  const text = words.shareDialog;
  const tryCopy = async () => {
    if (await copy(shared.value)) {
      close();
      toast(words.strip.copied);
    }
  };
  return html`${closeButton(close)}<h2>${text.title}</h2>
    <p>${text.body}</p>
    <textarea class="mono" readonly rows="4" aria-label=${text.label} .value=${shared.value} autofocus
      @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
    <div class="buttons"><button class="primary" @click=${() => void tryCopy()}>${text.copy}</button>
      <button class="tool" @click=${close}>${words.close}</button></div>`;
}

function pasteDialog(): TemplateResult {
  const use = async () => {
    if (await useTable(pasted.value)) close();
  };
  return html`${closeButton(close)}<h2>${words.own.paste}</h2>
    <p>${words.own.pasteHelp}</p>
    <textarea class="mono" rows="10" spellcheck="false" autofocus aria-label=${words.own.pasteLabel} .value=${pasted.value} @input=${(
      event: Event,
    ) => {
      pasted.value = (event.target as HTMLTextAreaElement).value;
    }}></textarea>
    ${problemList('paste-problem', tableProblems.value)}
    <div class="buttons"><button class="primary" ?disabled=${pasted.value.trim() === ''} @click=${() => void use()}>${words.own.use}</button>
      <button class="tool" @click=${close}>${words.cancel}</button></div>`;
}

function helpDialog(): TemplateResult {
  const text = words.helpDialog;
  return html`${closeButton(close)}<h2>${text.title}</h2>
    ${text.intro.map((paragraph) => html`<p>${paragraph}</p>`)}
    <h3>${text.keys}</h3>
    <dl class="keys">${text.table.map(([key, meaning]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${meaning}</dd></div>`)}</dl>
    <label class="switch"><input type="checkbox" .checked=${view.value.shortcuts} @change=${(event: Event) =>
      setView({ shortcuts: (event.target as HTMLInputElement).checked })} /><span>${text.shortcuts}</span></label>
    <p class="caption">${text.shortcutsHint}</p>
    <p><a href="credits.txt" target="_blank" rel="noopener">${text.credits}</a></p>`;
}

function menuDialog(): TemplateResult {
  const nextTheme = theme.value === 'dark' ? 'light' : 'dark';
  return html`${closeButton(close)}<h2>${words.more}</h2>
    <div class="menu">${speedSelect()}${tools()[3]}
      <button class="tool" @click=${() => {
        dialog.value = 'help';
      }}>${icon('help')}<span>${words.help}</span></button>
      <button class="tool" @click=${() => setView({ theme: nextTheme })}>
        ${icon(nextTheme === 'light' ? 'sun' : 'moon')}<span>${words.theme(nextTheme)}</span>
      </button>
    </div>`;
}

function problemRow(problem: Problem): TemplateResult {
  const keyIsWrong = problem.code.includes('key');
  const allowed = problem.shapes
    ? problem.message
    : problem.allowed || (keyIsWrong ? words.wrongLink.noSuchKey : problem.nearest === '' ? problem.message : '');
  const nearest =
    problem.nearest === '' ? nothing : html`${allowed === '' ? '' : '; '}${words.wrongLink.nearest}<code>${problem.nearest}</code>`;
  return html`<tr title=${problem.message}>
    <td><code class=${keyIsWrong ? 'bad' : ''}>${problem.key}</code></td>
    <td><code class=${keyIsWrong ? '' : 'bad'}>${problem.value}</code></td>
    <td>${allowed}${nearest} <gb-explain .problem=${problem}></gb-explain></td>
  </tr>`;
}

function wrongLink(text: string, problems: Problem[]): TemplateResult {
  const word = words.wrongLink;
  const keep = () => {
    refused.value = null;
    editingLink.value = false;
  };
  const openEdited = (event: Event) => {
    const edited = (event.target as HTMLElement).closest('dialog')?.querySelector('textarea')?.value ?? '';
    keep();
    open(edited.trim());
  };
  return html`<h2><i class="sign">${icon('warning', 18)}</i>${word.title(problems.length)}</h2>
    <p>${word.body}</p>
    <div class="table"><table>
      <thead><tr><th scope="col">${word.key}</th><th scope="col">${word.value}</th><th scope="col">${word.allowed}</th></tr></thead>
      <tbody>${problems.map(problemRow)}</tbody>
    </table></div>
    ${editingLink.value ? html`<textarea class="mono" rows="5" spellcheck="false" aria-label=${word.label} .value=${text}></textarea>` : nothing}
    <div class="buttons">
      <button class="primary" data-act="keep-default" autofocus @click=${keep}>${word.keep}</button>
      ${
        editingLink.value
          ? html`<button class="framed tool" data-act="open-edited" @click=${openEdited}>${word.open}</button>`
          : html`<button class="framed tool" data-act="edit-link" @click=${() => {
              editingLink.value = true;
            }}>${word.edit}</button>`
      }
      <button class="tool" data-act="copy-link" @click=${async () => {
        if (await copy(text)) toast(words.strip.copied);
        else editingLink.value = true;
      }}>${word.copy}</button>
    </div>`;
}

const bodies = { share: shareDialog, paste: pasteDialog, help: helpDialog, menu: menuDialog };
const titles = {
  share: words.shareDialog.title,
  paste: words.own.paste,
  help: words.helpDialog.title,
  menu: words.more,
};

export class Dialogs extends Watching {
  protected override updated(): void {
    const element = this.querySelector('dialog');
    if (!element) return;
    const wanted = refused.value !== null || dialog.value !== null;
    if (wanted && !element.open) element.showModal();
    if (!wanted && element.open) element.close();
  }

  override render() {
    const wrong = refused.value;
    const name = dialog.value;
    const closed = () => {
      refused.value = null;
      editingLink.value = false;
      close();
    };
    const onBackdrop = (event: MouseEvent) => {
      if (event.target === event.currentTarget && !wrong) closed();
    };
    return html`<dialog class=${wrong ? 'wrong-link' : (name ?? '')} aria-label=${wrong ? words.wrongLink.title(wrong.problems.length) : name ? titles[name] : ''}
      @close=${closed} @click=${onBackdrop}>
      <div class="inside">${wrong ? wrongLink(wrong.text, wrong.problems) : name ? bodies[name]() : nothing}</div>
    </dialog>`;
  }
}

customElements.define('gb-dialogs', Dialogs);
