/** One or two settings swept over values and seeds: a form, a grid of what came of it, every cell a link. */
import { computed } from '@preact/signals-core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { setView } from '../state/actions';
import { duration, loss, percent, written } from '../state/format';
import { withPosition, writeAddress } from '../state/link';
import { defaultView, type Field, fields, form, view } from '../state/store';
import { Watching } from '../state/watching';
import { words as shell } from '../words';
import { refusalWords } from './laboratory';
import {
  type Cell,
  cells,
  close,
  done,
  judged,
  type Outcome,
  type Plan,
  plan,
  problem,
  secondsLeft,
  start,
  state,
  stop,
  table,
  workers,
} from './sweep-runs';
import { sweepWords as words } from './sweep-words';

/** Settings that are no knob, or have a place of their own in the form. */
const notOffered = new Set(['v', 'at', 'expect', 'edits', 'rows', 'w', 'seed', 'epochs']);
const mostSeeds = 10;
const suggestedEpochs = 100;
const suggestion = '0.001..1:7';
const suggestedSeeds = '3';

interface Asked {
  keys: [string, string];
  values: [string, string];
  seeds: string;
  epochs: string;
}

/** What is asked stands in the link, so that a teacher can hand it out. */
const asked = computed((): Asked => {
  const next: Asked = { keys: ['lr', ''], values: [suggestion, ''], seeds: suggestedSeeds, epochs: epochsHere() };
  let axis = 0;
  for (const entry of view.value.sweep) {
    const [key, value] = [entry.replace(/=.*/s, ''), entry.replace(/^[^=]*=?/, '')];
    if (key === 'seeds' || key === 'epochs') next[key] = value;
    else if (axis < 2) [next.keys[axis], next.values[axis++]] = [key, value];
  }
  return next;
});

/** As long as the run, but no longer than one waits for. */
function epochsHere(): string {
  const entry = form.value?.fields.find(({ key }) => key === 'epochs');
  return String(Math.min(Number(entry?.value) || suggestedEpochs, suggestedEpochs));
}

function offered(): Field[] {
  const relevant = new Set(form.value?.fields.filter((entry) => entry.relevant).map(({ key }) => key));
  return fields.value.filter(({ key }) => relevant.has(key) && !notOffered.has(key));
}

