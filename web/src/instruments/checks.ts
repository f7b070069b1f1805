/** Three checks of the run's next step: its gradient, its update, and the data. And the clinic, where a mistake is planted. */
import { effect, signal } from '@preact/signals-core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { csvButton, type Table } from '../pictures/csv';
import { setField } from '../state/actions';
import { pause } from '../state/drive';
import { copyRun } from '../state/requests';
import { experimentText, facts, fields, form, revealed, runState, selection } from '../state/store';
import { Watching } from '../state/watching';
import { checksWords as text } from './checks-words';
import { Laboratory, type Refusal } from './laboratory';
import { standingAt } from './standing';

type Verdict = 'right' | 'note' | 'wrong' | 'none';

interface Row {
  address: string;
  layer: number;
  layerName: string;
  unit: number;
  input: number;
  value: number;
  found: number;
  expected: number;
  error: number;
  kind: 'right' | 'wrong' | 'kink' | 'unclear';
}

/** Checks::json of the core. */
interface Report {
  step: number;
  taken: boolean;
  done: boolean;
  verdict: Verdict;
  gradient: {
    verdict: Verdict;
    parameters: number;
    asked: number;
    checked: number;
    judged: number;
    wrong: number;
    kinks: number;
    unclear: number;
    loss: number;
    plainLoss: number;
    rows: Row[];
  };
  update: { verdict: Verdict; rate: number; plainRate: number; ratio: number; rows: Row[] };
  data: {
    verdict: Verdict;
    findings: { code: string; verdict: Verdict; numbers: number[] }[];
    parts: { name: string; rows: number; classes: number[] }[];
    classNames: string[];
  };
}

const report = signal<Report | null>(null);
const trouble = signal('');
const busy = signal(false);
/** The weights that the report is about. */
const reported = signal('');

const digits = (value: number) => (Number.isFinite(value) ? value.toPrecision(7).replace('-', '−') : String(value));
const few = (value: number) => (value === 0 ? '0' : value.toPrecision(2).replace('-', '−'));

/** Shows the weight in the picture of the network. */
function point(row: Row): void {
  const dense = facts.peek()?.layers[row.layer]?.dense;
  if (!dense) return;
  const { layer, unit, input } = row;
  selection.value = input < 0 ? { kind: 'bias', layer, unit } : { kind: 'edge', layer, unit, input };
}

/** All that were checked, with all digits. */
const checkedTable = (name: Table['name'], rows: readonly Row[]): Table => ({
  name,
  heads: ['address', 'layer', 'value', 'run', 'reference', 'error', 'verdict'],
  rows: () =>
    rows.map(({ address, layerName, value, found, expected, error, kind }) => [address, layerName, value, found, expected, error, kind]),
});

function table(name: Table['name'], columns: readonly string[], rows: readonly Row[]): TemplateResult {
  return html`<div class="table" tabindex="0" role="group" aria-label=${text.worst}><table>
    <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, 12).map(
      (row) => html`<tr data-kind=${row.kind}>
        <th scope="row"><button class="weight" title=${row.address} @click=${() => point(row)} @focus=${() => point(row)}
          @blur=${() => {
            selection.value = null;
          }}>${row.layerName} ${text.weight(row.unit, row.input)}</button></th>
        <td>${digits(row.value)}</td><td>${digits(row.found)}</td><td>${digits(row.expected)}</td>
        <td>${row.kind === 'kink' || row.kind === 'unclear' ? row.kind : few(row.error)}</td></tr>`,
    )}</tbody></table></div>${csvButton(checkedTable(name, rows))}`;
}

function verdictMark(verdict: Verdict): TemplateResult {
  const sign = { right: '✓', note: '!', wrong: '✕', none: '–' }[verdict];
  return html`<span class="verdict" data-verdict=${verdict}><span aria-hidden="true">${sign}</span> ${text.verdicts[verdict]}</span>`;
}

function check(name: string, verdict: Verdict, title: string, says: string, about: string, formula: string, rest: unknown): TemplateResult {
  return html`<details class="check" data-check=${name} ?open=${verdict === 'wrong'}>
    <summary><h2>${title}</h2>${verdictMark(verdict)}<span class="says">${says}</span></summary>
    <div class="inside"><div class="about"><p>${about}</p><p class="formula">${formula}</p></div><div class="found">${rest}</div></div>
  </details>`;
}

