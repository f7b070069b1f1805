/** What the microscope lays over the network: numbers at the units they belong to, and the way the present operation takes. */

import { effect } from '@preact/signals-core';
import { css, html, LitElement, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Numeric } from '../state/format';
import { snapshot } from '../state/store';
import { place as placed } from '../views/dom';
import { formatWeight } from '../views/formats';
import { type Anchor, arrives, type ColumnLayout, leaves, type NetworkLayout, phoneWidth } from '../views/layout';
import type { Column, NetworkModel } from '../views/model';
import { part } from '../views/snapshots';
import { allDigits, type Example, example, journey, looked, place, type Sheet } from './scope';
import { brief, number, symbol } from './typeset';
import { scopeWords as words } from './words';

const chipHeight = 18;
/** Room above and below a tile that chips need. */
const roomForBoth = 44;
const mostLabels = 12;
const roomForLabels = 90;
const mostArrows = 64;

interface Known {
  sum: Sheet | undefined;
  output: Sheet | undefined;
  back: Sheet | undefined;
}

/** What is known of a layer's units at the present operation. */
function known({ sheets }: Example, layer: number, item: number, units: number): Known {
  const here = sheets.filter((sheet) => sheet.layer === layer && sheet.item <= item && sheet.values.length === units);
  const last = (flow: string, sum: boolean) => here.findLast((sheet) => sheet.flow === flow && sheet.sum === sum);
  return { sum: last('forward', true), output: last('forward', false), back: last('backward', true) ?? last('backward', false) };
}

const value = (sheet: Sheet | undefined, unit: number): Numeric => sheet?.values[unit] ?? Number.NaN;

/** Room that a chip with two numbers needs at either side of its middle. */
const halfChip = 88;

function chip(flow: string, inside: unknown, x: number, y: number, width: number): TemplateResult {
  const last = x > width - halfChip;
  if (last) return html`<span class="chip ${flow} last" ${placed('auto', y)}>${inside}</span>`;
  return html`<span class="chip ${flow}" ${placed(x, y)}>${inside}</span>`;
}

function forwardChip(sheets: Known, unit: number, width: number): unknown {
  const { sum, output } = sheets;
  if (sum && output && width >= phoneWidth)
    return html`${symbol(sum.symbol)} ${number(value(sum, unit))} → ${symbol(output.symbol)} ${number(value(output, unit))}`;
  const only = output ?? sum;
  return only && html`${symbol(only.symbol)} ${number(value(only, unit))}`;
}

function chipsOf(column: Column, where: ColumnLayout, present: Example, item: number, chosen: number, width: number): TemplateResult[] {
  const sheets = known(present, column.layer, item, column.units);
  if (column.kind === 'pad' || column.kind === 'picture' || column.plane) return [];
  const pitch = (where.y[1] ?? Number.POSITIVE_INFINITY) - (where.y[0] ?? 0);
  const both = pitch - where.tile >= roomForBoth && !where.grid && column.kind === 'tiles';
  const each = both || (pitch >= chipHeight && !where.grid && column.kind === 'tiles');
  return Array.from({ length: column.units }, (_, unit) => unit)
    .filter((unit) => each || unit === chosen)
    .map((unit) => {
      const middle = (where.x[unit] ?? 0) + where.tile / 2;
      const top = where.y[unit] ?? 0;
      const back = sheets.back && html`${symbol(sheets.back.symbol)} ${number(value(sheets.back, unit))}`;
      if (both) {
        const forward = forwardChip(sheets, unit, width);
        return html`${forward ? chip('forward', forward, middle, top - chipHeight - 5, width) : nothing}${
          back ? chip('backward', back, middle, top + where.tile + 6, width) : nothing
        }`;
      }
      const beside = column.kind === 'bars' ? where.left + 40 : middle;
      const level = where.grid ? top - chipHeight - 5 : top + (where.tile - chipHeight) / 2;
      if (back) return chip('backward', brief(value(sheets.back, unit)), beside, level, 1e9);
      const latest = sheets.output ?? sheets.sum;
      return latest ? chip('forward', brief(value(latest, unit)), beside, level, 1e9) : html``;
    });
}

function curve(from: Anchor, to: Anchor): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

