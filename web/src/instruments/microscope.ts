/** The microscope: one example, one operation at a time, through the step that the run takes next. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { csvButton, type Value } from '../pictures/csv';
import { pause, step } from '../state/drive';
import { acts } from '../state/keyboard';
import { lens, runState } from '../state/store';
import { reducedMotion } from '../state/theme';
import { Watching } from '../state/watching';
import { segmented } from '../views/dom';
import type { NetworkLayout } from '../views/layout';
import type { NetworkModel } from '../views/model';
import { product } from './matrices';
import './microscope-styles';
import {
  allDigits,
  choose,
  type Example,
  example,
  go,
  type Journey,
  journey,
  type Looked,
  look,
  looked,
  moving,
  type Phase,
  pace,
  place,
  play,
  playing,
  startScope,
  trouble,
} from './scope';
import './stage';
import { equation, number, plain, symbol } from './typeset';
import { passedBack, stops, scopeWords as words } from './words';

const phases: readonly Phase[] = ['forward', 'backward', 'update'];
const mostShown = 3;

const glyph = (path: string) =>
  svg`<svg class="icon" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true"><path class="filled" d=${path} /></svg>`;
const glyphs = {
  back: glyph('M15 4L7 10l8 6zM5 4h1.6v12H5z'),
  on: glyph('M5 4l8 6-8 6zM13.4 4H15v12h-1.6z'),
  play: glyph('M5.5 3.6v12.8L16 10z'),
  pause: glyph('M5 3.5h3.4v13H5zM11.6 3.5H15v13h-3.4z'),
};

function exampleChoice({ kept, rows }: Journey): TemplateResult {
  const { row, whole } = place.value;
  const seen = Math.min(row, kept - 1);
  const choosing = (event: Event) => look({ row: Number((event.target as HTMLSelectElement).value), whole: false });
  return html`<div class="m-group"><label for="m-example" title=${words.rowOfData(rows[seen] ?? 0)}>${words.example}</label>
    <div class="m-line">
      <select id="m-example" @change=${choosing}>${Array.from({ length: kept }, (_, index) => html`<option value=${index} ?selected=${index === seen}>${index + 1}</option>`)}</select>
      <span class="quiet">${kept < rows.length ? words.ofKept(kept, rows.length) : words.of(rows.length)}</span>
      ${segmented(
        words.shows,
        [
          { name: 'one', label: words.one },
          { name: 'batch', label: words.batch },
        ],
        whole ? 'batch' : 'one',
        (name) => look({ whole: name === 'batch' }),
      )}
    </div></div>`;
}

function stopName({ items }: Journey, index: number): string {
  const item = items[index];
  if (!item) return '';
  return `${item.symbol === '' ? words.update : plain(item.symbol)}, ${item.layerName === '' ? '' : `${item.layerName}, `}${stops[item.kind]?.title ?? item.kind}`;
}

function nextName({ items }: Journey, index: number): TemplateResult {
  const { symbol: written, layerName, kind } = items[index] as Journey['items'][number];
  return html`${written === '' ? words.update : symbol(written)}: ${layerName === '' ? '' : `${layerName}, `}${stops[kind]?.title ?? ''}`;
}

function journeyRow(present: Journey): TemplateResult {
  const { item: at } = place.value;
  return html`<div class="m-journey" data-arrows @keydown=${(event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    go(by);
  }}>${phases.map((phase) => {
    const own = present.items.map((item, index) => ({ item, index })).filter(({ item }) => item.phase === phase);
    if (own.length === 0) return nothing;
    return html`<div class="m-group" role="group" aria-label=${words.phases[phase]}><span aria-hidden="true">${words.phases[phase]}</span>
      <div class="m-line">${own.map(
        ({
          item,
          index,
        }) => html`<button class="m-stop ${phase}" data-item=${index} ?data-known=${index <= at} aria-current=${index === at ? 'step' : 'false'}
            aria-label=${stopName(present, index)} title=${stopName(present, index)} @click=${() => look({ item: index })}>${
              item.symbol === '' ? words.update : symbol(item.symbol)
            }</button>`,
      )}</div></div>`;
  })}</div>`;
}

function player({ items, taken }: Journey): TemplateResult {
  const { item } = place.value;
  const last = item >= items.length - 1;
  return html`<div class="m-group m-player"><span role="status">${words.operation(Math.min(item, items.length - 1) + 1, items.length)}</span>
    <div class="m-line">
      <button class="square framed tool" data-act="operation-back" aria-label=${words.previous} title="${words.previous} (,)" ?disabled=${item === 0} @click=${() => go(-1)}>${glyphs.back}</button>
      <button class="square primary" data-act="operation-play" aria-label=${playing.value ? words.pause : words.play} @click=${play}>${playing.value ? glyphs.pause : glyphs.play}</button>
      ${
        last && taken
          ? html`<button class="framed tool" data-act="operation-take" title=${words.takeStepHint} @click=${step}>${words.takeStep}</button>`
          : html`<button class="square framed tool" data-act="operation-on" aria-label=${words.next} title="${words.next} (.)" ?disabled=${last} @click=${() => go(1)}>${glyphs.on}</button>`
      }
      <select aria-label=${words.pace} @change=${(event: Event) => {
        pace.value = (event.target as HTMLSelectElement).value as typeof pace.value;
      }}>${(['slow', 'normal', 'fast'] as const).map((name) => html`<option value=${name} ?selected=${name === pace.value}>${words.paces[name]}</option>`)}</select>
    </div></div>`;
}

function stepper(
  text: string,
  least: number,
  at: number,
  all: number,
  before: string,
  after: string,
  go: (to: number) => void,
): TemplateResult {
  return html`<span class="m-stepper"><button class="tool" aria-label=${before} ?disabled=${at <= least} @click=${() => go(at - 1)}>‹</button>
    <span>${text}</span><button class="tool" aria-label=${after} ?disabled=${at >= all - 1} @click=${() => go(at + 1)}>›</button></span>`;
}

/** Which unit, and where it matters which of its inputs, the formula is about. */
function aim(seen: Looked, { layers }: Journey): TemplateResult {
  const { kind, unit, units, input, inputs } = seen;
  const ofWeights = kind === 'weights' || kind === 'update';
  const least = kind === 'update' ? -1 : 0;
  return html`<div class="m-aim">
    ${
      kind === 'update'
        ? html`<select aria-label=${words.layer} @change=${(event: Event) => look({ layer: Number((event.target as HTMLSelectElement).value), unit: 0 })}>
            ${layers.map(({ name, rows }, index) => (rows > 0 ? html`<option value=${index} ?selected=${index === seen.layer}>${name}</option>` : nothing))}</select>`
        : nothing
    }
    ${units > 1 ? stepper(words.unit(unit + 1, units), 0, unit, units, words.previousUnit, words.nextUnit, (to) => look({ unit: to })) : nothing}
    ${
      ofWeights && inputs + (kind === 'update' ? 1 : 0) > 1
        ? stepper(
            input < 0 ? words.biasInput : words.fromInput(input + 1, inputs),
            least,
            input,
            inputs,
            words.previousInput,
            words.nextInput,
            (to) => look({ input: to }),
          )
        : nothing
    }
  </div>`;
}

