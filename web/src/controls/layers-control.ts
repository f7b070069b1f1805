/** The hidden layers as rows: units by stepper or typed, activation, removal; and the way to add one. */
import { html, nothing, type TemplateResult } from 'lit';
import { changeLayer } from '../state/actions';
import { meanings } from '../state/meanings';
import { type Field, type Form, form, type LayerAction, type Problem } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';
import { problemList } from './problems';

type Layer = Form['layers'][number];

export class LayersControl extends Watching {
  static override properties = { field: { attribute: false } };
  declare field: Field;
  #problems: Problem[] = [];

  async #change(action: LayerAction, index: number, value = ''): Promise<void> {
    this.#problems = await changeLayer(action, index, value);
    this.requestUpdate();
  }

  #activation(layer: Layer, name: string): TemplateResult {
    const verdicts = new Map(
      form.value?.fields.find((entry) => entry.key === this.field.key)?.choices.map((choice) => [choice.name, choice]),
    );
    return html`<select aria-label=${words.layers.activation(name)} @change=${(event: Event) =>
      void this.#change('activation', layer.index, (event.target as HTMLSelectElement).value)}>
      ${this.field.choices.map(
        (choice) =>
          html`<option value=${choice.name} .selected=${choice.name === layer.activation} ?disabled=${verdicts.get(choice.name)?.allowed === false}
            title=${verdicts.get(choice.name)?.reason || choice.meaning}>${choice.label}</option>`,
      )}
    </select>`;
  }

  #units(layer: Layer, name: string): TemplateResult {
    const set = (units: string) => void this.#change('units', layer.index, units);
    const nudge = (event: KeyboardEvent) => {
      const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
      if (direction === 0) return;
      event.preventDefault();
      set(String(layer.units + direction));
    };
    return html`<span class="stepper">
      <button aria-label=${words.layers.fewer(name)} @click=${() => set(String(layer.units - 1))}>${icon('minus', 12)}</button>
      <input type="text" inputmode="numeric" autocomplete="off" aria-label=${words.layers.units(name)} .value=${String(layer.units)}
        @change=${(event: Event) => set((event.target as HTMLInputElement).value)} @keydown=${nudge} />
      <button aria-label=${words.layers.more(name)} @click=${() => set(String(layer.units + 1))}>${icon('plus', 12)}</button>
    </span>`;
  }

  #numbers(layer: Layer, name: string): TemplateResult {
    return html`<input type="text" class="numbers" autocomplete="off" aria-label=${words.layers.numbers(name)} .value=${layer.numbers}
      @change=${(event: Event) => void this.#change('numbers', layer.index, (event.target as HTMLInputElement).value)} />`;
  }

  /** Layers of other kinds than the last one's. */
  #offers(offers: Form['offers'], end: number): TemplateResult {
    const add = (event: Event) => {
      const select = event.target as HTMLSelectElement;
      void this.#change('add', end, select.value);
      select.value = '';
    };
    return html`<select class="framed" data-act="add-other" aria-label=${words.layers.other} @change=${add}>
      <option value="">${words.layers.other}</option>
      ${offers.map((offer) => html`<option value=${offer.text} ?disabled=${offer.reason !== ''} title=${offer.reason || meanings.value.offers[offer.label]}>${offer.label}</option>`)}
    </select>`;
  }

  override render() {
    const present = form.value;
    if (!present) return nothing;
    const hidden = present.layers;
    return html`${hidden.map((layer) => {
      const summary = present.summary[layer.layer];
      const name = summary?.name ?? '';
      return html`<div class="row layer-row" title=${summary ? words.parameters(summary.parameters) : ''}>
        <span class="label">${name}</span>
        ${layer.kind === 'dense' ? this.#units(layer, name) : html`<span class="units">${summary?.units ?? ''}</span>`}
        ${layer.kind === 'residual' ? html`<span class="written">${layer.text}</span>` : nothing}
        ${layer.numbers ? this.#numbers(layer, name) : nothing}
        ${layer.activation ? this.#activation(layer, name) : nothing}
        ${layer.kind === 'named' && !layer.numbers && !layer.activation ? html`<span></span>` : nothing}
        <button class="square tool" aria-label=${words.layers.remove(name)} title=${words.layers.remove(name)}
          @click=${() => void this.#change('remove', layer.index)}>${icon('close', 12)}</button>
      </div>`;
    })}
    ${hidden.length === 0 ? html`<p class="why">${words.layers.none}</p>` : nothing}
    <div class="row add-layer">
      <button class="framed tool" data-act="add-layer" @click=${() => void this.#change('add', hidden.length)}>${icon('plus', 14)}<span>${words.layers.add}</span></button>
      ${this.#offers(present.offers, hidden.length)}
    </div>
    ${problemList(`problem-${this.field.key}`, this.#problems)}`;
  }
}

customElements.define('gb-layers-control', LayersControl);