/** The edges that the present operation goes along. */
function arrows(model: NetworkModel, layout: NetworkLayout): SVGTemplateResult[] {
  const seen = looked.value;
  const items = journey.value?.items ?? [];
  const item = items[place.value.item];
  if (!seen || !item) return [];
  // Forward and for the gradient of a weight the edges end at the layer; on the way back they begin there.
  const index = model.columns.findIndex(({ layer }) => layer === seen.layer) + (seen.kind === 'back' ? 1 : 0);
  const [source, target] = [model.columns[index - 1], model.columns[index]];
  const [from, to] = [layout.columns[index - 1], layout.columns[index]];
  if (!source || !target || !from || !to || target.dense < 0 || source.plane) return [];
  const pairs: [unit: number, input: number][] =
    seen.kind === 'dense'
      ? Array.from({ length: source.units }, (_, input) => [seen.unit, input])
      : seen.kind === 'back'
        ? Array.from({ length: target.units }, (_, unit) => [unit, seen.unit])
        : seen.kind === 'weights'
          ? [[seen.unit, seen.input]]
          : [];
  if (pairs.length > mostArrows) return [];
  const back = item.phase === 'backward';
  return pairs.map(([unit, input]) => {
    const [start, end] = [leaves(from, input), arrives(to, unit)];
    return back
      ? svg`<path class="way backward" d=${curve({ ...start, x: start.x + 8 }, end)} marker-start="url(#backward)" />`
      : svg`<path class="way forward" d=${curve(start, { ...end, x: end.x - 8 })} marker-end="url(#forward)" />`;
  });
}

/** Near the units that the weights leave, or near those they reach. */
const labelPlaces = [0.24, 0.76];
const labelHeight = 13;

interface Spot {
  x: number;
  y: number;
}

function spotsAt(share: number, source: Column, target: Column, from: ColumnLayout, to: ColumnLayout): Spot[] {
  const rise = share * share * (3 - 2 * share);
  return Array.from({ length: target.units * source.units }, (_, i) => {
    const start = leaves(from, i % source.units);
    const end = arrives(to, Math.floor(i / source.units));
    return { x: start.x + (end.x - start.x) * (1.5 * share * (1 - share) + share ** 3), y: start.y + (end.y - start.y) * rise };
  });
}

const apart = (spots: readonly Spot[]): boolean => {
  const heights = spots.map(({ y }) => y).sort((a, b) => a - b);
  return heights.every((y, i) => i === 0 || y - (heights[i - 1] ?? 0) >= labelHeight);
};

/** Weights as numbers where there is room for all of them; the network under them has lost its signs' colours. */
function labels(model: NetworkModel, layout: NetworkLayout): TemplateResult[] {
  return model.columns.flatMap((target, index) => {
    const [source, from, to] = [model.columns[index - 1], layout.columns[index - 1], layout.columns[index]];
    const weights = part(snapshot.value, target.layer, 'W')?.values;
    if (!source || !from || !to || target.dense < 0 || !weights || source.units * target.units > mostLabels || from.kind === 'pad')
      return [];
    if (from.grid || to.grid || to.left - from.right < roomForLabels) return [];
    const spots = labelPlaces.map((share) => spotsAt(share, source, target, from, to)).find(apart) ?? [];
    return spots.map(({ x, y }, i) => html`<span class="weight" ${placed(x, y - 8)}>${formatWeight(weights[i] ?? 0)}</span>`);
  });
}

function biases(model: NetworkModel, layout: NetworkLayout): TemplateResult[] {
  return model.columns.flatMap((column, index) => {
    const where = layout.columns[index];
    const numbers = part(snapshot.value, column.layer, 'b')?.values;
    const pitch = (where?.y[1] ?? Number.POSITIVE_INFINITY) - (where?.y[0] ?? 0);
    if (
      !where ||
      !numbers ||
      column.kind !== 'tiles' ||
      where.grid ||
      column.plane ||
      pitch - where.tile < roomForBoth ||
      layout.width < phoneWidth
    )
      return [];
    return Array.from(
      { length: column.units },
      (_, unit) =>
        html`<span class="bias ${column.output ? 'last' : ''}" ${placed((where.x[unit] ?? 0) + (column.output ? -6 : where.tile + 6), (where.y[unit] ?? 0) + where.tile - 14)}>b ${formatWeight(numbers[unit] ?? 0)}</span>`,
    );
  });
}

