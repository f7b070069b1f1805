/** Layers over time: what every layer's outputs, weights, gradients and updates are like now and were before, and what stands out. */
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { setView } from '../state/actions';
import { type Numeric, numeric, percent, whole } from '../state/format';
import { form, runState, view } from '../state/store';
import { Watching } from '../state/watching';
import { segmented } from '../views/dom';
import { superscript } from '../views/formats';
import './fold';
import { type Histogram, type LayersReport, report, startGathering, trouble, way } from './layers-gather';
import { type BinRange, bySize, linearRange, magnitudeRange, ratioRange } from './layers-strip';
import './layers-styles';
import { type Quantity, quantities, layersWords as words } from './layers-words';
import './layers-worth';
import { few } from './numbers';

const short = (value: Numeric) => (Number.isNaN(numeric(value)) ? words.none : few(value, 2));
const power = (exponent: number) => (exponent === 0 ? '1' : `10${exponent < 0 ? '⁻' : ''}${superscript(Math.abs(exponent))}`);
const exists = ({ count, odd }: Histogram) => count + odd > 0;

/** The ends of a scale. */
function ends(of: LayersReport, layer: number, quantity: Quantity, { low, high }: BinRange): [string, string] {
  if (bySize(quantity)) {
    const exponent = Math.round(Math.log10(of.leastMagnitude));
    return [power(exponent + low / 4), power(exponent + high / 4)];
  }
  const limit = of.layers[layer]?.limits[quantity === 'weights' ? 1 : 0] ?? 1;
  const at = (bin: number) => {
    const value = ((2 * bin) / of.bins - 1) * limit;
    const text = few(value, 2);
    return text.length > 6 ? few(value, 1) : text;
  };
  return [at(low), at(high)];
}

/** Below a strip: the root mean square, and on a line of its own what else there is to say. */
function noteOf(of: LayersReport, layer: number, quantity: Quantity): TemplateResult {
  const numbers = of.layers[layer] as LayersReport['layers'][number];
  const histogram = numbers.histograms[quantities.indexOf(quantity)] as Histogram;
  const parts: string[] = [];
  if (quantity === 'activations' && numbers.units > 0) parts.push(words.dead(numbers.dead, numbers.units));
  else if (quantity === 'activations' && typeof numbers.saturated === 'number') parts.push(words.saturated(numbers.saturated));
  else if (histogram.zeros > 0 && histogram.count > 0) parts.push(words.zeros(histogram.zeros / histogram.count));
  if (histogram.odd > 0) parts.push(words.odd(histogram.odd));
  return html`<span class="y-note">${words.rms(short(histogram.rms))}<br />${parts.join(' · ')}</span>`;
}

function cell(of: LayersReport, layer: number, quantity: Quantity, shared: BinRange | null): TemplateResult {
  const numbers = of.layers[layer] as LayersReport['layers'][number];
  const histogram = numbers.histograms[quantities.indexOf(quantity)] as Histogram;
  if (!exists(histogram)) return html`<div class="y-cell y-empty" data-quantity=${quantity}><span>${words.none}</span></div>`;
  const range = shared ?? linearRange(of, layer, quantity);
  const [low, high] = ends(of, layer, quantity, range);
  const label = words.strip(
    words.quantities[quantity],
    numbers.name,
    short(histogram.rms),
    short(histogram.largest),
    of.steps[0] ?? 0,
    of.step,
  );
  return html`<div class="y-cell" data-quantity=${quantity}>
    <span class="y-name">${words.quantities[quantity]}</span>
    <span class="y-ends" aria-hidden="true"><span>${high}</span><span>${low}</span></span>
    <gb-layer-strip .of=${of} .layer=${layer} .quantity=${quantity} .range=${range} .label=${label}></gb-layer-strip>
    ${noteOf(of, layer, quantity)}
  </div>`;
}

function ratioCell(of: LayersReport, layer: number): TemplateResult {
  const { ratio, name, histograms } = of.layers[layer] as LayersReport['layers'][number];
  if (!exists(histograms[1])) return html`<div class="y-cell y-empty"><span>${words.none}</span></div>`;
  return html`<div class="y-cell" data-quantity="ratio">
    <span class="y-name">${words.ratio}</span>
    <span class="y-ends" aria-hidden="true"><span>${power(ratioRange[1])}</span><span>${power(-3)}</span><span>${power(ratioRange[0])}</span></span>
    <gb-layer-ratio .of=${of} .layer=${layer} .label=${words.line(name, short(ratio))}></gb-layer-ratio>
    <span class="y-note">${short(ratio)}</span>
  </div>`;
}

