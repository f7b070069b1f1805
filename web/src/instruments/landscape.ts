/** The landscape: the true loss over a plane through the present weights, computed on a copy of the run that goes on meanwhile. */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { whole } from '../state/format';
import { readNumber } from '../state/requests';
import { lens, runState, type Selection } from '../state/store';
import { Watching } from '../state/watching';
import { segmented } from '../views/dom';
import { lookInterval } from './holding-back';
import { nameOf } from './landscape-axes';
import { foot, summary } from './landscape-foot';
import './landscape-map';
import './landscape-slice';
import {
  addressOf,
  answering,
  asked,
  busy,
  type Layers,
  type Look,
  layers,
  look,
  looking,
  nowhere,
  type Picture,
  type Place,
  picture,
  placeOf,
  progress,
  type Show,
  Survey,
  same,
  trouble,
} from './landscape-state';
import './landscape-styles';
import './landscape-surface';
import { landscapeWords as words } from './landscape-words';
import { restingAt } from './standing';

/** More weights than this are named by their address instead of chosen from a list. */
const mostListed = 400;
const seeds = 9999;

const following = signal(false);
/** Which of the two weights the next press in the network chooses; null: none. */
const picking = signal<0 | 1 | null>(null);

function allPlaces({ layer, rows, columns }: Layers[number]): Place[] {
  const units = Array.from({ length: rows }, (_, unit) => unit);
  return [
    ...units.flatMap((unit) => Array.from({ length: columns }, (_, input) => ({ layer, unit, input }))),
    ...units.map((unit) => ({ layer, unit, input: -1 })),
  ];
}

/** One weight, from a list where there are few, by its address otherwise. */
function weightField(id: string, label: string, chosen: Place, none: boolean, choose: (place: Place) => void): TemplateResult {
  const known = layers.value;
  const count = known.reduce((sum, { rows, columns }) => sum + rows * (columns + 1), 0);
  const first = html`<label for=${id}>${label}</label>`;
  if (count > mostListed) {
    return html`${first}<input id=${id} type="text" autocomplete="off" spellcheck="false" title=${words.addressHint} placeholder=${none ? words.heldNone : ''}
      .value=${addressOf(chosen)} @change=${(event: Event) => choose(placeOf((event.target as HTMLInputElement).value.trim()) ?? nowhere)} />`;
  }
  return html`${first}<select id=${id} @change=${(event: Event) => choose(placeOf((event.target as HTMLSelectElement).value) ?? nowhere)}>
    ${none ? html`<option value="" .selected=${chosen.layer < 0}>${words.heldNone}</option>` : nothing}
    ${known.map(
      (layer) =>
        html`<optgroup label=${layer.name}>${allPlaces(layer).map(
          (place) => html`<option value=${addressOf(place)} .selected=${same(place, chosen)}>${nameOf(place, known)}</option>`,
        )}</optgroup>`,
    )}</select>`;
}

/** The weights along the axes: as asked for, or as the core chose. */
function chosenPlaces(): [Place, Place] {
  const { first, second } = looking.value;
  const axes = picture.value?.plane === 'weights' ? picture.value.axes : undefined;
  return [first.layer < 0 && axes ? axes[0] : first, second.layer < 0 && axes ? axes[1] : second];
}

function chooseWeight(index: 0 | 1, place: Place): void {
  const [first, second] = chosenPlaces();
  const other = index === 0 ? second : first;
  const mine = index === 0 ? first : second;
  const moved = same(place, other) ? mine : other;
  const held = same(place, looking.peek().held) ? nowhere : looking.peek().held;
  look({ plane: 'weights', held, first: index === 0 ? place : moved, second: index === 0 ? moved : place });
}

function pick(index: 0 | 1 | null): void {
  picking.value = index;
  if (index === null) {
    lens.value = null;
    return;
  }
  lens.value = {
    overlay: () => nothing,
    legend: () => html`<span>${words.picking[index]}</span>`,
    choose: (chosen: NonNullable<Selection>) => {
      if (chosen.kind === 'unit') return;
      chooseWeight(index, { layer: chosen.layer, unit: chosen.unit, input: chosen.kind === 'edge' ? chosen.input : -1 });
      pick(index === 0 ? 1 : null);
    },
  };
}

