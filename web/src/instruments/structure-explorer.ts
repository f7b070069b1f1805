/** The activation explorer: a function and its slope, a point on them, and what becomes of them far out. */
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { type Numeric, numeric } from '../state/format';
import { readNumber } from '../state/requests';
import { formatAllDigits, formatFixed } from '../views/formats';
import './structure-curve';
import { type Curve, curve, look, place, problem, ranges, type Structure, seen, shown } from './structure-state';
import { structureWords as words } from './structure-words';
import { symbol } from './typeset';

const minus = '−';
type Digits = (value: Numeric) => string;

/** All digits of a precision. */
const digitsOf =
  (precision: number): Digits =>
  (value) =>
    Number.isFinite(numeric(value))
      ? formatAllDigits(numeric(value), precision !== 64).replaceAll('-', minus)
      : formatFixed(numeric(value), 0);

/** Variables without the braces that mark them. */
const written = (formula: string) => symbol(formula.replace(/[{}]/g, ''));

function choices(of: Structure): TemplateResult {
  const { layer, z } = place.value;
  const typed = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const read = await readNumber(input.value.replace(minus, '-'));
    const right = read?.ok === true && Math.abs(read.number) <= of.farthest;
    problem.value = right ? '' : words.zProblem(of.farthest);
    if (right) look({ z: read.number });
  };
  return html`<div class="t-choices">
    <label for="structure-layer">${words.ofLayer}</label>
    <select id="structure-layer" @change=${(event: Event) => look({ layer: (event.currentTarget as HTMLSelectElement).selectedIndex, activation: -1 })}>
      ${of.layers.map(({ name, text }, index) => html`<option ?selected=${index === layer}>${name} · ${text}</option>`)}</select>
    <label for="structure-activation">${words.activation}</label>
    <select id="structure-activation" @change=${(event: Event) => look({ activation: (event.currentTarget as HTMLSelectElement).selectedIndex })}>
      ${of.activations.map(({ name, label }) => html`<option value=${name} ?selected=${name === shown.value.name}>${label}</option>`)}</select>
    <label for="structure-z">${words.z}</label>
    <input id="structure-z" class="number" type="text" inputmode="decimal" autocomplete="off" .value=${String(z)} @change=${typed}
      aria-describedby="structure-z-hint structure-z-problem" aria-invalid=${problem.value === '' ? 'false' : 'true'} />
    <p class="t-problem" id="structure-z-problem" role="alert">${problem.value}</p>
    <p class="t-hint" id="structure-z-hint">${words.zHint}</p></div>`;
}

function lost({ flatBelow, flatAbove }: Curve, digits: Digits): string {
  if (flatBelow === 0 && flatAbove === 0) return words.flatEverywhere;
  return words.flat(flatBelow === undefined ? null : digits(flatBelow), flatAbove === undefined ? null : digits(flatAbove));
}

/** The drawn curve, and what becomes of it far out. */
function files({ far, z, a, slope }: Curve): TemplateResult {
  return html`<p class="t-files">${csvButton({
    name: 'far',
    heads: ['z', 'e_to_abs_z', 'value', 'slope'],
    rows: () => far.map((at) => [at.z, at.e, at.a, at.slope]),
  })} ${csvButton({ name: 'activation', heads: ['z', 'value', 'slope'], rows: () => z.map((each, index) => [each, a[index], slope[index]]) })}</p>`;
}

function numbers(of: Structure, { at, far, formula, slopeFormula, ...rest }: Curve, digits: Digits): TemplateResult {
  const range = seen.value;
  const looked = ranges.value;
  const name = of.layers[place.value.layer]?.name ?? '';
  return html`<div class="t-numbers">
    <dl aria-live="polite">
      <div><dt>z</dt><dd data-number="z">${digits(at.z)}</dd></div>
      <div><dt class="t-forward">${words.value} = ${written(formula)}</dt><dd data-number="a">${digits(at.a)}</dd></div>
      <div><dt class="t-backward">${words.slope} = ${written(slopeFormula)}</dt><dd data-number="slope">${digits(at.slope)}</dd></div>
    </dl>
    <p class="t-hint">${words.digits(of.precision)}</p>
    ${
      range && looked
        ? html`<p class="t-seen">${words.seen(name, formatFixed(range.low, 3), formatFixed(range.high, 3), looked.rows, looked.allRows, looked.step)}</p>`
        : shown.value.own
          ? nothing
          : html`<p class="t-seen">${words.notOwn(name)}</p>`
    }
    <p>${words.gradient}</p>
    <p class="t-flat">${lost({ at, far, formula, slopeFormula, ...rest }, digits)}</p>
    <div class="t-far" tabindex="0" role="group" aria-label=${words.far}><table><caption>${words.far}</caption>
      <thead><tr>${words.farColumns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>${far.map(({ z, e, a, slope }) => html`<tr><th scope="row">${digits(z)}</th><td>${digits(e)}</td><td>${digits(a)}</td><td>${digits(slope)}</td></tr>`)}</tbody></table></div>
    ${files({ at, far, formula, slopeFormula, ...rest })}
    <p class="t-hint">${words.overflow}</p></div>`;
}

export function explorer(of: Structure): TemplateResult {
  const drawn = curve.value;
  const digits = digitsOf(of.precision);
  return html`<div class="t-about">${choices(of)}${drawn ? html`<p>${drawn.meaning}</p>` : nothing}</div>
    ${
      drawn
        ? html`<div class="t-explorer" data-activation=${drawn.name}>
          <div class="t-plot"><gb-activation-curve .curve=${drawn} .reading=${words.point(digits(drawn.at.z), digits(drawn.at.a), digits(drawn.at.slope))}></gb-activation-curve>
            <p class="t-legend" aria-hidden="true"><span class="t-forward">${words.legend.value}</span><span class="t-backward">${words.legend.slope}</span>
              <span class="t-tangent">${words.legend.tangent}</span>${seen.value ? html`<span class="t-band">${words.legend.seen}</span>` : nothing}</p></div>
          ${numbers(of, drawn, digits)}</div>`
        : nothing
    }`;
}
