/** <gb-side-add>: chooses what the run on the page is compared with: one changed field, a kept branch, or a link. */
import { html, nothing, type TemplateResult } from 'lit';
import { branches, experimentText, type Field, fields, form, type Problem } from '../state/store';
import { Watching } from '../state/watching';
import { segmented } from '../views/dom';
import { formatTick } from '../views/formats';
import { words as shell } from '../words';
import { add, changesBetween, problemOf } from './abreast';
import { complaint, refusalWords } from './laboratory';
import { sideWords as words } from './side-words';

type Way = keyof typeof words.ways;

/** What a link opens with, and what has a place of its own. */
const notOffered = new Set(['at', 'expect', 'edits', 'rows', 'w']);
const firstKey = 'lr';

export class SideAdd extends Watching {
  #way: Way = 'field';
  #key = firstKey;
  #problem: Problem | null = null;

  #offered(): Field[] {
    const relevant = new Set(form.value?.fields.filter((entry) => entry.relevant).map(({ key }) => key));
    return fields.value.filter(({ key }) => relevant.has(key) && !notOffered.has(key));
  }

  #presentValue(key: string): string {
    return form.value?.fields.find((entry) => entry.key === key)?.value ?? '';
  }

  async #add(changes: string): Promise<void> {
    this.#problem = await problemOf(changes);
    if (this.#problem === null) add(changes);
    this.requestUpdate();
  }

  async #addOther(text: string): Promise<void> {
    const { changes, problem } = await changesBetween(experimentText.peek(), text);
    this.#problem = problem;
    if (problem === null) add(changes);
    this.requestUpdate();
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const value = this.querySelector<HTMLInputElement | HTMLSelectElement>('#side-value')?.value.trim() ?? '';
    if (this.#way === 'link') void this.#addOther(value);
    else if (this.#way === 'branch') void this.#addOther(branches.peek().find(({ id }) => id === value)?.text ?? '');
    else if (value === this.#presentValue(this.#key)) {
      this.#problem = complaint(words.unchanged);
      this.requestUpdate();
    } else void this.#add(`${this.#key}=${value}`);
  };

  #fieldChoice(offered: readonly Field[], field: Field): TemplateResult {
    const groups = [...new Set(offered.map(({ group }) => group))];
    return html`<label for="side-field">${words.field}</label>
      <select id="side-field" @change=${(event: Event) => {
        this.#key = (event.target as HTMLSelectElement).value;
        this.#problem = null;
        this.requestUpdate();
      }}>${groups.map(
        (group) =>
          html`<optgroup label=${shell.groups[group]}>${offered
            .filter((other) => other.group === group)
            .map(
              ({ key, label, meaning }) => html`<option value=${key} title=${meaning} .selected=${key === field.key}>${label}</option>`,
            )}</optgroup>`,
      )}</select>
      <label for="side-value">${words.value}</label>${this.#valueControl(field)}`;
  }

  #valueControl(field: Field): TemplateResult {
    const present = this.#presentValue(field.key);
    if (field.kind === 'choice') {
      const verdicts = new Map(form.value?.fields.find(({ key }) => key === field.key)?.choices.map((choice) => [choice.name, choice]));
      const [name] = present.split(':');
      const first = field.choices.find((choice) => choice.name !== name && verdicts.get(choice.name)?.allowed !== false)?.name;
      return html`<select id="side-value">${field.choices.map((choice) => {
        const verdict = verdicts.get(choice.name);
        return html`<option value=${choice.name} ?disabled=${verdict?.allowed === false} title=${verdict?.reason || choice.meaning}
          .selected=${choice.name === first}>${choice.label}</option>`;
      })}</select>`;
    }
    const ranged = Number.isFinite(field.min) && Number.isFinite(field.max) && field.max > field.min;
    const hint = ranged ? words.range(formatTick(field.min), formatTick(field.max), field.unit) : field.meaning;
    return html`<input id="side-value" type="text" autocomplete="off" spellcheck="false" data-key=${field.key} .value=${present} title=${hint}
      aria-describedby="side-problem" aria-invalid=${this.#problem === null ? 'false' : 'true'} />`;
  }

  #otherChoice(): TemplateResult {
    if (this.#way === 'branch')
      return html`<label for="side-value">${words.branch}</label>
        <select id="side-value">${branches.value.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>`;
    return html`<label for="side-value">${words.link}</label>
      <input id="side-value" type="text" autocomplete="off" spellcheck="false" placeholder=${words.linkHint} aria-describedby="side-problem"
        aria-invalid=${this.#problem === null ? 'false' : 'true'} />`;
  }

  override render() {
    const offered = this.#offered();
    const field = offered.find(({ key }) => key === this.#key) ?? offered[0];
    if (!field) return nothing;
    this.#key = field.key;
    const ways = (['field', 'branch', 'link'] as const)
      .filter((name) => name !== 'branch' || branches.value.length > 0)
      .map((name) => ({ name, label: words.ways[name] }));
    return html`<form @submit=${this.#submit}>
      <h2>${words.add}</h2>
      ${segmented(words.addWays, ways, this.#way, (way) => {
        this.#way = way;
        this.#problem = null;
        this.requestUpdate();
      })}
      ${this.#way === 'field' ? this.#fieldChoice(offered, field) : this.#otherChoice()}
      <button class="primary" type="submit" data-act="side-add">${words.go}</button>
      <p class="s-problem" id="side-problem" role="alert">${refusalWords(this.#problem)}</p>
      <button class="tool" type="button" data-act="side-same" title=${words.againHint} @click=${() => void this.#add('')}>${words.again}</button>
    </form>`;
  }
}

customElements.define('gb-side-add', SideAdd);
