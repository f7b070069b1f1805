/** Two to four runs in step: their answers, their numbers, what was changed, where they differ, and all curves in one chart. */
import { effect } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton, type Value } from '../pictures/csv';
import { openAt, setView } from '../state/actions';
import { hashGroups, loss, percent, written } from '../state/format';
import { cancelFrame, inTurn } from '../state/frames';
import { experimentText, facts, fields, form, rows, runState, snapshot, view } from '../state/store';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { divergingTable, sequentialTable, tableGradient } from '../views/colormaps';
import { background } from '../views/dom';
import { formatTick } from '../views/formats';
import { curveOf } from '../views/history';
import { niceLimit } from '../views/scales';
import { wholePart } from '../views/snapshots';
import { themeVersion, tokens } from '../views/theme';
import {
  type Compared,
  choose,
  chosen,
  compared,
  type Difference,
  difference,
  type FieldDifference,
  mostRuns,
  remove,
  seenFrom,
  shown,
  startAbreast,
  version,
} from './abreast';
import './side-add';
import './side-chart';
import './side-difference';
import { kindOf, type Run } from './side-picture';
import './side-styles';
import { refusalWords } from './laboratory';
import { sideWords as words } from './side-words';

const longestValue = 60;

function valueText(key: string, value: string): string {
  const field = fields.value.find((candidate) => candidate.key === key);
  const label = field?.kind === 'choice' ? field.choices.find(({ name }) => name === value)?.label : undefined;
  const text = label ?? written(value);
  return text === '' ? words.nothing : text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function pageRun(): Run {
  return { index: 0, snapshot: shown.peek() ?? snapshot.peek(), facts: facts.value, form: form.value, rows: rows.value };
}

const runOf = ({ lane }: Compared, place: number): Run => ({
  index: place + 1,
  snapshot: lane.snapshot,
  facts: lane.facts,
  form: lane.form,
  rows: lane.rows,
});

/** A stroke as in the chart, and the letter. */
function swatch(index: number): TemplateResult {
  return html`<span class="s-letter run-${index}">${words.letter(index)}</span>
    <svg class="s-stroke run-${index}" width="28" height="6" aria-hidden="true"><path d="M0 3h28" /></svg>`;
}

function numbers({ snapshot: of, facts: run, form: shape }: Run): TemplateResult | typeof nothing {
  if (!of || !run) return nothing;
  const { loss: losses, score, hash, step, epoch } = of.status;
  const classes = shape?.dataset.target !== 'number';
  const tested = run.parts.test > 0;
  const write = (value: number) => (classes ? percent(value) : loss(value));
  return html`<dl>
    ${tested ? html`<div><dt>${words.testScore(classes)}</dt><dd>${write(score[1])}</dd></div><div><dt>${words.testLoss}</dt><dd>${loss(losses[1])}</dd></div>` : nothing}
    ${tested ? nothing : html`<div><dt>${words.trainScore(classes)}</dt><dd>${write(score[0])}</dd></div>`}
    <div><dt>${words.trainLoss}</dt><dd>${loss(losses[0])}</dd></div>
    <div class="s-hash"><dt>${words.weights}</dt><dd><code>${hashGroups(hash)}</code></dd></div>
  </dl>
  <p class="s-at">${words.at(step, epoch)}</p>`;
}

function picture(source: () => Run): TemplateResult | typeof nothing {
  const run = source();
  if (kindOf(run.form, run.facts) === 'none') return nothing;
  const label = words.answer(words.letter(run.index), run.snapshot?.status.step ?? 0);
  return html`<gb-side-picture .source=${source} .label=${label}></gb-side-picture>`;
}

/** Every field that any run has changed, with the value of one of them. */
function knobs(keys: readonly FieldDifference[], seen: (field: FieldDifference) => string, mine: ReadonlySet<string>): TemplateResult {
  return html`<ul class="s-knobs">${keys.map((field) => {
    const value = valueText(field.key, seen(field));
    const before = valueText(field.key, field.first);
    return html`<li ?data-changed=${mine.has(field.key)} title=${mine.has(field.key) ? words.against(before) : nothing}>
      <span>${field.label}</span> ${mine.has(field.key) ? html`<mark>${value}</mark>` : html`<b>${value}</b>`}</li>`;
  })}</ul>`;
}

function changedFields(entries: readonly Compared[]): FieldDifference[] {
  const all = entries.flatMap(({ comparison }) => comparison?.differences ?? []);
  return all.filter((field, index) => all.findIndex(({ key }) => key === field.key) === index);
}

async function swap(index: number): Promise<void> {
  const entry = compared.peek()[index];
  const list = await seenFrom(index);
  if (!entry?.comparison || !list) {
    toast(words.notSwapped);
    return;
  }
  openAt(entry.comparison.canonical, entry.lane.snapshot?.status.step ?? 0);
  setView({ vary: list });
}

function startOf({ comparison }: Compared): string {
  if (!comparison) return '';
  if (comparison.sameData) return comparison.sameStart ? words.sameStart : words.otherStart;
  return comparison.sameStart ? words.otherData : words.otherBoth;
}

function progressOf({ lane }: Compared): string {
  if (lane.diverged) return words.diverged(lane.diverged.step);
  if (lane.way && !lane.settled) return words.way(lane.way.step, lane.way.target);
  if (lane.snapshot?.status.state === 'finished') return words.finished(lane.snapshot.status.step);
  return lane.snapshot ? '' : words.coming;
}

function pageCard(keys: readonly FieldDifference[], runs: readonly Run[]): TemplateResult {
  const run = pageRun();
  return html`<article class="s-card" aria-label=${`${words.letter(0)}, ${words.present}`}>
    <header>${swatch(0)}<h2>${words.present}</h2></header>
    ${picture(pageRun)}
    <div class="s-facts">${knobs(keys, ({ first }) => first, new Set())}${numbers(run)}
      ${view.value.vary.length > mostRuns - 1 ? html`<p role="status">${words.tooMany(mostRuns)}</p>` : nothing}${files(runs)}</div>
  </article>`;
}

function card(entry: Compared, place: number, keys: readonly FieldDifference[]): TemplateResult {
  const letter = words.letter(place + 1);
  const wrong = entry.trouble ? refusalWords(entry.trouble) : entry.lane.trouble;
  const own = new Map(entry.comparison?.differences.map((field) => [field.key, field.second]));
  const title = own.size === 0 && entry.comparison ? words.same : startOf(entry);
  return html`<article class="s-card" data-run=${letter} aria-label=${`${letter}, ${title}`}>
    <header>${swatch(place + 1)}<span class="spacer"></span>
      ${wrong || !entry.comparison ? nothing : html`<button class="tool" data-act="side-open" title=${words.openHint(letter)} @click=${() => void swap(place)}>${words.open}</button>`}
      <button class="tool" data-act="side-remove" aria-label=${words.remove(letter)} title=${words.remove(letter)} @click=${() => remove(place)}>×</button></header>
    ${
      wrong
        ? html`<p class="s-problem" role="alert"><code>${entry.written.replaceAll('~', ' ')}</code><br />${wrong}</p>`
        : html`${picture(() => runOf(entry, place))}
          <div class="s-facts">${knobs(keys, (field) => own.get(field.key) ?? field.first, new Set(own.keys()))}
            <p class="s-way">${progressOf(entry)}</p>${numbers(runOf(entry, place))}<p class="s-start">${title}</p></div>`
    }
  </article>`;
}

function differenceWords(of: Difference, entry: Compared, letter: string): TemplateResult {
  if (of.different === 0) {
    const sameWeights = entry.lane.snapshot?.status.hash === shown.peek()?.status.hash;
    return html`<p class="s-identical"><b>${words.identical}.</b> ${words.identicalNote(of.points)} ${sameWeights ? words.identicalWeights : nothing}</p>`;
  }
  if (typeof of.largest === 'string' || typeof of.mean === 'string') return html`<p>${words.notFinite}</p>`;
  const limit = niceLimit(of.largest);
  const { dark } = tokens();
  const table = of.signed ? divergingTable(dark) : sequentialTable(dark);
  const classes = form.value?.dataset.target !== 'number';
  return html`<div class="s-scale" aria-hidden="true"><span>${of.signed ? `−${formatTick(limit)}` : '0'}</span><i ${background(tableGradient(table))}></i>
      <span>${of.signed ? '+' : ''}${formatTick(limit)}</span></div>
    <dl><div><dt>${words.largest}</dt><dd>${loss(of.largest)}</dd></div><div><dt>${words.mean}</dt><dd>${loss(of.mean)}</dd></div>
      ${classes ? html`<div><dt>${words.otherwise}</dt><dd>${words.places(of.otherwise, of.points)}</dd></div>` : nothing}</dl>
    ${of.signed ? nothing : html`<p class="s-at">${words.shares} (${letter})</p>`}`;
}

function differencePanel(entries: readonly Compared[]): TemplateResult {
  const entry = entries[chosen.value];
  const of = difference.peek();
  const letter = words.letter(chosen.value + 1);
  const pick = html`<select aria-label=${words.differenceOf} @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}>
    ${entries.map((_, index) => html`<option value=${index} .selected=${index === chosen.value}>${words.difference(words.letter(index + 1))}</option>`)}</select>`;
  const summary = of?.different === 0 ? words.identical : '';
  const wait = entry?.comparison?.sameQuestions === false ? words.notAlike : words.waiting;
  return html`<section class="s-card s-difference" aria-label=${words.differenceTitle}>
    <header><h2>${entries.length > 1 ? words.differenceTitle : words.difference(letter)}</h2><span class="spacer"></span>${entries.length > 1 ? pick : nothing}</header>
    ${
      of && entry
        ? html`<gb-side-difference .label=${words.differenceLabel(letter, summary)}></gb-side-difference>
          <div class="s-facts" aria-live=${runState.value === 'running' ? 'off' : 'polite'}>${differenceWords(of, entry, letter)}</div>`
        : html`<p class="s-wait">${entry && !entry.trouble && entry.lane.trouble === '' ? wait : words.none}</p>`
    }
  </section>`;
}

const runHeads = [
  'run',
  'step',
  'epoch',
  'train_loss',
  'test_loss',
  'blind_loss',
  'train_score',
  'test_score',
  'blind_score',
  'hash',
  'experiment',
];

function runLine({ index, snapshot: of, form: shape }: Run): Value[] {
  const { step, epoch, loss: losses, score, hash } = of?.status ?? {};
  return [words.letter(index), step, epoch, ...(losses ?? ['', '', '']), ...(score ?? ['', '', '']), hash, shape?.canonical];
}

/** Every curve of every run; they share no epochs where their batches differ. */
function* curveLines(runs: readonly Run[]): Iterable<Value[]> {
  for (const { index, snapshot: of } of runs)
    for (const [part, name] of ['train', 'test', 'blind'].entries()) {
      const history = wholePart(of, 'history');
      const scores = curveOf(history, 'score', part);
      let at = 0;
      for (const { epoch, last } of curveOf(history, 'loss', part).stretches())
        yield [words.letter(index), name, epoch, last, scores.at(at++)?.last];
    }
}

function files(runs: readonly Run[]): TemplateResult {
  return html`<p class="s-files">${csvButton({ name: 'runs', heads: runHeads, rows: () => runs.map(runLine) })}
    ${csvButton({ name: 'curves', heads: ['run', 'part', 'epoch', 'loss', 'score'], rows: () => curveLines(runs) })}</p>`;
}

/** Milliseconds between two looks of the words and curves while the runs go on; pictures follow every step that is shown. */
const wordsInterval = 500;

class Side extends Watching {
  #stops: (() => void)[] = [];
  readonly #look = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stops = [
      startAbreast(),
      effect(() => {
        version.value;
        shown.value;
        snapshot.value;
        difference.value;
        if (runState.value === 'running') inTurn(this.#look, wordsInterval);
        else this.#look();
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelFrame(this.#look);
    for (const stop of this.#stops) stop();
  }

  override render() {
    themeVersion.value;
    const entries = compared.value;
    if (experimentText.value === '' || !form.value) return nothing;
    const keys = changedFields(entries);
    const runs = [pageRun(), ...entries.map(runOf).filter((run) => run.facts)];
    const room = entries.length < mostRuns - 1;
    return html`<div class="side" tabindex="0" role="group" aria-label=${words.title} data-runs=${entries.length + 1}>
      <div class="s-runs">
        ${pageCard(keys, runs)}${entries.map((entry, place) => card(entry, place, keys))}
        ${entries.length > 0 ? differencePanel(entries) : nothing}
        ${room ? html`<div class="s-card s-add" data-picture="off">${entries.length === 0 ? html`<p class="s-about">${words.about}</p>` : nothing}<gb-side-add></gb-side-add></div>` : nothing}
      </div>
      <gb-side-chart data-part=${words.curves} .runs=${runs}></gb-side-chart>
    </div>`;
  }
}

customElements.define('gb-side', Side);
