/** Structure: layer by layer what comes out, what is trained and what it costs; and the activations, each as a curve. */
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { numeric, percent, whole } from '../state/format';
import { writeAddress } from '../state/link';
import { copy } from '../state/share';
import { defaultView } from '../state/store';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { segmented } from '../views/dom';
import { few } from './numbers';
import { explorer } from './structure-explorer';
import { shapeChecker } from './structure-shapes';
import { collapse, type LayerStructure, look, place, type Structure, startStructure, structure, trouble } from './structure-state';
import './structure-styles';
import { twinsPane } from './structure-twins';
import { shapeText, structureWords as words } from './structure-words';

/** A number, and its share of all of them as a bar. */
function share(count: number, all: number, of: string): TemplateResult {
  const part = all > 0 ? count / all : 0;
  return html`<td class="t-count">${whole(count)}</td>
    <td class="t-bar"><meter min="0" max="1" value=${part} aria-label=${words.share(percent(part), of)} title=${words.share(percent(part), of)}></meter></td>`;
}

function row(of: Structure, layer: LayerStructure, index: number): TemplateResult {
  const chosen = index === place.value.layer;
  return html`<tr data-layer=${index} ?data-chosen=${chosen}>
    <th scope="row"><button class="t-layer" aria-pressed=${chosen ? 'true' : 'false'} @click=${() => look({ layer: index, activation: -1 })}>${layer.name}</button>
      <small>${layer.text}${layer.statistics > 0 ? html` · ${words.notTrained(layer.statistics)}` : nothing}</small></th>
    <td>${shapeText(layer.shape)}</td>
    ${share(layer.parameters, of.parameters, words.ofParameters)}${share(layer.multiplyAdds, of.multiplyAdds, words.ofWork)}</tr>`;
}

function table(of: Structure): TemplateResult {
  const [layer, output, parameters, work] = words.columns;
  return html`<div class="t-table" tabindex="0" role="group" aria-label=${words.list}><table>
    <thead><tr><th scope="col">${layer}</th><th scope="col">${output}</th><th scope="col" colspan="2">${parameters}</th><th scope="col" colspan="2">${work}</th></tr></thead>
    <tbody><tr><th scope="row">${words.input}</th><td>${shapeText(of.input)}</td><td class="t-count">0</td><td></td><td class="t-count">0</td><td></td></tr>
      ${of.layers.map((each, index) => row(of, each, index))}</tbody>
    <tfoot><tr><th scope="row">${words.total}</th><td></td><td class="t-count">${whole(of.parameters)}</td><td></td><td class="t-count">${whole(of.multiplyAdds)}</td><td></td></tr></tfoot>
  </table></div>${csvButton({
    name: 'structure',
    heads: ['layer', 'text', 'height', 'width', 'channels', 'parameters', 'not_trained', 'multiply_adds'],
    rows: () =>
      of.layers.map(({ name, text, shape, parameters, statistics, multiplyAdds }) => [
        name,
        text,
        ...shape,
        parameters,
        statistics,
        multiplyAdds,
      ]),
  })}`;
}

function axes(of: Structure): TemplateResult | typeof nothing {
  const layer = of.layers[place.value.layer];
  if (!layer) return nothing;
  return html`<section class="t-axes" aria-label=${words.axes(layer.name)} aria-live="polite">
    <h2>${words.axes(layer.name)}</h2>
    <dl>${words.tensors(layer).map(({ symbol, shape, axes: meaning }) => html`<div><dt><i>${symbol}</i> <b>${shape}</b></dt><dd>${meaning}</dd></div>`)}</dl>
    <p>${words.rows(of.batch)}</p>
    <p class="t-sum">${words.count(layer)}</p>
    <p class="t-sum">${words.work(layer)}</p>
    ${layer.activation === '' ? nothing : html`<button class="framed tool" data-act="structure-explore" @click=${() => look({ pane: 1, activation: -1 })}>${words.explore}</button>`}
  </section>`;
}

/** What linear layers are together, and the proof on this run's rows. */
function collapsed(): TemplateResult | typeof nothing {
  const found = collapse.value;
  if (!found || found.layers.length === 0) return nothing;
  const { layers: names, before, after, difference, largest, rows, allRows, step, text } = found;
  return html`<section class="t-collapse" aria-label=${words.collapse}>
    <h2>${words.collapse}</h2>
    <p>${words.collapses(names, before, after)}</p>
    <p class="t-formula">${words.collapseFormula}</p>
    <p class="t-sum">${words.proof(few(difference), few(largest), rows, allRows, step)}${numeric(difference) > 0 ? html` ${words.rounding}` : nothing}</p>
    ${text === '' ? nothing : html`<p><a href=${`./${writeAddress(text, { ...defaultView, tool: 'structure' }, false)}`}>${words.openCollapsed}</a></p>`}
  </section>`;
}

function layers(of: Structure): TemplateResult {
  const take = async () => toast((await copy(of.text)) ? words.copied : words.notCopied);
  return html`<div class="t-about">
      <p class="t-status" role="status">${words.totals(of)}</p>
      ${of.statistics > 0 ? html`<p>${words.statistics(of.statistics)}</p>` : nothing}
      <button class="framed tool" data-act="structure-copy" @click=${take}>${words.copy}</button>
      <p class="t-formula">${words.formula}</p><p>${words.about}</p>
    </div>
    <div class="t-result"><div class="t-left">${table(of)}${collapsed()}</div>${axes(of)}
      <details class="t-text" data-picture="open"><summary>${words.asText}</summary><pre tabindex="0">${of.text}</pre></details></div>`;
}

const shows = [layers, explorer, twinsPane, shapeChecker];

class StructureElement extends Watching {
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = startStructure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override render() {
    const of = structure.value;
    const { pane } = place.value;
    const panes = words.panes.map((label, index) => ({ name: String(index), label }));
    return html`<div class="structure" tabindex="0" role="group" aria-label=${words.layer} data-pane=${pane}>
      <div class="t-panes">${segmented(words.pane, panes, String(pane), (name) => look({ pane: Number(name), more: [] }))}</div>
      <div class="t-pane">${
        of && trouble.value === ''
          ? (shows[pane] ?? layers)(of)
          : html`<div class="t-about"><p class="t-status" role="status">${trouble.value || words.loading}</p></div>`
      }</div>
    </div>`;
  }
}

customElements.define('gb-structure', StructureElement);
