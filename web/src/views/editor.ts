/** The number field that edits one parameter where it stands. */
import { html, nothing, type TemplateResult } from 'lit';
import { editParameter } from '../state/actions';
import { selection } from '../state/store';
import { place } from './dom';
import type { Parameter } from './inspector';
import { viewWords } from './words';

const words = viewWords.network;

export class ParameterEditor {
  #parameter: Parameter | null = null;
  #left = 0;
  #top = 0;
  #problem = '';
  #returnTo: HTMLElement | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get open(): boolean {
    return this.#parameter !== null;
  }

  begin(parameter: Parameter, left: number, top: number, root: DocumentFragment | HTMLElement): void {
    this.#parameter = parameter;
    this.#left = left;
    this.#top = top;
    this.#problem = '';
    this.#returnTo = (root as ShadowRoot).activeElement as HTMLElement | null;
    this.#changed();
    requestAnimationFrame(() => {
      const input = root.querySelector<HTMLInputElement>('.editor input');
      input?.focus();
      input?.select();
    });
  }

  template(): TemplateResult | typeof nothing {
    const parameter = this.#parameter;
    if (!parameter) return nothing;
    return html`<form class="editor" novalidate ${place(this.#left, this.#top)} @submit=${this.#submit} @keydown=${this.#key} @focusout=${this.#leave}>
      <label for="parameter">${parameter.name}</label>
      <input id="parameter" inputmode="decimal" autocomplete="off" .value=${parameter.digits}
        aria-invalid=${this.#problem ? 'true' : 'false'} aria-describedby="parameter-problem" />
      <button type="submit">${words.apply}</button>
      <span class="problem" id="parameter-problem" role="alert">${this.#problem}</span>
    </form>`;
  }

  #close(): void {
    this.#parameter = null;
    selection.value = null;
    this.#changed();
    this.#returnTo?.focus();
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).querySelector('input');
    const parameter = this.#parameter;
    if (!input || !parameter) return;
    const problems = await editParameter(parameter.address, input.value.trim());
    if (this.#parameter !== parameter) return;
    this.#problem = problems[0]?.message ?? '';
    if (problems.length > 0) this.#changed();
    else this.#close();
  };

  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#close();
  };

  readonly #leave = (event: FocusEvent): void => {
    const form = event.currentTarget as HTMLElement;
    if (event.relatedTarget instanceof Node && form.contains(event.relatedTarget)) return;
    if (!this.#parameter) return;
    this.#returnTo = null;
    this.#close();
  };
}