function gradient({ done, gradient: found }: Report): TemplateResult {
  const { gradient: words } = text;
  const says =
    found.verdict === 'wrong'
      ? words.wrong(found.wrong, found.judged)
      : found.verdict === 'right'
        ? words.right(found.judged, found.parameters)
        : done && found.checked > 0
          ? words.none
          : '';
  const rest = html`<p>${words.loss(digits(found.loss), digits(found.plainLoss))}
    ${found.kinks > 0 ? words.kinks(found.kinks) : nothing} ${found.unclear > 0 ? words.unclear(found.unclear) : nothing}</p>
    ${table('gradient-check', words.columns, found.rows)}`;
  return check('gradient', found.verdict, words.title, says, words.about, words.formula, rest);
}

function update({ update: found }: Report): TemplateResult {
  const { update: words } = text;
  const says = found.verdict === 'wrong' ? words.wrong(few(found.ratio)) : found.verdict === 'right' ? words.right() : '';
  const rest = html`<p>${words.rate(few(found.rate), few(found.plainRate))}</p>${table('update-check', words.columns, found.rows)}`;
  return check('update', found.verdict, words.title, says, words.about, words.formula, rest);
}

function data({ data: found }: Report): TemplateResult {
  const { data: words } = text;
  const { classNames } = found;
  const says = found.verdict === 'wrong' ? words.wrong() : found.verdict === 'note' ? words.note() : words.right();
  const rest = html`<ul>${found.findings
    .filter(({ verdict }) => verdict !== 'none')
    .map(({ code, verdict, numbers }) => html`<li>${verdictMark(verdict)} ${text.findings[code]?.(numbers) ?? code}</li>`)}</ul>
    <div class="table" tabindex="0" role="group" aria-label=${text.partColumns[0] ?? ''}><table>
      <thead><tr>${[...text.partColumns, ...classNames].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${found.parts.map(
        (part) =>
          html`<tr><th scope="row">${text.parts[part.name]}</th><td>${part.rows}</td>${part.classes.map((count) => html`<td>${count}</td>`)}</tr>`,
      )}</tbody></table></div>${csvButton({
        name: 'data-check',
        heads: ['part', 'rows', ...classNames],
        rows: () => found.parts.map(({ name, rows, classes }) => [name, rows, ...classes]),
      })}`;
  return check('data', found.verdict, words.title, says, words.about, words.formula, rest);
}

function planted(): TemplateResult | typeof nothing {
  const bug = form.value?.fields.find(({ key }) => key === 'bug')?.value ?? 'none';
  if (bug === 'none') return nothing;
  const choice = fields.value.find(({ key }) => key === 'bug')?.choices.find(({ name }) => name === bug);
  const open = revealed.value === bug;
  return html`<section class="clinic" aria-live="polite"><h2>${text.clinic}</h2>
    ${open ? html`<p><b>${choice?.label}.</b> ${choice?.meaning}</p>` : html`<p>${text.clinicBody}</p>`}
    ${
      open
        ? html`<button class="framed tool" data-act="mend" @click=${() => void setField('bug', 'none')}>${text.mend}</button>`
        : html`<button class="framed tool" data-act="reveal" @click=${() => {
            revealed.value = bug;
          }}>${text.reveal}</button>`
    }</section>`;
}

class ChecksPanel extends Watching {
  readonly #laboratory = new Laboratory();
  #asked = 0;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (runState.peek() === 'running') pause();
    // The first time the run stands still, and again when the experiment is another one.
    let seen = '';
    this.#stop = effect(() => {
      const at = standingAt.value;
      const experiment = experimentText.value;
      if (at === '' || experiment === seen) return;
      seen = experiment;
      queueMicrotask(() => void this.#check());
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#cancel();
    this.#laboratory.close();
    report.value = null;
    selection.value = null;
  }

