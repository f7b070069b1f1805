/** One of several choices; a choice may carry a number after a colon (`div:16`, `uniform:0.5`). */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { setField } from '../state/actions';
import { type Field, form, type Problem } from '../state/store';
import { Watching } from '../state/watching';
import { problemList } from './problems';

export class ChoiceField extends Watching {
  static override properties = { field: { attribute: false } };
  declare field: Field;
  #problems: Problem[] = [];

  #entry() {
    return form.value?.fields.find((entry) => entry.key === this.field.key);
  }

  async #set(value: string): Promise<void> {
    this.#problems = await setField(this.field.key, value);
    this.requestUpdate();
  }

  #parts(): [string, string] {
    const [name = '', ...rest] = (this.#entry()?.value ?? '').split(':');
    return [name, rest.join(':')];
  }

  protected override updated(_changes: PropertyValues): void {
    const select = this.querySelector('select');
    if (select) select.value = this.#parts()[0];
  }

  override render(): TemplateResult {
    const { field } = this;
    const [name, suffix] = this.#parts();
    const allowed = new Map(this.#entry()?.choices.map((choice) => [choice.name, choice]));
    const chosen = field.choices.find((choice) => choice.name === name);
    const id = `field-${field.key}`;
    return html`<div class="row" title=${chosen?.meaning ?? field.meaning}>
        <label for=${id}>${field.label}</label>
        <span class="choice">
          <select id=${id} name=${field.key} @change=${(event: Event) => void this.#set((event.target as HTMLSelectElement).value)}>
            ${field.choices.map((choice) => {
              const verdict = allowed.get(choice.name);
              const refused = verdict?.allowed === false;
              return html`<option value=${choice.name} ?selected=${choice.name === name} ?disabled=${refused} title=${verdict?.reason || choice.meaning}>
                ${choice.label}
              </option>`;
            })}
          </select>
          ${
            suffix === ''
              ? nothing
              : html`<input class="number suffix" type="text" inputmode="decimal" autocomplete="off" aria-label=${`${field.label}: ${chosen?.label ?? name}`}
                  .value=${suffix} @change=${(event: Event) => void this.#set(`${name}:${(event.target as HTMLInputElement).value}`)} />`
          }
        </span>
      </div>
      ${problemList(`problem-${field.key}`, this.#problems)}`;
  }
}

customElements.define('gb-choice-field', ChoiceField);
