/** <gb-network>: the network as columns of units joined by their weights. Reads the store; every change is an action. */
import { html, nothing, render, type TemplateResult } from 'lit';
import {
  blocked,
  facts,
  fields,
  form,
  lens,
  opening,
  rows,
  runNumber,
  type Selection,
  selection,
  snapshot,
  trace,
  view,
} from '../state/store';
import type { Problem } from '../trainer/core';
import { Raster, type Surface } from './canvas';
import { place, setText } from './dom';
import { drawEdges, edgeAt, edgesBySize } from './edges';
import { ParameterEditor } from './editor';
import { formatCount, formatTick } from './formats';
import { columnOf, freeCorner, looksAtPixels, parameterOf, places, read } from './inspector';
import { type ColumnLayout, layoutNetwork, type NetworkLayout, phoneWidth } from './layout';
import { buildModel, type Column, fits, type NetworkModel, unitName } from './model';
import { networkCardsStyles } from './network-cards-styles';
import { legend } from './network-legend';
import { nameWidth, type StageActs, stageTemplate } from './network-parts';
import { showsSegments, showsSelect } from './network-shows';
import { networkStyles } from './network-styles';
import { NumberTexts } from './network-texts';
import { gauge, mapRole, type Picture, type Shows, winner } from './picture';
import { Scales } from './scales';
import { shared } from './styles';
import { themeVersion, tokens } from './theme';
import { paintWeightImage, TilePainter, weightLimit } from './tiles';
import { ViewElement } from './view-element';
import { viewWords } from './words';
import './pad';

const words = viewWords.network;
const inspectorSize = { width: 196, height: 120, image: 84 };
const nothingToPaint = (): void => {};
const firstPicture = 'first-picture';

/** For measurements: when the page first showed a network. */
function markFirstPicture(): void {
  if (performance.getEntriesByName(firstPicture).length === 0) performance.mark(firstPicture);
}

export class GlassboxNetwork extends ViewElement {
  static override styles = [shared, networkStyles, networkCardsStyles];

