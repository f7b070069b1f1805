/** What each unit is worth: the loss while it is held at 0, the dearest first. */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { loss, type Numeric, numeric, whole } from '../state/format';
import { copyRun } from '../state/requests';
import { selection } from '../state/store';
import { Watching } from '../state/watching';
import { formatTick } from '../views/formats';
import { Laboratory, type Refusal } from './laboratory';
import { layersWords } from './layers-words';
import { standingAt } from './standing';

const words = layersWords.worth;
const mostListed = 200;

interface Unit {
  layer: number;
  layerName: string;
  unit: number;
  image: boolean;
  loss: Numeric;
  change: Numeric;
}

/** Ablation::json of the core. */
interface Worth {
  step: number;
  done: boolean;
  passes: number;
  allPasses: number;
  rows: number;
  allRows: number;
  loss: Numeric;
  useless: number;
  units: Unit[];
}

const found = signal<Worth | null>(null);
const working = signal<{ passes: number; allPasses: number } | null>(null);
const trouble = signal('');
/** What `found` is about. */
const foundAt = signal('');

const signed = (value: Numeric) => {
  const change = numeric(value);
  if (change === 0) return '0';
  return `${change > 0 ? '+' : ''}${formatTick(Number(change.toPrecision(3)))}`;
};

function row({ layer, layerName, unit, image, loss: without, change }: Unit, largest: number): TemplateResult {
  const point = () => {
    selection.value = { kind: 'unit', layer, unit };
  };
  const share = Math.min(1, Math.abs(numeric(change)) / largest || 0);
  return html`<tr data-unit="${layer}.${unit}">
    <th scope="row"><button class="y-unit" @click=${point} @focus=${point} @blur=${() => {
      selection.value = null;
    }}>${words.unit(layerName, unit, image)}</button></th>
    <td>${loss(numeric(without))}</td><td>${signed(change)}</td>
    <td class="y-bar"><meter min="0" max="1" value=${share} aria-hidden="true" ?data-less=${numeric(change) < 0}></meter></td></tr>`;
}

function list({ units, useless, loss: before }: Worth): TemplateResult {
  if (units.length === 0) return html`<p>${words.none}</p>`;
  const largest = units.reduce((most, { change }) => (typeof change === 'number' ? Math.max(most, Math.abs(change)) : most), 0);
  return html`${useless > 0 ? html`<p class="y-useless">${words.useless(useless)}</p>` : nothing}
    <table><thead><tr>${words.columns.map((name) => html`<th scope="col">${name}</th>`)}<td></td></tr></thead>
      <tbody>${units.slice(0, mostListed).map((unit) => row(unit, largest))}</tbody></table>
    ${units.length > mostListed ? html`<p>${words.more(units.length - mostListed)}</p>` : nothing}
    ${csvButton({
      name: 'units',
      heads: ['layer', 'unit', 'loss', 'loss_without', 'change'],
      rows: () => units.map(({ layerName, unit, loss: without, change }) => [layerName, unit + 1, before, without, change]),
    })}`;
}

class LayersWorth extends Watching {
  readonly #laboratory = new Laboratory();
  #asked = 0;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = effect(() => {
      if (standingAt.value !== '') queueMicrotask(() => void this.#take());
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#asked += 1;
    this.#laboratory.close();
    found.value = null;
    working.value = null;
    selection.value = null;
  }

  async #take(): Promise<void> {
    const at = standingAt.peek();
    if (at === '' || at === foundAt.peek()) return;
    this.#asked += 1;
    const mine = this.#asked;
    foundAt.value = at;
    working.value = { passes: 0, allPasses: 1 };
    const port = copyRun();
    let answer = await this.#laboratory.ask<Worth | Refusal>({ type: 'ablate', port }, [port]);
    while (mine === this.#asked && answer) {
      trouble.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
      if ('problems' in answer || answer.done) {
        found.value = 'problems' in answer ? null : answer;
        working.value = null;
        return;
      }
      working.value = answer;
      answer = await this.#laboratory.ask<Worth>({ type: 'ablate-on' });
    }
  }

  override render() {
    const shown = found.value;
    const busy = working.value;
    const stale = shown !== null && foundAt.value !== standingAt.value;
    const at = shown ? words.at(shown.step, loss(numeric(shown.loss)), shown.rows, shown.allRows) : '';
    const says =
      trouble.value ||
      (busy ? words.working(busy.passes, busy.allPasses) : standingAt.value === '' ? words.moving : stale ? words.stale : at);
    return html`<div class="y-about">
        <p class="y-status" role="status">${says}</p>
        ${busy ? html`<progress max=${busy.allPasses} value=${busy.passes} aria-label=${words.list}></progress>` : nothing}
        ${shown && (busy || standingAt.value === '' || stale) ? html`<p class="y-seen">${at}</p>` : nothing}
      </div>
      <div class="y-result y-worth" role="group" aria-label=${words.list} data-units=${shown ? whole(shown.units.length) : nothing}>${shown ? list(shown) : nothing}</div>
      <div class="y-about y-explain"><p>${words.about}</p><p class="y-formula">${words.formula}</p></div>`;
  }
}

customElements.define('gb-layers-worth', LayersWorth);