function rings(model: NetworkModel, layout: NetworkLayout): TemplateResult | typeof nothing {
  const seen = looked.value;
  const phase = journey.value?.items[place.value.item]?.phase ?? 'forward';
  const index = model.columns.findIndex(({ layer }) => layer === seen?.layer);
  const [column, where] = [model.columns[index], layout.columns[index]];
  if (!seen || !column || !where || column.kind !== 'tiles' || column.plane || seen.unit >= column.units) return nothing;
  return html`<span class="ring ${phase}" ${placed((where.x[seen.unit] ?? 0) - 4, (where.y[seen.unit] ?? 0) - 4, where.tile + 8, where.tile + 8)}></span>`;
}

function lossBox(model: NetworkModel, layout: NetworkLayout, present: Example): TemplateResult | typeof nothing {
  const at = journey.value?.items.findIndex(({ kind }) => kind === 'loss') ?? -1;
  const last = layout.columns.at(-1);
  if (at < 0 || place.value.item < at || !last || present.target.length > 1 || model.columns.at(-1)?.kind !== 'tiles') return nothing;
  const top = (last.y[0] ?? 0) + last.tile + 26;
  if (top + 46 > layout.height) return nothing;
  return html`<span class="loss" ${placed(Math.min(last.centre, layout.width - 64), top)}>
    <span>${words.loss}, y = ${number(present.target[0] ?? Number.NaN)}</span><b>${number(present.loss)}</b></span>`;
}

export class MicroscopeStage extends LitElement {
  static override properties = { model: { attribute: false }, layout: { attribute: false } };
  declare model: NetworkModel;
  declare layout: NetworkLayout;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = effect(() => {
      example.value;
      looked.value;
      place.value;
      snapshot.value;
      allDigits.value;
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  static override styles = css`
    :host { position: absolute; z-index: 2; pointer-events: none; inset: 0; font-variant-numeric: tabular-nums; }
    svg { position: absolute; width: 100%; height: 100%; inset: 0; }
    .way { fill: none; stroke-width: 2.5; }
    .way.forward { stroke: var(--forward); }
    .way.backward { stroke: var(--backward); stroke-dasharray: 6 4; }
    marker path { fill: var(--forward); }
    #backward path { fill: var(--backward); }
    span { white-space: nowrap; }
    .chip, .weight, .bias, .ring, .loss { position: absolute; }
    .chip { padding: 0 6px; border-radius: 4px; font: 600 11px/18px system-ui, sans-serif; transform: translateX(-50%); }
    .chip.last { right: 4px; transform: none; }
    .chip.forward { background: var(--forward-soft); color: var(--forward); }
    .chip.backward { background: var(--backward-soft); color: var(--backward); }
    sup, sub { font-size: 8px; line-height: 0; }
    .scripts { display: inline-flex; flex-direction: column; vertical-align: middle; }
    .scripts sup, .scripts sub { line-height: 8px; vertical-align: baseline; }
    .weight, .bias { color: var(--ink-2); font: 11px/16px system-ui, sans-serif; }
    .weight { padding: 0 3px; border-radius: 3px; background: var(--ground); transform: translateX(-50%); }
    .bias.last { transform: translateX(-100%); }
    .bias { color: var(--ink-3); }
    .bias.last { transform: translateX(-100%); }
    .ring { border: 2px solid var(--forward); border-radius: 8px; }
    .ring.backward { border-color: var(--backward); }
    .ring.update { border-color: var(--ink); }
    .loss { display: grid; padding: 4px 10px; border: 1px solid var(--edge); border-radius: 6px; background: var(--surface); color: var(--ink-3); font: 11px/16px system-ui, sans-serif; text-align: center; transform: translateX(-50%); }
    .loss b { color: var(--forward); font-size: 13px; line-height: 20px; }
  `;

  override render() {
    const present = example.value;
    const { model, layout } = this;
    if (!present || !model || !layout) return nothing;
    const { item } = place.value;
    const seen = looked.value;
    return html`<svg aria-hidden="true">
        <marker id="forward" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0l8 4-8 4z" /></marker>
        <marker id="backward" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="5" markerHeight="5" orient="auto"><path d="M8 0L0 4l8 4z" /></marker>
        ${arrows(model, layout)}</svg>
      <div aria-hidden="true">${labels(model, layout)}${biases(model, layout)}${rings(model, layout)}
        ${model.columns.map((column, index) => {
          const where = layout.columns[index];
          return where ? chipsOf(column, where, present, item, seen?.layer === column.layer ? seen.unit : -1, layout.width) : nothing;
        })}
        ${lossBox(model, layout, present)}</div>`;
  }
}

customElements.define('gb-microscope-stage', MicroscopeStage);