  #cancel(): void {
    this.#asked += 1;
    busy.value = false;
  }

  async #check(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    busy.value = true;
    reported.value = standingAt.peek();
    const port = copyRun();
    let answer = await this.#laboratory.ask<Report | Refusal>({ type: 'check', port }, [port]);
    while (mine === this.#asked && answer) {
      trouble.value = 'problems' in answer ? (answer.problems[0]?.message ?? '') : '';
      report.value = 'problems' in answer ? null : answer;
      if ('problems' in answer || answer.done || !answer.taken) break;
      answer = await this.#laboratory.ask<Report>({ type: 'check-on' });
    }
    if (mine === this.#asked) busy.value = false;
  }

  override render() {
    const present = report.value;
    const stale = present && reported.value !== standingAt.value;
    const says = busy.value
      ? present
        ? text.checking(present.gradient.checked, present.gradient.asked)
        : text.loading
      : standingAt.value === ''
        ? text.moving
        : stale
          ? text.stale
          : present
            ? text.at(present.step)
            : trouble.value;
    return html`<div class="checks" tabindex="0">
      <div class="head"><p role="status">${says}</p>
        ${busy.value && present ? html`<progress max=${present.gradient.asked} value=${present.gradient.checked} aria-label=${text.gradient.title}></progress>` : nothing}
        ${
          busy.value
            ? html`<button class="framed tool" @click=${() => this.#cancel()}>${text.cancel}</button>`
            : html`<button class="framed tool" data-act="recheck" ?disabled=${standingAt.value === ''} @click=${() => void this.#check()}>${text.again}</button>`
        }</div>
      ${planted()}
      ${present && !present.taken ? html`<p>${text.diverges}</p>` : nothing}
      ${present ? html`<div class="list">${gradient(present)}${update(present)}${data(present)}</div>` : nothing}
    </div>`;
  }
}

const styles = css`
  .checks { display: grid; height: 100%; overflow: auto; padding: 12px 16px 24px; gap: 12px; align-content: start; }
  .checks .head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; color: var(--ink-2); }
  .checks p { margin: 0; }
  .checks .clinic { display: flex; flex-wrap: wrap; align-items: center; padding: 12px 16px; border-left: 3px solid var(--error); border-radius: 4px; background: var(--error-soft); gap: 4px 16px; }
  .checks h2 { margin: 0; font-size: 13px; font-weight: 600; }
  .checks .check { border-bottom: 1px solid var(--line); }
  .checks summary { display: flex; flex-wrap: wrap; align-items: baseline; padding: 8px 4px; gap: 2px 16px; cursor: pointer; }
  .checks summary h2 { width: 72px; }
  .checks summary .says { color: var(--ink-2); }
  .checks .verdict { display: inline-block; min-width: 96px; font-size: 12px; font-weight: 600; white-space: nowrap; }
  .checks .verdict[data-verdict='right'] { color: var(--backward); }
  .checks .verdict[data-verdict='wrong'] { color: var(--error); }
  .checks .verdict:is([data-verdict='note'], [data-verdict='none']) { color: var(--ink-2); }
  .checks .inside { display: grid; padding: 4px 4px 16px; gap: 16px 48px; grid-template-columns: minmax(160px, 320px) minmax(0, 720px); }
  .checks .about { display: grid; color: var(--ink-2); gap: 12px; align-content: start; }
  .checks .formula { color: var(--ink); font-style: italic; }
  .checks .found .csv { justify-self: start; }
  .checks .found { display: grid; gap: 12px; min-width: 0; }
  .checks ul { display: grid; margin: 0; padding: 0; gap: 4px; list-style: none; }
  .checks .table { overflow: auto; }
  .checks table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
  .checks :is(td, th) { padding: 2px 12px 2px 4px; border-bottom: 1px solid var(--line); font-weight: 400; text-align: right; white-space: nowrap; }
  .checks .weight { padding: 2px 0; border: 0; background: none; color: inherit; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
  .checks thead th { color: var(--ink-3); font-size: 11px; }
  .checks th:first-child { text-align: left; }
  .checks tr[data-kind='wrong'] td { color: var(--error); }
  @media (max-width: 719px) { .checks .inside { grid-template-columns: minmax(0, 1fr); } }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
customElements.define('gb-checks', ChecksPanel);