  #surface: Surface | undefined;
  #observer: ResizeObserver | null = null;
  #width = 0;
  #height = 0;
  #model: NetworkModel | null = null;
  #layout: NetworkLayout | null = null;
  #problem = '';
  readonly #scales = new Scales();
  readonly #painter = new TilePainter();
  readonly #weightsRaster = new Raster();
  readonly #texts = new NumberTexts();
  readonly #editor = new ParameterEditor(() => this.requestUpdate());
  readonly #current = new Map<number, number>();
  readonly #acts: StageActs = {
    change: (answer) => void this.#change(answer),
    select: (chosen) => this.#select(chosen),
    edit: (chosen) => this.#edit(chosen),
    focusUnit: (index, column, unit) => this.#focusUnit(index, column, unit),
    unitKey: (event, where, column, unit) => this.#unitKey(event, where, column, unit),
    current: (index) => this.#current.get(index) ?? 0,
  };

  protected override watch(): void {
    form.value;
    facts.value;
    view.value;
    blocked.value;
    themeVersion.value;
    lens.value;
    trace.value;
  }

  protected override follow(): void {
    snapshot.value;
  }

  protected override attend(): void {
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
    this.toggleAttribute('narrow', width > 0 && width < phoneWidth);
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
    this.#scales.follow(runNumber.peek(), opening.peek() !== null);
    return {
      model: this.#model,
      layout: this.#layout,
      snapshot: snapshot.value,
      selection: selection.value,
      shows: this.#shows,
      scales: this.#scales,
      tokens: lens.value ? { ...tokens(), negative: tokens().edge, positive: tokens().edge } : tokens(),
      neutral: lens.value !== null,
      ratio: this.#surface?.ratio ?? 1,
    };
  }

  readonly #paint = (context: CanvasRenderingContext2D): void => {
    const picture = this.#picture();
    if (!picture) return;
    drawEdges(context, picture);
    this.#painter.draw(context, picture);
    if (picture.snapshot) markFirstPicture();
  };

  /** The weights of the unit under the pointer, large. */
  readonly #paintWeights = (context: CanvasRenderingContext2D, width: number): void => {
    const picture = this.#picture();
    if (picture?.selection) paintWeightImage(context, width, this.#weightsRaster, picture, picture.selection.layer, picture.selection.unit);
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
    const { selection: chosen, model, layout } = picture;
    const reading = this.#editor.open || lens.value ? null : read(chosen, model, picture.snapshot);
    if (!reading) {
      render(nothing, host);
      this.paintOn(null, nothingToPaint);
      return;
    }
    const image =
      model.imageSide > 0 &&
      layout.width >= phoneWidth &&
      chosen !== null &&
      chosen.kind !== 'edge' &&
      looksAtPixels(columnOf(model, chosen.layer));
    const width = inspectorSize.width + (image ? inspectorSize.image : 0);
    const box = freeCorner(chosen, layout, width, inspectorSize.height, layout.head);
    render(
      html`<div class="inspector ${image ? 'with-image' : ''}" ${place(box.left, box.top, width)}>
        <div class="title">${reading.title}</div>
        <div class="figure">${reading.value}</div>
        <dl>${reading.rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
        ${image ? html`<canvas class="weights" aria-hidden="true"></canvas>` : nothing}
      </div>`,
      host,
    );
    this.paintOn(host.querySelector('canvas'), this.#paintWeights)?.invalidate();
  }

  #refreshLegend(picture: Picture): void {
    const last = picture.model.columns.at(-1);
    const best = winner(picture);
    const name = last && best >= 0 ? unitName(last, best, false) : '';
    setText(this.renderRoot.querySelector('.against'), name ? words.against(name) : '');
    if ((this.dataset.winner ?? '') !== name) this.dataset.winner = name;
    const [low, high] = this.renderRoot.querySelectorAll('.limit');
    const limits = this.#limits(picture);
    const write = (value: number): string => formatTick(Number(value.toPrecision(3)));
    setText(low, write(limits[0]));
    setText(high, `${limits[1] > 0 ? '+' : ''}${write(limits[1])}`);
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
    this.toggleAttribute('lens', lens.value !== null);
    const present = form.value;
    const run = facts.value;
    this.#model = present && run && fits(present, run) ? buildModel(present, run, fields.value, rows.value) : null;
    this.#layout = this.#model && this.#width > 0 && this.#height > 100 ? this.#makeLayout(this.#model) : null;
    return html`<div class="view">
      ${this.#head()}
      <div
        class="stage"
        @pointermove=${this.#pointAt}
        @pointerleave=${() => this.#select(null)}
        @click=${this.#clickStage}
      >
        <canvas aria-hidden="true"></canvas>
        ${this.#model && this.#layout ? this.#stage(this.#model, this.#layout) : html`<div class="waiting">${blocked.value === '' ? nothing : words.waiting}</div>`}
        <div class="inspector-place"></div>
        ${this.#editor.template()}
      </div>
      ${this.#legend()}
    </div>`;
  }

  #makeLayout(model: NetworkModel): NetworkLayout {
    const requests = model.columns.map((column) => {
      const { kind, name, units, output } = column;
      return { kind, name, units, nameWidth: nameWidth(column, this.#width), output };
    });
    return layoutNetwork(requests, this.#width, this.#height);
  }

  #head(): TemplateResult {
    const model = this.#model;
    const image = model !== null && model.imageSide > 0;
    return html`<div class="head">
      <h2>${words.title}</h2>
      <span class="quiet">${model ? `${model.shape} · ${formatCount(model.parameters)} ${words.parameters}` : ''}</span>
      <span class="spacer" aria-hidden="true">${lens.value ? nothing : html`<span class="quiet">${image ? words.showImages : words.show}</span>`}</span>
      ${lens.value ? nothing : showsSegments(image)}
    </div>`;
  }

  #stage(model: NetworkModel, layout: NetworkLayout): TemplateResult {
    return html`
      ${stageTemplate(model, layout, this.#acts)}${lens.value?.overlay(model, layout)}
      <button class="walk" type="button" @focus=${() => this.#walk(0)} @blur=${() => this.#select(null)} @keydown=${this.#walkKey}>
        ${words.edges}<span class="hidden">. ${words.edgesHelp}</span>
      </button>
      ${this.hasAttribute('narrow') && model.imageSide === 0 && !lens.value ? showsSelect() : nothing}
    `;
  }

  #legend(): TemplateResult {
    if (lens.value) return html`<div class="legend">${lens.value.legend()}</div>`;
    const bars = (this.#model?.imageSide ?? 0) > 0;
    const choice = this.hasAttribute('narrow') && bars ? showsSegments(bars) : nothing;
    return legend(this.#model, this.#shows, { choice, problem: this.#problem, fit: this.#fit });
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
    if (lens.value && chosen) {
      lens.value.choose(chosen);
      return;
    }
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