function rowsOf(of: LayersReport): TemplateResult {
  const shared = { gradients: magnitudeRange(of, 'gradients'), updates: magnitudeRange(of, 'updates') };
  const found = new Set(of.findings.map(({ layer }) => layer));
  return html`<div class="y-rows">
    <div class="y-row y-head" aria-hidden="true"><span></span>
      ${quantities.map((quantity) => html`<span><b>${words.quantities[quantity]}</b> ${words.meanings[quantity]}</span>`)}
      <span><b>${words.ratio}</b></span></div>
    ${of.layers.map(
      (
        { name, text },
        layer,
      ) => html`<section class="y-row" data-part="" aria-label=${name} data-layer=${layer} ?data-found=${found.has(layer)}>
        <h2>${name}<small>${text}</small></h2>
        ${quantities.map((quantity) => cell(of, layer, quantity, quantity === 'gradients' || quantity === 'updates' ? shared[quantity] : null))}
        ${ratioCell(of, layer)}</section>`,
    )}
    <div class="y-row y-axis" aria-hidden="true"><span></span>
      ${quantities.map(() => html`<span><span>${words.axis(of.steps[0] ?? 0)}</span><span>${words.axis(of.step)}</span><span>${words.now}</span></span>`)}
      <span><span>${words.axis(of.steps[0] ?? 0)}</span><span>${words.axis(of.step)}</span></span></div>
  </div>`;
}

/** The histograms in numbers, with their file. */
function table(of: LayersReport): TemplateResult {
  const rows = of.layers.flatMap(({ name, histograms }) =>
    histograms.flatMap((histogram, index) => (exists(histogram) ? [{ name, histogram, quantity: quantities[index] as Quantity }] : [])),
  );
  const inside = () => html`<div tabindex="0" role="group" aria-label=${words.table}><table>
      <thead><tr>${words.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ({
          name,
          quantity,
          histogram,
        }) => html`<tr><th scope="row">${name}</th><td>${words.quantities[quantity]}</td><td>${whole(histogram.count)}</td>
          <td>${short(histogram.rms)}</td><td>${short(histogram.norm)}</td><td>${short(histogram.largest)}</td>
          <td>${histogram.count > 0 ? percent(histogram.zeros / histogram.count) : words.none}</td></tr>`,
      )}</tbody></table></div>`;
  const file = csvButton({
    name: 'layers',
    heads: ['step', 'layer', 'numbers', 'count', 'zeros', 'not_finite', 'root_mean_square', 'norm', 'largest'],
    rows: () =>
      rows.map(({ name, quantity, histogram: { count, zeros, odd, rms, norm, largest } }) => [
        of.step,
        name,
        quantity,
        count,
        zeros,
        odd,
        rms,
        norm,
        largest,
      ]),
  });
  return html`<gb-fold class="y-table" .summary=${words.table} .inside=${inside} .rest=${file}></gb-fold>`;
}

function findings(of: LayersReport): TemplateResult {
  const live = runState.value === 'running' ? 'off' : 'polite';
  return html`<div class="y-findings" aria-live=${live}>${
    of.findings.length === 0
      ? html`<p class="y-fine">${words.fine}</p>`
      : html`<h2>${words.findings}</h2><ul>${of.findings.map(
          ({ code, text, since }) =>
            html`<li data-finding=${code}>${text} ${of.there || since < of.step ? html`<small>${words.since(since)}</small>` : nothing}</li>`,
        )}</ul>`
  }</div>`;
}

function overTime(): TemplateResult {
  const of = report.value;
  const moving = way.value;
  const says = trouble.value || (of ? words.at(of.step) : words.loading);
  return html`<div class="y-about">
      <p class="y-status" role="status">${form.value?.empty ? words.noData : says}</p>
      ${moving && of ? html`<p class="y-seen">${words.way(moving.step, moving.target)}</p>` : nothing}
      ${moving ? html`<progress max=${moving.target} value=${moving.step} aria-label=${words.loading}></progress>` : nothing}
      ${of ? findings(of) : nothing}
    </div>
    <div class="y-result">${of ? html`${rowsOf(of)}${table(of)}` : nothing}</div>
    <div class="y-about y-explain">
      <p>${words.about}</p>
      <p class="y-formula">${words.formula}</p><p>${words.rule}</p>
      ${of ? html`<p class="y-seen">${words.seen(of.rows, of.allRows, of.batch)}</p>` : nothing}
    </div>`;
}

class Layers extends Watching {
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = startGathering();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override render() {
    const pane = view.value.look === '1' ? 'worth' : 'time';
    const panes = [
      { name: 'time', label: words.panes.time },
      { name: 'worth', label: words.panes.worth },
    ] as const;
    const of = report.value;
    return html`<div class="layers" tabindex="0" role="group" aria-label=${words.layer} data-pane=${pane} data-at=${of?.step ?? nothing} data-hash=${of?.hash ?? nothing}>
      <div class="y-panes">${segmented(words.pane, panes, pane, (name) => setView({ look: name === 'worth' ? '1' : '' }))}</div>
      <div class="y-pane">${pane === 'worth' ? html`<gb-layers-worth></gb-layers-worth>` : overTime()}</div>
    </div>`;
  }
}

customElements.define('gb-layers', Layers);
