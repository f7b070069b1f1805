/** Pieces that the answers share: heads, legends, axes, data tables. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Facts } from '../state/store';
import type { Status } from '../trainer/core';
import { shareOf, ticks } from './axes';
import { place } from './dom';
import { formatLoss, formatPercent, formatTick } from './formats';
import { viewWords } from './words';

const words = viewWords.answer;

/** The score that the head quotes: of the test rows, or of the training rows where there are none. */
export function headScore(status: Status | undefined, facts: Facts | null, classes: boolean): { figure: string; words: string } {
  const part = facts && facts.parts.test > 0 ? 1 : 0;
  const score = status?.score[part];
  const name = part === 1 ? words.test : words.train;
  if (score === undefined || Number.isNaN(score)) return { figure: '', words: '' };
  return classes ? { figure: formatPercent(score), words: words.right(name) } : { figure: `${words.r2} ${formatLoss(score)}`, words: name };
}

/** What the answers cost, and what one and the same answer for every row would; both empty without costs. */
export function costsOf(status: Status | undefined, part: number, classes: readonly string[]): { cost: string; always: string } {
  const cost = status?.cost[part] ?? Number.NaN;
  if (!status || Number.isNaN(cost)) return { cost: '', always: '' };
  const all = (status.costAlways[part] ?? []).map((each, label) => ({ each, name: classes[label] ?? '' }));
  const shown = all.length > 3 ? all.sort((a, b) => a.each - b.each).slice(0, 1) : all;
  const always = shown.map(({ each, name }) => words.always(name, formatLoss(each)));
  return { cost: words.cost(formatLoss(cost)), always: always.join(' · ') };
}

const circle = (kind: string, radius = 4): TemplateResult => svg`<circle class="mark ${kind}" cx="8" cy="8" r=${radius} />`;

export function classMark(label: number): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">
    ${circle(`class-${label}`)}${label === 2 ? svg`<path class="mark half" d="M4 8a4 4 0 0 0 8 0z" />` : nothing}
  </svg>`;
}

export const squareMark = html`<svg viewBox="0 0 16 16" aria-hidden="true"><rect class="mark solid" x="4.5" y="4.5" width="7" height="7" /></svg>`;
export const diamondMark = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path class="mark solid" d="M8 3 13 8 8 13 3 8z" /></svg>`;
export const roundMark = html`<svg viewBox="0 0 16 16" aria-hidden="true">${circle('solid', 3.5)}</svg>`;
export const ringMark = html`<svg viewBox="0 0 16 16" aria-hidden="true">${circle('ring', 6)}${circle('dot', 2.5)}</svg>`;

/** What the forms of marks mean for the parts that this run has. */
export function partLegend(facts: Facts | null): TemplateResult {
  return html`${facts && facts.parts.test > 0 ? html`<span>${squareMark}${words.squareTest}</span>` : nothing}
  ${facts && facts.parts.blind > 0 ? html`<span>${diamondMark}${words.diamondBlind}</span>` : nothing}`;
}

/** Numbers along the left and lower edge of a plot, as text. */
export function axisTicks(x: readonly [number, number], y: readonly [number, number]): TemplateResult {
  const percent = (share: number): string => `${100 * share}%`;
  return html`${ticks(x[0], x[1], 4).map((value) => html`<span class="tick x" ${place(percent(shareOf(value, ...x)), '100%')}>${formatTick(value)}</span>`)}
  ${ticks(y[0], y[1], 4).map((value) => html`<span class="tick y" ${place('0', percent(1 - shareOf(value, ...y)))}>${formatTick(value)}</span>`)}`;
}

/** A data table, one key away: hidden until it has focus, its rows made only when it is opened. */
export function dataTable(caption: string, heads: readonly string[], rows: () => readonly (readonly string[])[]): TemplateResult {
  const fill = (event: Event): void => {
    const details = event.currentTarget as HTMLDetailsElement;
    const body = details.querySelector('tbody');
    if (!details.open || !body) return;
    body.replaceChildren(
      ...rows().map((cells) => {
        const row = document.createElement('tr');
        row.append(...cells.map((cell) => Object.assign(document.createElement('td'), { textContent: cell })));
        return row;
      }),
    );
  };
  return html`<details class="table hidden" @toggle=${fill}>
    <summary>${words.table}: ${caption}</summary>
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody></tbody>
    </table>
  </details>`;
}
