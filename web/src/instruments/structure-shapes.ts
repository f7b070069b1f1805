/** The shape checker: two shapes, how their axes meet, what comes out, and what goes wrong in silence. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { csvButton } from '../pictures/csv';
import { whole } from '../state/format';
import { refused as refusedLink } from '../state/store';
import { segmented } from '../views/dom';
import {
  type AxisPair,
  fit,
  refusal,
  type ShapeFit,
  type Shapes,
  shapeActs,
  shapes,
  show,
  type,
  typed,
  wrong,
} from './structure-shapes-state';
import { shapesWords as words } from './structure-shapes-words';
import { place, type Structure } from './structure-state';

function field(name: 'a' | 'b', value: string): TemplateResult {
  const change = (event: Event) => void type({ [name]: (event.currentTarget as HTMLInputElement).value });
  const id = `shape-${name}`;
  return html`<label for=${id}>${words[name]}</label>
    <input id=${id} class="number" type="text" autocomplete="off" spellcheck="false" .value=${live(value)} @change=${change}
      aria-describedby="shape-hint ${id}-problem" aria-invalid=${wrong.value[name] === '' ? 'false' : 'true'} />
    <p class="t-problem" id="${id}-problem" role="alert">${wrong.value[name]}</p>`;
}

/** Pairs from the course, and those of the layer that is looked at. */
function examples({ layers, batch }: Structure): { label: string; of: Shapes }[] {
  const made: { label: string; of: Shapes }[] = [
    { label: words.loss, of: { act: 'each', a: '(1437,)', b: '(1437, 1)' } },
    { label: words.refused, of: { act: 'product', a: '(5, 3)', b: '(4,)' } },
  ];
  const layer = layers[place.value.layer];
  if (layer?.kind !== 'dense' || batch === 0) return made;
  const { rows, columns, name } = layer;
  made.push({ label: words.layer(name), of: { act: 'product', a: `(${batch}, ${columns})`, b: `(${columns}, ${rows})` } });
  made.push({ label: words.bias(name), of: { act: 'each', a: `(${batch}, ${rows})`, b: `(${rows},)` } });
  return made;
}

function choices(of: Structure): TemplateResult {
  const { act, a, b } = { ...shapes.value, ...(fit.value ? { a: fit.value.a, b: fit.value.b } : {}), ...typed.value };
  const options = shapeActs.map((name) => ({ name, label: words.acts[name] }));
  return html`<div class="t-choices">
      <div class="t-acts">${segmented(words.act, options, act, (name) => void type({ act: name }))}</div>
      ${field('a', a)}${field('b', b)}
      <p class="t-hint" id="shape-hint">${words.hint}</p></div>
    <div class="t-examples" role="group" aria-label=${words.examples}><p>${words.examples}</p>${examples(of).map(
      ({ label, of: example }) =>
        html`<button class="framed tool" @click=${() => show(example)}>${label} <small>${example.a} ${words.between[example.act]} ${example.b}</small></button>`,
    )}</div>`;
}

const cell = (length: number): string => (length === 0 ? '–' : whole(length));

/** Which array an axis is repeated for, or both where they clash. */
function mark({ verdict }: AxisPair, array: 'a' | 'b' | 'result'): string {
  if (verdict === 'clash') return 'clash';
  if (verdict === 'summed') return array === 'result' ? 'repeated' : 'two';
  return (verdict === 'repeatedA' && array === 'a') || (verdict === 'repeatedB' && array === 'b') ? 'repeated' : '';
}

function table(axes: readonly AxisPair[]): TemplateResult {
  const shown = [...axes].reverse();
  return html`<div class="t-matrix" tabindex="0" role="group" aria-label=${words.table}><table>
    <tbody>${(['a', 'b', 'result'] as const).map(
      (array) =>
        html`<tr class=${array === 'result' ? 't-result-row' : ''}><th scope="row">${words.array[array]}</th>${shown.map(
          (pair) => html`<td class=${mark(pair, array)}>${cell(pair[array])}</td>`,
        )}</tr>`,
    )}</tbody>
    <tfoot><tr><td></td>${shown.map(({ verdict }) => html`<td class=${verdict === 'clash' ? 'clash' : ''}>${words.verdicts[verdict]}</td>`)}</tr></tfoot></table></div>
    ${csvButton({
      name: 'shapes',
      heads: ['array', ...shown.map((_, axis) => `axis_${axis + 1}`)],
      rows: () => (['a', 'b', 'result'] as const).map((array) => [array, ...shown.map((pair) => pair[array])]),
    })}`;
}

function found({ fits, summary, warning, axes, instead, a, b }: ShapeFit): TemplateResult {
  const { act } = shapes.value;
  const between = words.between[act];
  return html`<section class="t-fit" data-fits=${fits ? 'true' : 'false'} data-of=${`${a} ${between} ${b}`}>
    <p class="t-status" role="status">${summary}</p>
    ${warning === '' ? nothing : html`<p class="t-warning"><b>${words.warning}.</b> ${warning}</p>`}
    ${axes.length === 0 ? nothing : table(axes)}
    <ol class="t-dead" aria-label=${words.axes}>${axes.map((pair) => html`<li>${pair.words}</li>`)}</ol>
    ${
      instead.length === 0
        ? nothing
        : html`<div class="t-examples" role="group" aria-label=${words.instead}><p>${words.instead}</p>${instead.map(
            (other) =>
              html`<button class="framed tool" @click=${() => show({ act, a: other.a, b: other.b })}>${words.offer(other.words, other.a, between, other.b, other.result)}</button>`,
          )}</div>`
    }</section>`;
}

/** Why an experiment was refused, above the shapes that did it; and the way back to its link. */
function refused(): TemplateResult | typeof nothing {
  const about = refusal.value;
  if (!about) return nothing;
  const { problem, link } = about;
  const back = () => {
    refusedLink.value = link;
  };
  return html`<section class="t-refusal" aria-label=${words.refusal}><h2>${words.refusal}</h2>
    <p>${problem.message}</p><p>${problem.shapes?.about}</p>
    ${fit.value?.fits ? html`<p>${words.fitsElsewhere}</p>` : nothing}
    ${link ? html`<button class="framed tool" data-act="refused-link" @click=${back}>${words.back}</button>` : nothing}</section>`;
}

export function shapeChecker(of: Structure): TemplateResult {
  return html`${refused()}<div class="t-about"><p>${words.about}</p>${choices(of)}</div>
    <div class="t-shapes"><p class="t-formula">${words.formula[shapes.value.act]}</p>
      ${fit.value ? found(fit.value) : html`<p role="status">${words.loading}</p>`}</div>`;
}