function formulaPanel(seen: Looked, present: Journey): TemplateResult {
  const { title, why } = stops[seen.kind] ?? { title: '', why: '' };
  const layer = seen.kind === 'loss' ? '' : seen.layer < 0 ? words.inputs : seen.layerName;
  const what = words.title(layer, seen.units > 1 ? words.unitTitle(seen.unit + 1) : '', title);
  const sentence =
    seen.kind === 'back' && seen.equations.length < 2 && !seen.product.some((part) => 'text' in part && part.text === '·')
      ? passedBack
      : why;
  return html`<section class="m-formula" tabindex="0" aria-label=${words.formula}>
    <h2>${layer === '' ? title.replace(/^./, (first) => first.toUpperCase()) : what}</h2>
    ${aim(seen, present)}
    ${seen.equations.map(equation)}
    ${sentence === '' ? nothing : html`<p class="m-why">${sentence}</p>`}
    ${seen.meaning === '' ? nothing : html`<p class="m-meaning">${seen.meaning}</p>`}
    ${present.taken ? nothing : html`<p class="m-meaning">${words.notTaken}</p>`}
    <button class="framed tool" data-act="all-digits" aria-pressed=${allDigits.value ? 'true' : 'false'} @click=${() => {
      allDigits.value = !allDigits.peek();
    }}>${words.digits}</button>
  </section>`;
}

function* entries({ product: parts }: Looked): Iterable<Value[]> {
  for (const part of parts) {
    if ('text' in part) continue;
    for (const [row, values] of part.values.entries())
      for (const [column, value] of values.entries())
        yield [plain(part.symbol), part.firstRow + row + 1, part.firstColumn + column + 1, value];
  }
}

