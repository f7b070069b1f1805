/** <gb-generalise>: the parts beside each other, the rows that cost most, and the answer where no row ever was. */
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { loss, numeric, percent, whole } from '../state/format';
import { inTurn } from '../state/frames';
import { facts, runState } from '../state/store';
import { Watching } from '../state/watching';
import { segmented } from '../views/dom';
import { formatInputName, formatValue } from '../views/formats';
import { checksWords } from './checks-words';
import {
  busy,
  choose,
  dearest,
  type Finding,
  findings,
  look,
  type Overview,
  overview,
  type Row,
  shownPart,
  shownRow,
  startFollowing,
  trouble,
} from './generalise-state';
import './generalise-styles';
import { sweepPanel } from './generalise-sweep';
import { generaliseWords as text } from './generalise-words';
import './generalise-beyond';
import './row-image';

const partName = (present: Overview, part: number) => text.parts.names[present.parts[part]?.name ?? ''] ?? '';
const className = (present: Overview, label: number) => present.classes[label] ?? String(label);

function alarms(): TemplateResult {
  const found = findings.value.filter(({ verdict }) => verdict === 'wrong' || verdict === 'note');
  const one = ({ code, verdict, numbers }: Finding) =>
    html`<li data-verdict=${verdict}><b>${verdict === 'wrong' ? '✕' : '!'} ${checksWords.verdicts[verdict]}</b> ${checksWords.findings[code]?.(numbers) ?? code}</li>`;
  return html`<h3>${text.alarms.title}</h3>
    ${found.length > 0 ? html`<ul class="alarms">${found.map(one)}</ul>` : html`<p>✓ ${text.alarms.none}</p>`}`;
}

function logarithms(present: Overview): TemplateResult | typeof nothing {
  if (present.logarithms.length === 0) return nothing;
  const parts = present.parts.map((_, part) => part).filter((part) => (present.parts[part]?.rows ?? 0) > 0);
  return html`<h3>${text.logarithms.title}</h3>
    <table class="figures"><thead><tr>${text.logarithms.columns(parts.map((part) => partName(present, part))).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${present.logarithms.map(
        ({ name, label, loss: losses }) =>
          html`<tr data-logarithm=${name}><th scope="row">${label}</th>${parts.map((part) => html`<td>${loss(numeric(losses[part] ?? 'nan'))}</td>`)}</tr>`,
      )}</tbody></table>
    ${csvButton({
      name: 'logarithms',
      heads: ['logarithm', ...parts.map((part) => present.parts[part]?.name ?? '')],
      rows: () => present.logarithms.map(({ name, loss: losses }) => [name, ...parts.map((part) => losses[part])]),
    })}<p>${text.logarithms.about}</p>`;
}

function parts(present: Overview): TemplateResult {
  const score = present.target === 'classes' ? text.parts.accuracy : text.parts.r2;
  const write = (value: number) => (present.target === 'classes' ? percent(value) : loss(value));
  const names = [...text.parts.columns(score), ...(present.priced ? [text.parts.cost] : [])];
  const shown = present.parts.filter(({ rows }) => rows > 0);
  return html`<section class="parts"><h2>${text.parts.title}</h2>
    <table class="figures"><thead><tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${shown.map(
        (part) => html`<tr data-part=${part.name}><th scope="row">${text.parts.names[part.name]}</th><td>${whole(part.rows)}</td>
          <td>${loss(numeric(part.loss))}</td><td>${loss(numeric(part.baseLoss))}</td><td>${write(numeric(part.score))}</td><td>${whole(part.outside)}</td>
          ${present.priced ? html`<td>${loss(numeric(part.cost))}</td>` : nothing}</tr>`,
      )}</tbody></table>
    ${csvButton({
      name: 'parts',
      heads: ['part', 'rows', 'loss', 'base_loss', 'score', 'base_score', 'cost', 'rows_outside'],
      rows: () =>
        shown.map((part) => [
          part.name,
          part.rows,
          part.loss,
          part.baseLoss,
          part.score,
          part.baseScore,
          present.priced ? part.cost : '',
          part.outside,
        ]),
    })}<p>${text.parts.about}</p><p>${text.parts.outside}</p>
    ${alarms()}${logarithms(present)}</section>`;
}

const truthOf = (present: Overview, target: number) => (present.target === 'classes' ? className(present, target) : target);

function answerOf(present: Overview, row: Row): string {
  if (present.target === 'classes') return text.costs.answer(className(present, row.target), className(present, row.answered));
  return row.answers.length === 1 ? text.costs.answer(formatValue(row.target), formatValue(numeric(row.answers[0] ?? 'nan'))) : '';
}

