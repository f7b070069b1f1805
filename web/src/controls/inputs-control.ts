/** Inputs as chips: pressed ones are fed to the network. */
import { html, nothing } from 'lit';
import { setField } from '../state/actions';
import { type Field, form, type Problem } from '../state/store';
import { Watching } from '../state/watching';
import { inputGlyph } from './glyphs';
import { problemList } from './problems';

export class InputsControl extends Watching {
  static override properties = { field: { attribute: false } };
  declare field: Field;
  #problems: Problem[] = [];

  async #toggle(name: string, chosen: string[]): Promise<void> {
    const next = chosen.includes(name) ? chosen.filter((entry) => entry !== name) : [...chosen, name];
    this.#problems = await setField(this.field.key, next.join(','));
    this.requestUpdate();
  }

  override render() {
    const entry = form.value?.fields.find((candidate) => candidate.key === this.field.key);
    const chosen = (entry?.value ?? '').split(',').filter((name) => name !== '');
    const allowed = new Map(entry?.choices.map((choice) => [choice.name, choice.allowed]));
    return html`<div class="chips" role="group" aria-label=${this.field.label}>
        ${this.field.choices.map((choice) =>
          allowed.get(choice.name) === false
            ? nothing
            : html`<button class="chip" aria-pressed=${chosen.includes(choice.name) ? 'true' : 'false'} title=${choice.meaning}
                @click=${() => void this.#toggle(choice.name, chosen)}>${inputGlyph(choice.name)}<span>${choice.label}</span></button>`,
        )}
      </div>
      ${problemList(`problem-${this.field.key}`, this.#problems)}`;
  }
}

customElements.define('gb-inputs-control', InputsControl);