/** The values a choice has, otherwise nothing to start from but the present one. */
function startingValues(key: string): string {
  const field = fields.value.find((candidate) => candidate.key === key);
  const entry = form.value?.fields.find((candidate) => candidate.key === key);
  if (key === 'lr') return suggestion;
  if (field?.kind !== 'choice') return entry?.value ?? '';
  return (entry?.choices ?? [])
    .filter(({ allowed }) => allowed)
    .map(({ name }) => name)
    .join(' ');
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const isWhole = (text: string, least: number, most: number) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;

/** The share of the way from the best to the worst cell, by the order of their losses. */
function rankOf(all: readonly Cell[], cell: Cell): number {
  const losses = all.flatMap((other) => (other.loss ? [other.loss.median] : [])).sort((a, b) => a - b);
  return cell.loss && losses.length > 1 ? losses.indexOf(cell.loss.median) / (losses.length - 1) : 0;
}

class Sweep extends Watching {
  #problem = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    close();
  }

  #change(patch: Partial<Asked>): void {
    const { keys, values, seeds, epochs } = { ...asked.peek(), ...patch };
    const axes = keys.flatMap((key, index) => (key === '' ? [] : [`${key}=${values[index]}`]));
    setView({ sweep: [...axes, `seeds=${seeds}`, `epochs=${epochs}`] });
    this.#problem = '';
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const { keys, values, seeds, epochs } = asked.peek();
    const [first, second] = keys;
    const lists = values.map(wordsOf);
    const wanted = second === '' ? lists.slice(0, 1) : lists;
    if (wanted.some((list) => list.length === 0)) this.#problem = words.noValues;
    else if (first === second) this.#problem = words.sameField;
    else if (!isWhole(seeds, 1, mostSeeds)) this.#problem = words.notSeeds;
    else if (!isWhole(epochs, 1, Number.MAX_SAFE_INTEGER)) this.#problem = words.notEpochs;
    else this.#problem = '';
    this.requestUpdate();
    if (this.#problem !== '') return;
    const axes = wanted.flatMap((list, index) => list.map((value) => `${keys[index]}=${value}`));
    void start(axes, Number(seeds), epochs);
  };

  #axis(index: 0 | 1, all: readonly Field[]): TemplateResult {
    const key = asked.value.keys[index];
    const choose = (event: Event) => {
      const chosen = (event.target as HTMLSelectElement).value;
      const [keys, values] = [[...asked.peek().keys] as Asked['keys'], [...asked.peek().values] as Asked['values']];
      keys[index] = chosen;
      values[index] = chosen === '' ? '' : startingValues(chosen);
      this.#change({ keys, values });
    };
    const type = (event: Event) => {
      const values = [...asked.peek().values] as Asked['values'];
      values[index] = (event.target as HTMLInputElement).value;
      this.#change({ values });
    };
    const groups = [...new Set(all.map(({ group }) => group))];
    return html`<label for="sweep-key-${index}">${index === 0 ? words.first : words.second}</label>
      <select id="sweep-key-${index}" @change=${choose}>
        ${index === 1 ? html`<option value="" .selected=${key === ''}>${words.none}</option>` : nothing}
        ${key === '' || all.some((field) => field.key === key) ? nothing : html`<option value=${key} .selected=${true}>${key}</option>`}
        ${groups.map(
          (group) =>
            html`<optgroup label=${shell.groups[group]}>${all
              .filter((field) => field.group === group)
              .map(
                (field) => html`<option value=${field.key} title=${field.meaning} .selected=${field.key === key}>${field.label}</option>`,
              )}</optgroup>`,
        )}</select>
      ${
        key === ''
          ? nothing
          : html`<label for="sweep-values-${index}">${words.values}</label>
            <input id="sweep-values-${index}" type="text" autocomplete="off" spellcheck="false" title=${words.valuesHint}
              aria-describedby="sweep-hint sweep-problem" .value=${asked.value.values[index]} @input=${type} />`
      }`;
  }

  #form(): TemplateResult {
    const all = offered();
    const wrong = this.#problem || refusalWords(problem.value);
    const number = (name: 'seeds' | 'epochs', label: string) => html`<div><label for="sweep-${name}">${label}</label>
      <input id="sweep-${name}" type="text" inputmode="numeric" autocomplete="off" aria-describedby="sweep-problem" .value=${asked.value[name]}
        @input=${(event: Event) => this.#change({ [name]: (event.target as HTMLInputElement).value.trim() })} /></div>`;
    return html`<form class="w-form" data-picture="off" @submit=${this.#submit}>
      ${this.#axis(0, all)}${this.#axis(1, all)}
      <p class="w-hint" id="sweep-hint">${words.valuesHint}</p>
      <div class="w-pair">${number('seeds', words.seeds)}${number('epochs', words.epochs)}</div>
      ${
        state.value === 'running'
          ? html`<button class="framed tool" type="button" data-act="sweep-stop" @click=${stop}>${words.cancel}</button>`
          : html`<button class="primary" type="submit" data-act="sweep-start">${words.start}</button>`
      }
      <p class="w-problem" id="sweep-problem" role="alert">${wrong}</p>
    </form>`;
  }

  #progress(present: Plan): TemplateResult {
    const all = present.experiments.length;
    const left = state.value === 'running' && Number.isFinite(secondsLeft.value) ? `, ${words.left(duration(secondsLeft.value))}` : '';
    const text = {
      running: `${words.progress(done.value, all, Math.min(workers, all))}${left}`,
      done: words.finished(all),
      cancelled: words.cancelled(done.value, all),
      none: '',
    };
    return html`<div class="w-progress"><progress max=${all} .value=${done.value} aria-label=${words.title}></progress>
      <span role="status" aria-live=${state.value === 'running' ? 'off' : 'polite'}>${text[state.value]}</span>
      <span class="spacer"></span>
      ${done.value > 0 ? csvButton(table) : nothing}</div>`;
  }

  override render() {
    if (!form.value) return nothing;
    const present = plan.value;
    return html`<div class="sweep">
      ${this.#form()}
      <section class="w-result" tabindex="0" aria-label=${words.title}>
        ${present ? html`${this.#progress(present)}${grid(present, cells.value)}` : html`<p class="w-about">${words.about}</p><p class="w-about">${words.empty}</p>`}
      </section>
    </div>`;
  }
}

const short = (text: string) => (text.length > 24 ? `${text.slice(0, 23)}…` : written(text));

/** One setting runs across; with a second one, the first goes down. */
function grid(present: Plan, all: readonly Cell[]): TemplateResult {
  const [first, second] = present.axes;
  const across = second ?? first;
  const down = second ? (first?.values ?? []) : [''];
  const width = across?.values.length ?? 1;
  const outcomes = all.flatMap(({ outcomes: runs }) => runs);
  const tested = outcomes.some((outcome) => outcome?.test) || outcomes.every((outcome) => !outcome);
  const least = Math.min(...all.map(({ loss: spread }) => spread?.median ?? Number.POSITIVE_INFINITY));
  const title = words.grid(present.axes.map(({ label }) => label).join(' × '), tested, present.seeds);
  return html`<p class="w-about">${title}</p><div class="w-table"><table aria-label=${title}>
    <thead><tr><th scope="col">${second ? first?.label : across?.label}</th>${across?.values.map(
      (value) => html`<th scope="col" title=${value}>${second ? html`<span>${second.label}</span> ` : nothing}${short(value)}</th>`,
    )}</tr></thead>
    <tbody>${down.map(
      (value, row) =>
        html`<tr><th scope="row" title=${value}>${second ? short(value) : words.loss(tested)}</th>${Array.from(
          { length: width },
          (_, column) => {
            const index = row * width + column;
            const cell = all[index];
            return cell ? cellView(cell, rankOf(all, cell), cell.loss?.median === least, index * present.seeds) : nothing;
          },
        )}</tr>`,
    )}</tbody></table></div>`;
}

function cellView(cell: Cell, rank: number, best: boolean, firstRun: number): TemplateResult {
  const known = cell.outcomes.filter((outcome) => outcome !== null);
  const several = cell.outcomes.length > 1;
  const [sample] = known;
  const classes = sample === undefined || judged(sample)?.accuracy !== undefined;
  return html`<td ?data-best=${best} ?data-diverged=${known.length > 0 && cell.diverged === known.length} .style=${`--rank: ${rank}`}>
    ${
      known.length === 0
        ? html`<span class="w-wait">…</span>`
        : html`${cell.loss ? html`<b>${loss(cell.loss.median)}</b>${best ? html` <em>${words.best}</em>` : nothing}` : nothing}
          ${several && cell.loss && cell.loss.count > 1 ? html`<span>${words.spread(loss(cell.loss.low), loss(cell.loss.high))}</span>` : nothing}
          ${cell.score ? html`<span>${words.right(classes ? percent(cell.score.median) : loss(cell.score.median), classes)}</span>` : nothing}
          ${cell.diverged > 0 ? html`<span class="w-diverged">${words.diverged(cell.diverged, cell.outcomes.length)}</span>` : nothing}`
    }
    <span class="w-links">${several ? words.seed : nothing} ${cell.outcomes.map((outcome, index) => {
      if (!outcome) return nothing;
      return runLink(
        outcome,
        several ? String(index + 1) : words.openAlone,
        several ? words.openSeed(index + 1) : words.open(firstRun + 1),
      );
    })}</span>
  </td>`;
}

/** Opens the run at its end, with the proof that it is the same. */
function runLink(outcome: Outcome, text: string, label: string): TemplateResult {
  const experiment = withPosition(outcome.experiment, outcome.step, outcome.hash);
  return html`<a href=${`./${writeAddress(experiment, defaultView, false)}`} aria-label=${label}>${text}</a>`;
}

const styles = css`
  .sweep { display: grid; height: 100%; grid-template-columns: 256px minmax(0, 1fr); }
  .sweep p { margin: 0; }
  .w-form, .w-result { overflow: auto; padding: 16px; overscroll-behavior: contain; }
  .w-form { display: grid; align-content: start; justify-items: start; gap: 4px; border-right: 1px solid var(--line); }
  .w-form > :is(select, input) { width: 100%; }
  .w-form :is(select, input) { height: 32px; }
  .w-form input { width: 100%; padding: 0 8px; border: 1px solid var(--field); border-radius: 6px; background: var(--surface); color: var(--ink); font: inherit; }
  .w-form label { display: block; margin-top: 4px; color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .w-hint { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .w-pair { display: grid; width: 100%; gap: 8px; grid-template-columns: 1fr 1fr; }
  .w-form :is(.primary, .framed) { min-height: 32px; margin-top: 8px; border-radius: 6px; }
  .w-problem { color: var(--error); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
  .w-about { max-width: 56ch; color: var(--ink-2); line-height: 20px; }
  .w-result { display: grid; align-content: start; gap: 12px; }
  .w-result:focus-visible { outline-offset: -3px; }
  .w-progress { display: flex; min-height: 32px; flex-wrap: wrap; align-items: center; gap: 8px 12px; color: var(--ink-2); }
  .w-progress .spacer { flex: 1; }
  .w-progress progress { width: 160px; height: 8px; border: 0; border-radius: 4px; background: var(--sunken); }
  .w-progress progress::-webkit-progress-bar { border-radius: 4px; background: var(--sunken); }
  .w-progress progress::-webkit-progress-value { border-radius: 4px; background: var(--ink-2); }
  .w-progress progress::-moz-progress-bar { border-radius: 4px; background: var(--ink-2); }
  .w-table table { border-spacing: 4px; font-size: 12px; line-height: 16px; }
  .w-table th { padding: 4px 8px; font-weight: 600; text-align: left; white-space: nowrap; }
  .w-table thead th { color: var(--ink-2); font-size: 11px; }
  .w-table th span { color: var(--ink-3); font-weight: 400; }
  .w-table td { min-width: 128px; padding: 6px 8px; border: 1px solid var(--line); border-radius: 4px; background: color-mix(in srgb, var(--select) calc((1 - var(--rank)) * 100%), var(--surface)); vertical-align: top; }
  .w-table td[data-best] { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); }
  .w-table td[data-diverged] { background: var(--error-soft); }
  .w-table td > span { display: block; color: var(--ink-2); font-size: 11px; }
  .w-table td b { font-size: 14px; line-height: 20px; }
  .w-table td em { color: var(--ink-2); font-size: 11px; font-style: normal; font-weight: 600; }
  .w-table td .w-diverged { color: var(--error); }
  .w-table td > .w-links { display: flex; flex-wrap: wrap; align-items: center; gap: 0 4px; margin: 2px -4px -2px 0; }
  .w-links a { display: grid; min-width: 24px; height: 24px; padding: 0 4px; border-radius: 4px; color: var(--ink); place-items: center; }
  .w-links a:hover { background: var(--surface); }
  @media (max-width: 719px) {
    .sweep { display: block; overflow: auto; }
    .w-form, .w-result { overflow: visible; border: 0; }
    .w-form :is(select, input, .primary, .framed), .w-progress .tool { min-height: 40px; }
    .w-table { overflow: auto; }
    .w-links a { min-width: 40px; height: 40px; }
  }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
customElements.define('gb-sweep', Sweep);
