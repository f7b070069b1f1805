/** <gb-save>: what a panel can be saved as. It opens under the button of the panel's head; Esc or a press beside it closes it. */
import { signal } from '@preact/signals-core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { snapshot, view } from '../state/store';
import { theme } from '../state/theme';
import { Watching } from '../state/watching';
import { viewWords } from '../views/words';
import { words as shell } from '../words';
import { saveTable } from './csv';
import { type Panel, pngOf, svgOf } from './figure';
import { saveFile } from './files';
import { cannotFilm, recording } from './film';
import { startFilm } from './film-bar';
import { tablesOf } from './tables';
import { picturesWords as words } from './words';

const panel = signal<Panel | null>(null);
const says = signal('');
const busy = signal(false);
/** In the dark theme: whether pictures are made for paper all the same. */
const onPaper = signal(true);
/** Place among the parts of an instrument; −1: all of it. */
const part = signal(-1);

const chosen = (): Panel | null => (panel.peek() && partsOf(panel.peek() as Panel)[part.peek()]) ?? panel.peek();

function panelOf(which: string): Panel | null {
  const root = document.querySelector<HTMLElement>(which === 'tool' ? '#tool-panel' : `section.${CSS.escape(which)}`);
  if (!root) return null;
  const { tool } = view.peek();
  if (which === 'tool') return { name: tool, title: shell.tools[tool as keyof typeof shell.tools] ?? '', root };
  const own = root.firstElementChild?.shadowRoot;
  const inner = [...(own?.querySelectorAll('*') ?? [])].find((element) => element.shadowRoot)?.shadowRoot;
  const heading = own?.querySelector('h2') ?? inner?.querySelector('h2');
  const chosen = own?.querySelector('.segments [aria-pressed="true"]')?.textContent?.trim() ?? '';
  const title = which === 'progress' ? `${viewWords.progress.title} · ${chosen}` : heading?.textContent;
  return { name: which, title: title?.trim() || shell.regions[which as keyof typeof shell.regions], root };
}

const headings = ':scope > h2, :scope > .head > h2, :scope > header > h2';

/** What of an instrument can be a picture of its own: its sections, by their names. */
function partsOf({ name, title, root }: Panel): (Panel & { label: string })[] {
  return [...root.querySelectorAll<HTMLElement>('section, article, [data-part]')].flatMap((part) => {
    const heading = part.querySelector(headings)?.textContent?.trim() ?? '';
    const label = part.dataset.part ?? (heading || part.ariaLabel || '');
    if (label === '' || part.closest('[data-picture="off"]') || part.getClientRects().length === 0) return [];
    const file = label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return [{ name: `${name}-${file}`, title: heading === '' ? `${title} · ${label}` : title, label, root: part }];
  });
}

/** Those of an instrument stand in it, each with its button. */
function tableButtons({ name, root }: Panel): TemplateResult[] {
  const own = tablesOf(name).map((table) => ({
    name: table.name as string,
    label: words.tables[table.name],
    off: false,
    save: () => saveTable(table),
  }));
  const inside = [...root.querySelectorAll<HTMLButtonElement>('[data-table]')].map((button) => ({
    name: (button.dataset.act ?? '').replace(/-csv$/, ''),
    label: button.dataset.table ?? '',
    off: button.disabled,
    save: () => button.click(),
  }));
  return [...own, ...inside].map(
    ({ name: file, label, off, save }) => html`<button class="framed tool" type="button" data-act="save-csv-${file}" ?disabled=${off}
      @click=${() => {
        save();
        says.value = words.saved(`glassbox-${file}.csv`);
      }}><b>${words.csv}</b> ${label}</button>`,
  );
}

