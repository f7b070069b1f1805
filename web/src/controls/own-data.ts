/** Own points: what a click on the map adds, and the three ways to bring a table. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { changePoint, pasteRows } from '../state/actions';
import { blocked, brush, dialog, form, type Problem } from '../state/store';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';

const mostBytes = 1024 * 1024;
const brushKinds = ['hollow', 'solid', 'half'];

export const tableProblems = signal<Problem[]>([]);

/** Gives a table to the core; its problems stay in view beside the text. */
export async function useTable(table: string): Promise<boolean> {
  tableProblems.value = await pasteRows(table);
  return tableProblems.value.length === 0;
}

async function useFile(file: File | undefined): Promise<void> {
  if (!file) return;
  if (file.size > mostBytes) {
    toast(words.own.tooBig(file.size));
    return;
  }
  const table = await file.text().catch(() => null);
  if (table === null) toast(words.own.unreadable);
  else if (!(await useTable(table))) toast(tableProblems.value[0]?.message ?? words.own.unreadable);
}

export const dropping = signal(false);

/** A table may be dropped anywhere on the page. */
export function startDrop(): void {
  const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  addEventListener('dragover', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    dropping.value = true;
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) dropping.value = false;
  });
  addEventListener('drop', (event) => {
    dropping.value = false;
    if (!holdsFile(event)) return;
    event.preventDefault();
    void useFile(event.dataTransfer?.files[0]);
  });
}

export class OwnData extends Watching {
  override connectedCallback(): void {
    super.connectedCallback();
    if (blocked.value !== '') brush.value = { label: 0, erase: false };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    brush.value = null;
  }

  #choose(label: number, erase: boolean): void {
    const same = brush.value?.label === label && brush.value.erase === erase;
    brush.value = same ? null : { label, erase };
  }

  override render() {
    const present = form.value;
    const drawable = present?.dataset.kind === 'plane' && present.dataset.target === 'classes';
    const classes = present?.dataset.classes ?? [];
    const labels = [...classes, ...(classes.length > 0 && classes.length < brushKinds.length ? [words.own.newClass] : [])];
    const brushButton = (text: string, label: number) =>
      html`<button class="chip" aria-pressed=${brush.value !== null && !brush.value.erase && brush.value.label === label ? 'true' : 'false'}
        @click=${() => this.#choose(label, false)}><i class="mark ${brushKinds[label] ?? ''} class-${label}"></i><span>${text}</span></button>`;
    return html`
      ${
        drawable
          ? html`<p class="caption">${words.own.brush}</p>
            <div class="chips" role="group" aria-label=${words.own.brush}>
              ${labels.map((name, label) => brushButton(name === words.own.newClass ? name : `class ${name}`, label))}
              <button class="chip" aria-pressed=${brush.value?.erase ? 'true' : 'false'} @click=${() => this.#choose(0, true)}><span>${words.own.erase}</span></button>
              <button class="chip" ?disabled=${blocked.value !== '' && present?.dataset.inputs.length === 0} @click=${() =>
                void changePoint('clear', 0, 0, 0, 0)}>${icon('bin', 14)}<span>${words.own.clear}</span></button>
            </div>`
          : nothing
      }
      <div class="ways">
        <button class="framed tool" @click=${() => {
          tableProblems.value = [];
          dialog.value = 'paste';
        }}>${words.own.paste}</button>
        <label class="framed tool file">${words.own.csv}
          <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            void useFile(input.files?.[0]);
            input.value = '';
          }} /></label>
      </div>
      <p class="caption">${words.own.drop}</p>`;
  }
}

customElements.define('gb-own-data', OwnData);
