/** The card about a run whose numbers went wrong: when, where, from which numbers, and the way back. Loaded when that happens. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { retreatAndHalve } from '../state/actions';
import { seek } from '../state/drive';
import { decimal, type Numeric, numeric, whole } from '../state/format';
import { type Divergence, divergence, runState, view } from '../state/store';
import { Watching } from '../state/watching';
import { divergedWords as words } from './diverged-words';
import { card } from './notices';

/** Far enough back that the weights are usually still sound. */
const retreatSteps = 20;
const chart = { width: 400, height: 104, left: 60, right: 12, top: 10, bottom: 20 };

const numeral = (value: Numeric): string => decimal(numeric(value), 4);
const decade = (exponent: number): string => (Math.abs(exponent) < 4 ? String(10 ** exponent) : `1e${exponent}`).replace('-', '\u2212');

/** The losses of the last steps on a logarithmic scale, up to the one that failed. */
function lossChart(losses: readonly number[], step: number): TemplateResult | typeof nothing {
  const seen = losses.filter((value) => Number.isFinite(value) && value > 0);
  if (seen.length < 2) return nothing;
  const low = Math.floor(Math.log10(Math.min(...seen)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...seen))));
  const first = step - losses.length + 1;
  const { width, height, left, right, top, bottom } = chart;
  const x = (at: number): number => left + ((at - first) / Math.max(1, step - first)) * (width - left - right);
  const y = (value: number): number => {
    const share = value > 0 ? (Math.log10(value) - low) / (high - low) : 0;
    return height - bottom - Math.min(1, share) * (height - top - bottom);
  };
  const path = losses
    .map(
      (value, i) =>
        `${i === 0 ? 'M' : 'L'}${x(first + i).toFixed(1)} ${y(Number.isNaN(value) ? Number.POSITIVE_INFINITY : value).toFixed(1)}`,
    )
    .join('');
  const marks = [low, Math.round((low + high) / 2), high].filter((value, i, all) => all.indexOf(value) === i);
  const end = y(Number.isFinite(losses.at(-1)) ? (losses.at(-1) ?? 0) : Number.POSITIVE_INFINITY);
  return html`<svg class="losses" viewBox="0 0 ${width} ${height}" role="img" aria-label=${words.chart(seen.length, decimal(seen[0] ?? 0, 4), decimal(Math.max(...seen), 4))}>
    ${marks.map(
      (exponent) => svg`<path class="rule" d="M${left} ${y(10 ** exponent).toFixed(1)}H${width - right}" />
        <text class="value" x=${left - 8} y=${y(10 ** exponent) + 4}>${decade(exponent)}</text>`,
    )}
    ${svg`<path class="curve" d=${path} />
      <path class="cross" d="M${x(step) - 5} ${end - 5}l10 10m0-10l-10 10" />
      <text class="from" x=${left} y=${height - 4}>${words.step(first)}</text>
      <text class="to" x=${x(step) + 5} y=${height - 4}>${whole(step)}</text>`}
  </svg>`;
}

/** The terms of a sum or the parts of another operation, with what came of them. */
function terms({ terms: list, more, value }: Divergence): TemplateResult {
  return html`<ul class="terms">
    ${list.map(
      (term) =>
        html`<li><span>${term.name}</span><b>${numeral(term.value)}${term.factor === undefined ? nothing : ` × ${numeral(term.factor)}`}</b></li>`,
    )}
    ${more > 0 ? html`<li><span>${words.more(more)}</span></li>` : nothing}
    <li class="result"><span>${words.result}</span><b>${numeral(value)}</b></li>
  </ul>`;
}

/** The last rise of the loss, up to the last one that was a number. */
function growth({ losses, rate, step }: Divergence): TemplateResult | typeof nothing {
  const values = losses.map(numeric);
  const finite = values.flatMap((value, i) => (Number.isFinite(value) ? [{ value, step: step - values.length + 1 + i }] : []));
  const last = finite.at(-1);
  const start = finite.findLast((entry, i) => i === 0 || entry.value <= (finite[i - 1]?.value ?? 0));
  if (!last || !start || last.value <= start.value) return nothing;
  const written = String(Number(rate.toPrecision(4)));
  return html`<p>${words.growth(decimal(start.value, 4), start.step, decimal(last.value, 4), last.step, written)}</p>`;
}

function told(story: Divergence): TemplateResult {
  return html`${lossChart(story.losses.map(numeric), story.step)}
    <dl>
      <div><dt>${words.where}</dt><dd>${words.unit(story.layerName, story.unit)}</dd></div>
      <div><dt>${words.operation}</dt><dd>${story.operation}</dd></div>
    </dl>
    ${terms(story)}${growth(story)}
    <p>${words.hint}</p>`;
}

/** An open instrument needs the room: there the story is told when it is asked for. */
export class Diverged extends Watching {
  override render() {
    const story = divergence.value;
    if (!story || runState.value !== 'diverged') return nothing;
    const before = Math.max(0, story.step - 1);
    const further = Math.max(0, story.step - retreatSteps);
    return card(
      'error',
      'warning',
      words.title(story.step),
      view.value.tool === '' ? told(story) : html`<details><summary>${words.story}</summary>${told(story)}</details>`,
      html`<button class="primary" data-act="step-before" @click=${() => seek(before)}>${words.before(before)}</button>
        <button class="framed tool" data-act="halve" @click=${() => void retreatAndHalve(further)}>${words.halve(further)}</button>`,
    );
  }
}

customElements.define('gb-diverged', Diverged);
