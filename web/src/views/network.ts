/** <gb-network>: the network as columns of units joined by their weights. Reads the store; every change is an action. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { changeLayer, setTrace, setView } from '../state/actions';
import { facts, fields, form, type Selection, selection, snapshot, trace, type View, view } from '../state/store';
import type { Problem } from '../trainer/core';
import type { Surface } from './canvas';
import { divergingTable, tableGradient } from './colormaps';
import { background, place, segmented, setText } from './dom';
import { drawEdges, edgeAt, edgesBySize } from './edges';
import { ParameterEditor } from './editor';
import { formatCount, formatTick, superscript } from './formats';
import { freeCorner, parameterOf, places, read } from './inspector';
import { type ColumnLayout, headHeight, layoutNetwork, type NetworkLayout } from './layout';
import { buildModel, type Column, fits, type NetworkModel, unitName } from './model';
import { networkStyles } from './network-styles';
import { NumberTexts } from './network-texts';
import { gauge, mapRole, type Picture, type Shows, winner } from './picture';
import { Scales } from './scales';
import { shared } from './styles';
import { themeVersion, tokens } from './theme';
import { barSpan, TilePainter, weightLimit } from './tiles';
import { ViewElement } from './view-element';
import { viewWords } from './words';
import './pad';

const words = viewWords.network;
const narrowWidth = 560;
const inspectorSize = { width: 196, height: 120 };

export class GlassboxNetwork extends ViewElement {
  static override styles = [shared, networkStyles];

  #surface: Surface | undefined;
  #observer: ResizeObserver | null = null;
  #width = 0;
  #height = 0;
  #model: NetworkModel | null = null;
  #layout: NetworkLayout | null = null;
  #problem = '';
  readonly #scales = new Scales();
  readonly #painter = new TilePainter();
  readonly #texts = new NumberTexts();
  readonly #editor = new ParameterEditor(() => this.requestUpdate());
  readonly #current = new Map<number, number>();

  protected override watch(): void {
    form.value;
    facts.value;
    view.value;
    themeVersion.value;
    trace.value;
  }

  protected override follow(): void {
    snapshot.value;
    selection.value;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#observer = null;
  }

  protected override updated(): void {
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    this.#surface = this.paintOn(this.renderRoot.querySelector('.stage > canvas'), this.#paint);
    if (stage && !this.#observer) {
      this.#observer = new ResizeObserver(([entry]) => {
        if (entry) this.#resize(entry.contentRect);
      });
      this.#observer.observe(stage);
    }
    if (this.#model) this.#texts.collect(this.renderRoot, this.#model.columns);
    super.updated();
  }

  #resize({ width, height }: DOMRectReadOnly): void {
    this.#width = width;
    this.#height = height;
    this.toggleAttribute('narrow', width > 0 && width < narrowWidth);
    this.requestUpdate();
  }

  /** What the units show now: pictures of weights are what image networks show unless asked for something else. */
  get #shows(): Shows {
    const { unitsShow } = view.value;
    if (this.#model && this.#model.imageSide > 0 && unitsShow === 'output') return 'weights';
    return this.#model?.mapped && unitsShow === 'weights' ? 'output' : unitsShow;
  }

  #picture(): Picture | null {
    if (!this.#model || !this.#layout) return null;
    this.#scales.follow(facts.value);
    return {
      model: this.#model,
      layout: this.#layout,
      snapshot: snapshot.value,
      selection: selection.value,
      shows: this.#shows,
      scales: this.#scales,
      tokens: tokens(),
      ratio: this.#surface?.ratio ?? 1,
    };
  }

  readonly #paint = (context: CanvasRenderingContext2D): void => {
    const picture = this.#picture();
    if (!picture) return;
    drawEdges(context, picture);
    this.#painter.draw(context, picture);
  };

  /** Numbers, inspector and legend of the present snapshot. */
  protected override refresh(): void {
    const picture = this.#picture();
    if (!picture) return;
    this.#texts.update(picture);
    this.#refreshInspector(picture);
    this.#refreshLegend(picture);
  }

  #refreshInspector(picture: Picture): void {
    const host = this.renderRoot.querySelector<HTMLElement>('.inspector-place');
    if (!host) return;
    const reading = this.#editor.open ? null : read(picture.selection, picture.model, picture.snapshot);
    if (!reading) {
      render(nothing, host);
      return;
    }
    const box = freeCorner(picture.selection, picture.layout, inspectorSize.width, inspectorSize.height, headHeight);
    render(
      html`<div class="inspector" ${place(box.left, box.top)}>
        <div class="title">${reading.title}</div>
        <div class="figure">${reading.value}</div>
        <dl>${reading.rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
      </div>`,
      host,
    );
  }

  #refreshLegend(picture: Picture): void {
    const last = picture.model.columns.at(-1);
    const best = winner(picture);
    setText(this.renderRoot.querySelector('.against'), last && best >= 0 ? words.against(unitName(last, best, false)) : '');
    const [low, high] = this.renderRoot.querySelectorAll('.limit');
    const limits = this.#limits(picture);
    setText(low, formatTick(limits[0]));
    setText(high, `${limits[1] > 0 ? '+' : ''}${formatTick(limits[1])}`);
  }

  #limits(picture: Picture): [number, number] {
    const column = picture.model.columns.find((candidate) => candidate.layer >= 0 && (candidate.dense >= 0 || candidate.output));
    if (!column) return [-1, 1];
    if (picture.shows === 'weights') {
      const limit = weightLimit(picture, column);
      return [-limit, limit];
    }
    const role = picture.model.mapped
      ? mapRole(picture, column)
      : picture.shows === 'gradient'
        ? 'd_b'
        : picture.shows === 'sum'
          ? 'sum'
          : 'activation';
    const { middle, half } = gauge(picture, column, role);
    return [middle - half, middle + half];
  }

  override render(): TemplateResult {
    const present = form.value;
    const run = facts.value;
    this.#model = present && run && fits(present, run) ? buildModel(present, run, fields.value) : null;
    this.#layout = this.#model && this.#width > 0 && this.#height > headHeight ? this.#makeLayout(this.#model) : null;
    return html`<div class="view">
      ${this.#head()}
      <div
        class="stage"
        @pointermove=${this.#pointAt}
        @pointerleave=${() => this.#select(null)}
        @click=${this.#clickStage}
      >
        <canvas aria-hidden="true"></canvas>
        ${this.#model && this.#layout ? this.#stage(this.#model, this.#layout) : html`<div class="waiting"></div>`}
        <div class="inspector-place"></div>
        ${this.#editor.template()}
      </div>
      ${this.#legend()}
    </div>`;
  }

  #makeLayout(model: NetworkModel): NetworkLayout {
    const narrow = this.#width < narrowWidth;
    const requests = model.columns.map((column) => {
      const longest = column.layer < 0 && column.kind === 'tiles' ? Math.max(...column.unitNames.map((name) => name.length), 0) : 0;
      return { kind: column.kind, units: column.units, nameWidth: Math.min(longest * 7 + 8, narrow ? 40 : 88), output: column.output };
    });
    return layoutNetwork(requests, this.#width, this.#height);
  }

  #head(): TemplateResult {
    const model = this.#model;
    const image = model !== null && model.imageSide > 0;
    return html`<div class="head">
      <h2>${words.title}</h2>
      <span class="quiet">${model ? `${model.shape} · ${formatCount(model.parameters)} ${words.parameters}` : ''}</span>
      <span class="spacer"></span>
      <span class="quiet" aria-hidden="true">${image ? words.showImages : words.show}</span>
      ${this.#showSegments(image)}
    </div>`;
  }

  #showSegments(image: boolean): TemplateResult {
    const { shows } = words;
    const segments: { name: View['unitsShow']; label: string }[] = [
      { name: 'output', label: image ? shows.weights : shows.output },
      { name: 'sum', label: shows.sum },
      { name: 'gradient', label: shows.gradient },
    ];
    const current = view.value.unitsShow === 'weights' ? 'output' : view.value.unitsShow;
    return segmented(image ? words.showImages : words.show, segments, current, (unitsShow) => setView({ unitsShow }));
  }

  #stage(model: NetworkModel, layout: NetworkLayout): TemplateResult {
    return html`
      ${model.columns.map((column, index) => {
        const where = layout.columns[index];
        return where ? html`${this.#columnHead(column, where)}${this.#bundle(index)}${this.#units(column, index, where)}` : nothing;
      })}
      <button class="walk" type="button" @focus=${() => this.#walk(0)} @blur=${() => this.#select(null)} @keydown=${this.#walkKey}>
        ${words.edges}<span class="hidden">. ${words.edgesHelp}</span>
      </button>
    `;
  }

  #columnHead(column: Column, where: ColumnLayout): TemplateResult {
    const { net, units, name } = column;
    const set = (value: number) => () => this.#change(changeLayer('units', net, String(value)));
    const stepper = net >= 0 && column.dense >= 0 && !this.hasAttribute('narrow');
    return html`<div class="column" ${place(where.centre, 8)}>
      <span class="name">
        ${
          stepper
            ? html`<button class="small" type="button" aria-label=${words.removeUnit(name)} ?disabled=${units <= 1} @click=${set(units - 1)}>−</button>
                <span>${name}</span>
                <button class="small" type="button" aria-label=${words.addUnit(name)} @click=${set(units + 1)}>+</button>
                <button class="small shy aside" type="button" aria-label=${words.removeLayer(name)} title=${words.removeLayer(name)}
                  @click=${() => this.#change(changeLayer('remove', net, ''))}>×</button>`
            : html`<span>${name}</span>`
        }
      </span>
      <span class="caption">${this.#caption(column)}</span>
    </div>`;
  }

  /** Tables have one row at a time in the picture; its number is the caption of the inputs. */
  #caption(column: Column): TemplateResult | string {
    const row = trace.value.row;
    const count = facts.value?.rows ?? 0;
    if (column.layer >= 0 || column.kind === 'pad' || this.#model?.mapped || row === null || count === 0) return column.caption;
    const go = (by: number) => () => setTrace(null, (row + by + count) % count);
    return html`<button class="small" type="button" aria-label=${words.previousRow} @click=${go(-1)}>‹</button>
      ${words.row(formatCount(row + 1), formatCount(count))}
      <button class="small" type="button" aria-label=${words.nextRow} @click=${go(1)}>›</button>`;
  }

  /** Shapes over the bundle that ends in this column, and the way to put a layer there. */
  #bundle(index: number): TemplateResult | typeof nothing {
    const source = this.#model?.columns[index - 1];
    const target = this.#model?.columns[index];
    const from = this.#layout?.columns[index - 1];
    const to = this.#layout?.columns[index];
    if (!source || !target || !from || !to || target.dense < 0) return nothing;
    const name = superscript(target.dense + 1);
    const ribbon = from.grid || to.grid || source.units > 16 || target.units > 16;
    const middle = (from.right + to.left) / 2;
    const before = target.output ? (form.value?.layers.length ?? 0) : target.net;
    return html`<div class="bundle" ${place((from.centre + to.centre) / 2, 4)}>
        <span>W${name} ${target.units}×${source.units}</span><span>b${name} ${target.units}</span>
        ${
          before >= 0
            ? html`<button class="small shy" type="button" aria-label=${words.addLayer(target.name)} title=${words.addLayer(target.name)}
                @click=${() => this.#change(changeLayer('add', before, ''))}>+</button>`
            : nothing
        }
      </div>
      ${
        ribbon && source.kind === 'pad'
          ? html`<span class="ribbon" ${place(middle, (from.bottom - from.tile / 2 + (to.top + to.bottom) / 2) / 2)}>
              <b>${formatCount(target.units * source.units)}</b>${words.weights}
            </span>`
          : nothing
      }`;
  }

  #units(column: Column, index: number, where: ColumnLayout): TemplateResult {
    if (column.kind === 'pad') return html`<gb-pad ${place(where.left, where.top, where.tile)}></gb-pad>`;
    const units = Array.from({ length: column.units }, (_, unit) => unit);
    const current = Math.min(this.#current.get(index) ?? 0, column.units - 1);
    const bars = column.kind === 'bars';
    const width = bars ? where.right - where.left : where.tile;
    return html`${units.map((unit) => {
      const x = where.x[unit] ?? 0;
      const y = where.y[unit] ?? 0;
      return html`<button class="unit" type="button" tabindex=${unit === current ? 0 : -1} data-column=${index} data-unit=${unit}
          aria-label=${this.#unitLabel(column, unit)} ${place(x, y, width, bars ? Math.max(where.tile - 2, 8) : where.tile)}
          @pointerenter=${() => this.#select({ kind: 'unit', layer: column.layer, unit })}
          @focus=${() => this.#focusUnit(index, column, unit)}
          @blur=${() => this.#select(null)}
          @keydown=${(event: KeyboardEvent) => this.#unitKey(event, where, column, unit)}
          @click=${(event: MouseEvent) => this.#clickUnit(event, column, unit)}></button>
        ${this.#unitWords(column, index, where, unit)}`;
    })}`;
  }

  #unitLabel(column: Column, unit: number): string {
    const name = unitName(column, unit, true);
    return column.dense >= 0 ? words.editFor(`${name}, ${words.bias}`) : name;
  }

  #unitWords(column: Column, index: number, where: ColumnLayout, unit: number): TemplateResult {
    const x = where.x[unit] ?? 0;
    const y = where.y[unit] ?? 0;
    if (column.kind === 'bars') {
      const { x: barX, width } = barSpan(where);
      const right = where.right - barX - width - 4;
      const numbers = barX + width + 4;
      const name = column.unitNames[unit] ?? words.output;
      return html`<span class="label output" aria-hidden="true" ${place(x, y, barX - x - 4)}>${name}</span>
        <span class="value" data-column=${index} data-unit=${unit} ${place(numbers, y + (where.showBar ? 0 : where.tile / 2 - 8), right)}></span>
        ${
          where.showNumber
            ? html`<span class="shortbias" data-column=${index} data-unit=${unit} ${place(numbers, y + 16, right)}></span>`
            : nothing
        }`;
    }
    const label = column.layer < 0 && column.unitNames[unit] !== undefined;
    const width = Math.max(16, Math.min(88, x - 8));
    const under = where.showNumber && (column.dense >= 0 || (column.layer < 0 && !this.#model?.mapped));
    return html`${
      label && !where.grid
        ? html`<span class="label" aria-hidden="true" title=${column.unitNames[unit]} ${place(x - width - 6, y + where.tile / 2 - 8, width)}
            >${column.unitNames[unit]}</span>`
        : nothing
    }${
      under
        ? html`<span class="under" data-column=${index} data-unit=${unit} ${place(x + where.tile / 2 - 36, y + where.tile + 9)}></span>`
        : nothing
    }`;
  }

  #legend(): TemplateResult {
    const model = this.#model;
    const bars = model !== null && model.imageSide > 0;
    const shows = this.#shows;
    const label = !model?.mapped && shows === 'gradient' ? words.meanGradient : words.legendOf[shows];
    return html`<div class="legend">
      ${
        bars
          ? nothing
          : html`<span class="item"><i class="stroke"></i><i class="stroke thin"></i><i class="stroke thin plus"></i><i class="stroke plus"></i>
              ${words.weightLegend}</span>`
      }
      <span class="item"><span class="limit"></span>
        <i class="swatch" ${background(tableGradient(divergingTable(tokens().dark)))}></i>
        <span><span class="limit"></span> ${label}</span></span>
      ${bars ? html`<span class="item"><i class="stroke"></i><i class="stroke plus"></i><span class="against"></span></span>` : nothing}
      ${
        shows === 'sum' || shows === 'gradient'
          ? html`<button class="fit" type="button" title=${words.fitMeaning} @click=${this.#fit}>${words.fit}</button>`
          : nothing
      }
      <span class="spacer"></span>
      ${this.hasAttribute('narrow') ? this.#showSegments(bars) : nothing}
      ${
        this.#problem
          ? html`<span class="problem" role="alert">${this.#problem}</span>`
          : html`<span class="hint">${bars ? words.pointHint(model?.columns[0]?.units ?? 0) : words.editHint}</span>`
      }
    </div>`;
  }

  readonly #fit = (): void => {
    this.#scales.fit();
    this.repaint();
  };

  async #change(answer: Promise<Problem[]>): Promise<void> {
    this.#problem = (await answer)[0]?.message ?? '';
    this.requestUpdate();
  }

  #select(next: Selection): void {
    if (this.#editor.open) return;
    if (JSON.stringify(next) !== JSON.stringify(selection.peek())) selection.value = next;
  }

  #focusUnit(index: number, column: Column, unit: number): void {
    this.#current.set(index, unit);
    this.#select({ kind: 'unit', layer: column.layer, unit });
  }

  #unitKey(event: KeyboardEvent, where: ColumnLayout, column: Column, unit: number): void {
    const steps: Record<string, number> = { ArrowUp: -where.across, ArrowDown: where.across, ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.max(0, Math.min(column.units - 1, unit + step));
    const button = event.currentTarget as HTMLElement;
    const target = this.renderRoot.querySelector<HTMLElement>(`.unit[data-column="${button.dataset.column}"][data-unit="${next}"]`);
    button.tabIndex = -1;
    if (target) {
      target.tabIndex = 0;
      target.focus();
    }
  }

  #clickUnit(event: MouseEvent, column: Column, unit: number): void {
    event.stopPropagation();
    this.#edit({ kind: 'bias', layer: column.layer, unit });
  }

  readonly #pointAt = (event: PointerEvent): void => {
    const stage = event.currentTarget as HTMLElement;
    const picture = this.#picture();
    const onCanvas = event.target === stage || (event.target as HTMLElement).tagName === 'CANVAS';
    if (!picture || !onCanvas) return;
    const box = stage.getBoundingClientRect();
    const edge = edgeAt(picture, event.clientX - box.left, event.clientY - box.top);
    stage.classList.toggle('pointing', edge !== null);
    this.#select(edge && { kind: 'edge', ...edge });
  };

  readonly #clickStage = (event: MouseEvent): void => {
    const onCanvas = event.target === event.currentTarget || (event.target as HTMLElement).tagName === 'CANVAS';
    if (onCanvas && selection.value?.kind === 'edge') this.#edit(selection.value);
  };

  #edit(chosen: Selection): void {
    const picture = this.#picture();
    const parameter = picture && parameterOf(chosen, picture.model, picture.snapshot);
    if (!picture || !parameter || !chosen) return;
    this.#select(chosen);
    const spots = places(chosen, picture.layout);
    const spot = spots[spots.length === 3 ? 1 : 0];
    const away = chosen.kind === 'edge' ? 12 : (picture.layout.columns[chosen.layer + 1]?.tile ?? 0) / 2 + 6;
    const left = Math.max(8, Math.min(this.#width - 184, (spot?.x ?? 0) - 88));
    const top = Math.max(8, Math.min(this.#height - 96, (spot?.y ?? 0) + away));
    this.#editor.begin(parameter, left, top, this.renderRoot);
  }

  /** The n-th biggest weight, under keyboard focus. */
  #walk(place: number): void {
    const picture = this.#picture();
    const edges = picture ? edgesBySize(picture) : [];
    const edge = edges[Math.max(0, Math.min(edges.length - 1, place))];
    if (edge) this.#select({ kind: 'edge', layer: edge.layer, unit: edge.unit, input: edge.input });
  }

  readonly #walkKey = (event: KeyboardEvent): void => {
    const picture = this.#picture();
    const chosen = selection.value;
    if (!picture) return;
    const edges = edgesBySize(picture);
    const at =
      chosen?.kind === 'edge' ? edges.findIndex((e) => e.layer === chosen.layer && e.unit === chosen.unit && e.input === chosen.input) : 0;
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') this.#walk(at + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') this.#walk(at - 1);
    else if (event.key === 'Enter' && chosen) this.#edit(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('gb-network', GlassboxNetwork);