class SaveMenu extends Watching {
  opener: HTMLElement | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'auto';
    this.tabIndex = -1;
    this.setAttribute('role', 'dialog');
    // Esc closes the menu, and not the drawer under it as well.
    this.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopPropagation());
    this.addEventListener('toggle', (event) => {
      if ((event as ToggleEvent).newState === 'open') return;
      const inside = this.contains(document.activeElement) || document.activeElement === document.body;
      if (inside) this.opener?.focus();
      panel.value = null;
    });
  }

  async #save(kind: 'png' | 'svg'): Promise<void> {
    const present = chosen();
    if (!present || busy.peek()) return;
    busy.value = true;
    says.value = words.working;
    const paper = theme.peek() === 'light' || onPaper.peek();
    try {
      const blob = kind === 'png' ? await pngOf(present, paper) : new Blob([await svgOf(present, paper)]);
      const file = `glassbox-${present.name}-step-${snapshot.peek()?.status.step ?? 0}.${kind}`;
      saveFile(file, [blob], kind === 'png' ? 'image/png' : 'image/svg+xml');
      says.value = words.saved(file);
    } catch {
      says.value = words.failed;
    } finally {
      busy.value = false;
    }
  }

  #film(whole: boolean): void {
    const present = chosen();
    if (!present) return;
    const roots = whole ? [...document.querySelectorAll<HTMLElement>('.stage > section')] : [present.root];
    const { opener } = this;
    this.hidePopover();
    void startFilm(whole ? 'run' : present.name, roots, opener);
  }

  #films(): TemplateResult {
    const reason = cannotFilm();
    const off = reason !== '' || recording.value !== null;
    const button = (
      name: string,
      whole: boolean,
      label: string,
    ) => html`<button class="framed tool" type="button" data-act="save-film-${name}" ?disabled=${off}
      title=${words.filmHint} aria-describedby="save-film-says" @click=${() => this.#film(whole)}>${label}</button>`;
    return html`<div class="v-group" role="group" aria-label=${words.film}><span>${words.film}</span>${button('panel', false, words.filmPanel)}${button('run', true, words.filmAll)}
      <p id="save-film-says">${reason || words.filmHint}</p></div>`;
  }

  /** Under its button, or above it where there is no room. */
  place(): void {
    const button = this.opener?.getBoundingClientRect();
    if (!button) return;
    const { offsetWidth: width, offsetHeight: height } = this;
    const below = button.bottom + 4;
    this.style.left = `${Math.round(Math.max(8, Math.min(button.right - width, innerWidth - width - 8)))}px`;
    this.style.top = `${Math.round(below + height < innerHeight - 8 ? below : Math.max(8, button.top - 4 - height))}px`;
  }

  override render() {
    const present = panel.value;
    if (!present) return nothing;
    const tables = tableButtons(present);
    const parts = partsOf(present);
    const picture = (
      kind: 'png' | 'svg',
    ) => html`<button class="framed tool" type="button" data-act="save-${kind}" title=${words[`${kind}Hint`]}
      @click=${() => void this.#save(kind)}><b>${words[kind]}</b></button>`;
    return html`<h2>${words.title(present.title)}</h2>
      ${
        parts.length === 0
          ? nothing
          : html`<label class="v-part"><span>${words.part}</span><select data-act="save-part" @change=${(event: Event) => {
              part.value = (event.target as HTMLSelectElement).selectedIndex - 1;
            }}><option>${words.whole}</option>${parts.map(({ label }, index) => html`<option .selected=${index === part.value}>${label}</option>`)}</select></label>`
      }
      <div class="v-group" role="group" aria-label=${words.picture}><span>${words.picture}</span>${picture('png')}${picture('svg')}</div>
      ${
        theme.value === 'light'
          ? nothing
          : html`<label><input type="checkbox" data-act="save-paper" .checked=${onPaper.value} @change=${(event: Event) => {
              onPaper.value = (event.target as HTMLInputElement).checked;
            }} /> ${words.paper}</label>`
      }
      ${tables.length > 0 ? html`<div class="v-group v-tables" role="group" aria-label=${words.table}><span>${words.table}</span>${tables}</div>` : nothing}
      ${this.#films()}
      <p>${words.note}</p>
      <p role="status">${says.value}</p>`;
  }
}

customElements.define('gb-save', SaveMenu);

/** Opens the menu of a panel under `button`; a second press closes it, as everywhere. */
export async function openMenu(button: HTMLElement, which: string): Promise<void> {
  let menu = document.querySelector<SaveMenu>('gb-save');
  if (!menu) {
    menu = document.createElement('gb-save') as SaveMenu;
    document.querySelector('gb-page')?.append(menu);
  }
  const next = panelOf(which);
  if (!next) return;
  menu.opener = button;
  panel.value = next;
  part.value = -1;
  says.value = '';
  menu.setAttribute('aria-label', words.title(next.title));
  await menu.updateComplete;
  menu.showPopover();
  menu.place();
  menu.querySelector<HTMLElement>('button')?.focus();
}

const styles = css`
  gb-save { position: fixed; width: min(304px, calc(100vw - 16px)); max-height: calc(100dvh - 16px); padding: 16px; margin: 0; border: 1px solid var(--line); border-radius: 10px; inset: auto; background: var(--surface); box-shadow: var(--shadow); color: var(--ink); }
  gb-save:popover-open { display: grid; gap: 12px; }
  gb-save h2 { font-size: 13px; font-weight: 650; line-height: 20px; }
  gb-save p { margin: 0; color: var(--ink-3); font-size: 11px; line-height: 16px; overflow-wrap: anywhere; }
  gb-save [role="status"] { min-height: 16px; color: var(--ink); }
  gb-save b { font-weight: 600; }
  gb-save label { display: flex; align-items: center; gap: 8px; font-size: 12px; }
  .v-group { display: grid; align-items: center; gap: 4px; grid-template-columns: 56px 1fr 1fr; }
  .v-group > span { color: var(--ink-3); font-size: 11px; }
  gb-save .v-part { display: grid; gap: 4px; grid-template-columns: 56px minmax(0, 1fr); }
  .v-part > span { color: var(--ink-3); font-size: 11px; }
  .v-part select { height: 32px; background-position: calc(100% - 12px) 14px, calc(100% - 8px) 14px; }
  .v-group > p { grid-column: 2 / -1; }
  .v-tables > button { justify-content: start; grid-column: 2 / -1; font-weight: 400; }
  @media (pointer: coarse) { gb-save :is(.tool, label) { min-height: 40px; } }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