function matricesPanel(seen: Looked, present: Journey): TemplateResult {
  const next = place.value.item + 1;
  return html`<section class="m-matrices" tabindex="0" aria-label=${words.matrices}>
    <div class="m-head"><h2>${words.matrices}</h2><span class="quiet">${words.matricesNote(place.value.whole)}</span></div>
    ${product(seen)}${csvButton({
      name: 'matrices',
      heads: ['matrix', 'row', 'column', 'value'],
      rows: () => entries(seen),
    })}
    ${next < present.items.length ? html`<p class="m-next"><b>${words.nextIs}</b> ${nextName(present, next)}</p>` : nothing}
  </section>`;
}

function soFar(numbers: Example, present: Journey): TemplateResult {
  const { item } = place.value;
  const known = numbers.sheets.filter((sheet) => sheet.item <= item);
  const atLoss = present.items.findIndex(({ kind }) => kind === 'loss');
  const line = (index: number, name: unknown, flow: string, values: string, label: string) =>
    html`<li><button class=${flow} title=${label} @click=${() => look({ item: index })}><span>${name}</span><span>${values}</span></button></li>`;
  const sheet = ({ item: index, symbol: name, flow, values }: Example['sheets'][number]) => {
    const shown = values.slice(0, mostShown).map(number).join(', ');
    return line(index, symbol(name), flow, values.length > mostShown ? `${shown}, …` : shown, stopName(present, index));
  };
  const of = (flow: string) => known.filter((entry) => entry.flow === flow).map(sheet);
  return html`<section class="m-sofar" tabindex="0" aria-label=${words.soFar}><h2>${words.soFar}</h2>
    <ul>${of('forward')}${atLoss >= 0 && item >= atLoss ? line(atLoss, words.loss, 'forward', number(numbers.loss), words.loss) : nothing}</ul>
    <ul class="m-back">${of('backward')}</ul>${csvButton({
      name: 'so-far',
      heads: ['symbol', 'way', 'index', 'value'],
      rows: () => known.flatMap(({ symbol: name, flow, values }) => values.map((value, index) => [plain(name), flow, index + 1, value])),
    })}</section>`;
}

class Microscope extends Watching {
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (runState.peek() === 'running') pause();
    this.#stop = startScope();
    acts[','] = () => go(-1);
    acts['.'] = () => go(1);
    lens.value = {
      overlay: (model, layout) =>
        html`<gb-microscope-stage .model=${model as NetworkModel} .layout=${layout as NetworkLayout}></gb-microscope-stage>`,
      legend:
        () => html`<span class="item"><svg width="28" height="8" fill="none" stroke="var(--forward)" stroke-width="2" aria-hidden="true"><path d="M0 4h26M21 1l5 3-5 3" /></svg>
          ${words.legendForward}</span>
        <span class="item"><svg width="28" height="8" fill="none" stroke="var(--backward)" stroke-width="2" aria-hidden="true"><path stroke-dasharray="5 3" d="M28 4H4" /><path d="M7 1L2 4l5 3" /></svg>
          ${words.legendBackward}</span>
        <span class="spacer"></span><span class="hint">${words.chooseHint}</span>`,
      choose,
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    delete acts[','];
    delete acts['.'];
    lens.value = null;
  }

  /** The present operation stays in sight, without moving anything else. */
  protected override updated(): void {
    const row = this.querySelector('.m-journey');
    const current = row?.querySelector<HTMLElement>('[aria-current=step]');
    if (!row || !current) return;
    const [left, right] = [current.offsetLeft - 48, current.offsetLeft + current.offsetWidth + 48];
    const behavior = reducedMotion.peek() ? 'auto' : 'smooth';
    if (left < row.scrollLeft) row.scrollTo({ left, behavior });
    else if (right > row.scrollLeft + row.clientWidth) row.scrollTo({ left: right - row.clientWidth, behavior });
  }

  override render() {
    const present = journey.value;
    const seen = looked.value;
    const numbers = example.value;
    if (trouble.value !== '') return html`<p class="m-wait" role="alert">${words.failed} ${trouble.value}</p>`;
    if (!present || !seen || !numbers) return html`<p class="m-wait" role="status">${moving.value ? words.moving : words.loading}</p>`;
    if (moving.value) return html`<p class="m-wait" role="status">${words.moving}</p>`;
    return html`<div class="m-scope">
      <div class="m-top" data-picture="off">${exampleChoice(present)}${journeyRow(present)}${player(present)}</div>
      <div class="m-body">${formulaPanel(seen, present)}${matricesPanel(seen, present)}${soFar(numbers, present)}</div>
    </div>`;
  }
}

customElements.define('gb-microscope', Microscope);