function bar(share: number, most: number): TemplateResult {
  return html`<span class="bar" aria-hidden="true"><span .style=${`width:${most > 0 ? Math.max(0.5, (100 * share) / most).toFixed(2) : 0}%`}></span></span>`;
}

function entry(present: Overview, row: Row, most: number, chosen: boolean): TemplateResult {
  const name = text.costs.row(row.row);
  const wrong = present.target === 'classes' && row.answered !== row.target;
  const share = numeric(row.share);
  const out = row.out.map((column) => formatInputName(present.columns[column]?.name ?? ''));
  return html`<li><button class=${chosen ? 'chosen' : ''} data-row=${row.row} aria-pressed=${chosen ? 'true' : 'false'} @click=${() => choose(row)}>
    ${
      present.imageWidth > 0
        ? html`<gb-row-image .values=${row.inputs} .across=${present.imageWidth} .full=${facts.value?.high[0] ?? 1} .label=${name}></gb-row-image>`
        : html`<span class="name">${name}</span>`
    }
    <span class="amount">${bar(share, most)}<span class="share">${percent(share)}</span></span>
    <span class="loss">${loss(numeric(row.loss))}</span>
    <span class="said ${wrong ? 'wrong' : ''}">${answerOf(present, row)}${out.length > 0 ? html`<em title=${text.costs.outsideIn(out.join(', '))}>${text.costs.outside}</em>` : nothing}</span>
  </button></li>`;
}

function costs(present: Overview): TemplateResult {
  const part = shownPart(present);
  const rows = dearest.value;
  const all = present.parts[part];
  const row = shownRow();
  const most = numeric(rows[0]?.share ?? 0);
  const choices = present.parts.flatMap(({ rows: count }, index) =>
    count > 0 ? [{ name: String(index), label: partName(present, index) }] : [],
  );
  const file = csvButton({
    name: 'dearest',
    heads: [
      'row',
      'loss',
      'share',
      'truth',
      'answered',
      ...(rows[0]?.answers ?? []).map((_, k) => `answer_${k + 1}`),
      ...present.columns.map(({ name }) => name),
    ],
    rows: () =>
      rows.map((one) => [
        one.row + 1,
        one.loss,
        one.share,
        truthOf(present, one.target),
        present.target === 'classes' ? className(present, one.answered) : '',
        ...one.answers,
        ...one.inputs,
      ]),
  });
  return html`<section class="dearest"><div class="head"><h2>${text.costs.title}</h2><span class="spacer"></span>
      ${choices.length > 1 ? segmented(text.costs.part, choices, String(part), (name) => look({ part: Number(name), row: -1 })) : nothing}</div>
    <p>${text.costs.about(all?.half ?? 0, all?.rows ?? 0, partName(present, part))}</p>
    <ol aria-label=${text.costs.list}>${rows.map((one) => entry(present, one, most, one.row === row))}</ol>${file}</section>`;
}

/** A part of the instrument. While the network trains, no two of them render in one frame. */
abstract class Section extends Watching {
  protected override async scheduleUpdate(): Promise<void> {
    if (runState.peek() === 'running') await new Promise<void>((resolve) => inTurn(resolve, 0));
    super.scheduleUpdate();
  }
}

class Dearest extends Section {
  override render(): TemplateResult | typeof nothing {
    return overview.value ? costs(overview.value) : nothing;
  }
}

class Beside extends Section {
  override render(): TemplateResult | typeof nothing {
    return overview.value ? sweepPanel(overview.value) : nothing;
  }
}

class Parts extends Section {
  override render(): TemplateResult | typeof nothing {
    return overview.value ? parts(overview.value) : nothing;
  }
}

customElements.define('gb-generalise-rows', Dearest);
customElements.define('gb-generalise-sweep', Beside);
customElements.define('gb-generalise-parts', Parts);

class GlassboxGeneralise extends Watching {
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = startFollowing();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override render(): TemplateResult {
    const present = overview.value;
    const says = runState.value === 'diverged' ? text.diverged : present ? text.at(present.step) : trouble.value || text.loading;
    return html`<div class="generalise" tabindex="0" data-busy=${busy.value ? 'true' : 'false'} data-at=${present?.step ?? nothing}>
      <p class="status" role="status" aria-live=${runState.value === 'running' ? 'off' : 'polite'}>${says}</p>
      <gb-generalise-rows></gb-generalise-rows><gb-generalise-sweep></gb-generalise-sweep><gb-generalise-parts></gb-generalise-parts>
    </div>`;
  }
}

customElements.define('gb-generalise', GlassboxGeneralise);