function check(name: string, label: string, checked: boolean, change: (on: boolean) => void): TemplateResult {
  return html`<label class="l-check"><input type="checkbox" data-act=${name} .checked=${checked}
    @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} /> ${label}</label>`;
}

class LandscapePanel extends Watching {
  readonly #survey = new Survey();
  #stops: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heldProblem = '';
  #cancelled = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const begin = (quietly: boolean) => queueMicrotask(() => this.#begin(quietly));
    this.#stops = [
      // Another question, and the first one as soon as there is a run.
      effect(() => {
        const question = asked.value;
        if (runState.value !== 'loading' && question !== answering.peek().asked) begin(false);
      }),
      // The run has come to rest elsewhere.
      effect(() => {
        const at = restingAt.value;
        if (at !== '' && at !== answering.peek().at && answering.peek().asked !== '') begin(false);
      }),
      // One that is followed: another picture after each.
      effect(() => {
        if (!following.value || busy.value || runState.value !== 'running') return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#begin(true), lookInterval);
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    pick(null);
    this.#survey.close();
  }

  #begin(quietly: boolean): void {
    if (!this.isConnected || runState.peek() === 'loading' || runState.peek() === 'failed') return;
    this.#cancelled = false;
    void this.#survey.begin(quietly);
  }

  #cancel(): void {
    this.#cancelled = true;
    following.value = false;
    this.#survey.cancel();
    this.requestUpdate();
  }

  async #hold(text: string): Promise<void> {
    const read = await readNumber(text);
    this.#heldProblem = read?.ok ? '' : words.heldProblem;
    if (read?.ok) look({ heldAt: read.number });
    this.requestUpdate();
  }

  #weights(): TemplateResult {
    const { held, heldAt } = looking.value;
    const [first, second] = chosenPlaces();
    const picks = picking.value !== null;
    const three = layers.value.reduce((sum, { rows, columns }) => sum + rows * (columns + 1), 0) > 2;
    return html`${weightField('landscape-first', words.across, first, false, (place) => chooseWeight(0, place))}
      ${weightField('landscape-second', words.up, second, false, (place) => chooseWeight(1, place))}
      <button class="framed tool" data-act="landscape-pick" aria-pressed=${picks ? 'true' : 'false'} @click=${() => pick(picks ? null : 0)}>${picks ? words.pickCancel : words.pick}</button>
      ${
        three
          ? html`${weightField('landscape-held', words.held, held, true, (place) => look({ held: place }))}
            ${
              held.layer < 0
                ? nothing
                : html`<label for="landscape-value">${words.heldAt}</label><input id="landscape-value" type="text" inputmode="decimal" autocomplete="off"
                    aria-describedby="landscape-problem" aria-invalid=${this.#heldProblem === '' ? 'false' : 'true'} .value=${String(heldAt)}
                    @change=${(event: Event) => void this.#hold((event.target as HTMLInputElement).value)} />
                  <p class="l-problem" id="landscape-problem" role="alert">${this.#heldProblem}</p>`
            }`
          : nothing
      }`;
  }

  #controls(): TemplateResult {
    const present = looking.value;
    const plane = present.plane === 'auto' ? picture.value?.plane : present.plane;
    const mostZoom = Math.log2(picture.value?.mostZoom ?? 1);
    const kinds = (['weights', 'random', 'path'] as const).map((name) => ({ name, label: words.planes[name] as string }));
    return html`<div class="l-controls" data-picture="off">
      ${segmented(words.plane, kinds, plane ?? 'auto', (chosen) => look({ plane: chosen }))}
      <p class="l-hint">${plane ? words.planeHints[plane] : nothing}</p>
      ${plane === 'weights' ? this.#weights() : nothing}
      ${
        plane === 'random'
          ? html`<button class="framed tool" data-act="landscape-seed" title="${words.seed} ${whole(present.seed)}"
              @click=${() => look({ plane: 'random', seed: 1 + (present.seed % seeds) })}>${words.newDirections}</button>`
          : nothing
      }
      <div class="l-zoom" role="group" aria-label=${words.zoom}>
        <button class="square tool" aria-label=${words.wider} title=${words.wider} ?disabled=${present.zoom <= -mostZoom} @click=${() => look({ zoom: present.zoom - 1 })}>−</button>
        <span>${words.zoom} ${words.times(present.zoom)}</span>
        <button class="square tool" aria-label=${words.closer} title=${words.closer} ?disabled=${present.zoom >= mostZoom} @click=${() => look({ zoom: present.zoom + 1 })}>+</button></div>
      ${check('landscape-log', words.log, present.log, (log) => look({ log }))}
      ${plane === 'path' ? nothing : check('landscape-path', words.withPath, present.path, (path) => look({ path }))}
      ${check('landscape-penalty', words.withPenalty, present.penalty, (penalty) => look({ penalty }))}
      ${check('landscape-follow', words.follow, following.value, (on) => {
        following.value = on;
      })}
      <div class="l-about"><p>${words.about}</p><p class="l-formula">${plane === 'weights' ? words.formula.weights : words.formula.directions}</p></div>
    </div>`;
  }

  #status(shown: Picture | null): TemplateResult {
    const moved = shown && answering.value.at !== restingAt.value && restingAt.value !== '';
    const says = busy.value
      ? progress.value < 0.5 && !shown
        ? words.replaying
        : words.computing
      : trouble.value || (this.#cancelled ? words.stopped : moved ? words.moved : shown ? words.at(shown.step) : '');
    return html`<div class="l-status"><span role="status">${says}</span>
      ${busy.value ? html`<progress max="1" .value=${progress.value} aria-label=${words.title}></progress>` : nothing}
      <span class="spacer"></span>
      ${
        busy.value
          ? html`<button class="framed tool" data-act="landscape-cancel" @click=${() => this.#cancel()}>${words.cancel}</button>`
          : html`<button class="framed tool" data-act="landscape-again" @click=${() => this.#begin(false)}>${words.again}</button>`
      }</div>`;
  }

  override render() {
    const shown = picture.value;
    const { show, log, turn, tilt } = looking.value;
    const kinds = (['map', 'surface', 'slices'] as const).map((name) => ({ name, label: words.shows[name] }));
    const label = shown ? summary(shown) : '';
    return html`<div class="landscape">
      ${this.#controls()}
      <section class="l-main" data-part=${words.shows[show] ?? ''} aria-label=${words.title}>
        <div class="l-head">${segmented(words.show, kinds, show, (chosen: Show) => look({ show: chosen }))}${this.#status(shown)}</div>
        ${shown ? face(shown, show, label, log, { turn, tilt }) : html`<div></div>`}
      </section>
      <section class="l-side">${shown ? html`${show === 'slices' ? nothing : slices(shown, log)}${foot(shown, label)}` : nothing}</section>
    </div>`;
  }
}

function face(shown: Picture, show: Show, label: string, log: boolean, angles: Pick<Look, 'turn' | 'tilt'>): TemplateResult {
  if (show === 'slices') return html`<div class="l-slices">${slices(shown, log)}</div>`;
  if (show === 'map') return html`<gb-landscape-map .picture=${shown} .log=${log} .label=${label}></gb-landscape-map>`;
  return html`<gb-landscape-surface .picture=${shown} .log=${log} .label=${label} .look=${angles} .turned=${look}></gb-landscape-surface>`;
}

function slices(shown: Picture, log: boolean): TemplateResult {
  return html`<gb-landscape-slice .picture=${shown} .direction=${0} .log=${log}></gb-landscape-slice>
    <gb-landscape-slice .picture=${shown} .direction=${1} .log=${log}></gb-landscape-slice>`;
}

customElements.define('gb-landscape', LandscapePanel);
