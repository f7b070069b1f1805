/** What stands beside the landscape: it in words, what its marks mean, and its numbers as tables and files. */
import { html, nothing, type TemplateResult } from 'lit';
import { csvButton, type Table } from '../pictures/csv';
import { percent, whole } from '../state/format';
import './fold';
import { axisName, valueAt, writeLoss, writeValue } from './landscape-axes';
import type { Picture } from './landscape-state';
import { landscapeWords as words } from './landscape-words';

/** Every so many nodes have a cell of the table; a file has them all. */
const tableEvery = 8;

const nodes = (shown: Picture): Table => ({
  name: 'landscape',
  heads: ['across', 'up', 'loss'],
  rows: () =>
    Array.from(shown.values, (loss, node) => [
      valueAt(shown, 0, node % shown.size),
      valueAt(shown, 1, Math.floor(node / shown.size)),
      loss,
    ]),
});

const path = (shown: Picture): Table => ({
  name: 'landscape-path',
  heads: ['step', 'across', 'up', 'loss', 'loss_under_it'],
  rows: () => shown.path.map(({ step, x, y, loss, height }) => [step, x + shown.axes[0].origin, y + shown.axes[1].origin, loss, height]),
});

const isFlat = ({ axes: [across, up] }: Picture): boolean => across.slope === 0 && up.slope === 0;

/** What the picture says, in words. */
export function summary(shown: Picture): string {
  const { summary: says } = words;
  const sentences = [says.here(writeLoss(shown.centre), shown.step, shown.penalised)];
  if (shown.done) sentences.push(says.range(writeLoss(shown.low), writeLoss(shown.high)));
  if (isFlat(shown)) sentences.push(says.flat);
  else if (Number.isFinite(shown.inPlane)) sentences.push(says.share(percent(shown.inPlane)));
  const [first] = shown.path;
  if (first && shown.path.length > 1) sentences.push(says.path(shown.path.length, writeLoss(first.loss)));
  return sentences.join(' ');
}

function lossTable(shown: Picture): TemplateResult {
  const shownNodes = Array.from({ length: Math.floor((shown.size - 1) / tableEvery) + 1 }, (_, i) => i * tableEvery);
  return html`<div tabindex="0" role="group" aria-label=${words.table}><table>
    <thead><tr><th scope="col">${axisName(shown, 1)} \\ ${axisName(shown, 0)}</th>${shownNodes.map((x) => html`<th scope="col">${writeValue(shown, 0, x)}</th>`)}</tr></thead>
    <tbody>${[...shownNodes]
      .reverse()
      .map(
        (y) =>
          html`<tr><th scope="row">${writeValue(shown, 1, y)}</th>${shownNodes.map((x) => html`<td>${y < shown.rowsDone ? writeLoss(shown.values[y * shown.size + x] as number) : '…'}</td>`)}</tr>`,
      )}</tbody></table></div>`;
}

function pathTable(shown: Picture): TemplateResult {
  return html`<div tabindex="0" role="group" aria-label=${words.pathTable}><table>
    <thead><tr>${words.pathColumns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${shown.path.map(
      (mark) =>
        html`<tr><th scope="row">${whole(mark.step)}</th><td>${writeLoss(mark.x)}</td><td>${writeLoss(mark.y)}</td><td>${writeLoss(mark.loss)}</td><td>${writeLoss(mark.height)}</td></tr>`,
    )}</tbody></table></div>`;
}

export function foot(shown: Picture, label: string): TemplateResult {
  return html`<div class="l-foot"><p class="l-summary">${label}</p>
    <p class="l-legend"><span data-mark="present" ?data-held=${Boolean(shown.held)}></span> ${shown.held ? words.legend.elsewhere : words.legend.present}
      ${shown.path.length > 1 ? html`<span data-mark="path"></span> ${words.legend.path}` : nothing}
      ${isFlat(shown) ? nothing : html`<span data-mark="descent"></span> ${words.legend.descent}`}</p>
    <gb-fold class="l-table" .summary=${words.table} .inside=${() => lossTable(shown)} .rest=${csvButton(nodes(shown), !shown.done)}></gb-fold>
    ${shown.path.length > 1 ? html`<gb-fold class="l-table" .summary=${words.pathTable} .inside=${() => pathTable(shown)} .rest=${csvButton(path(shown))}></gb-fold>` : nothing}</div>`;
}
