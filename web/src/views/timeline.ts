/** <gb-timeline>: the run as a line. Its thumb goes to any step; below it stand the branches, above it edits and the best test. */
import { signal } from '@preact/signals-core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { deleteBranch, forkOf, presentName, reachedStep, renameBranch, selectBranch, shelved, startBranches } from '../state/branches';
import { seek } from '../state/drive';
import { loss, whole, written } from '../state/format';
import { editsIn } from '../state/link';
import { type Branch, branches, experimentText, facts, fields, form, opening, pointedBranch, snapshot } from '../state/store';
import { timelineWords as words } from '../state/timeline-words';
import { shareOf, ticks } from './axes';
import { setAttribute, setText } from './dom';
import { shared } from './styles';
import { timelineStyles } from './timeline-styles';
import { ViewElement } from './view-element';

const rowHeight = 24;
const stemHeight = 14;
/** Room that a branch's words want beside its end. */
const labelShare = 0.5;
/** Where the run has no length, the axis doubles from here. */
const firstEpochs = 10;
const epochsAPage = 10;
/** Axis numbers beyond end at their tick, to leave room for the unit. */
const lastShare = 0.97;

/** Words over the thumb begin or end at it where this near to an end of the line. */
const nearEnd = 0.06;

/** What moves does so in drawings, below and above the marks: boxes that move would have the browser sort the page's layers anew. */
const lines = svg`<line class="reached" y1="34" y2="34" /><line class="done" y1="34" y2="34" />`;
const knob = svg`<circle class="ring" cy="34" /><circle class="knob" cy="34" /><text class="bubble" y="16" />`;

startBranches();

export class GlassboxTimeline extends ViewElement {
  static override styles = [shared, timelineStyles];

  /** Under the pointer that drags. */
  #dragged: number | null = null;
  #moved = false;
  #asked: number | null = null;
  #ticksOf = 0;
  readonly #renaming = signal('');

  protected override watch(): void {
    form.value;
    facts.value;
    fields.value;
    experimentText.value;
    branches.value;
    presentName.value;
    pointedBranch.value;
    shelved.value;
    this.#renaming.value;
  }

  protected override follow(): void {
    snapshot.value;
    reachedStep.value;
  }

  protected override attend(): void {
    opening.value;
    if (opening.value === null && this.#asked !== null) this.#askAgain();
  }

  get #step(): number {
    return this.#dragged ?? opening.peek() ?? snapshot.peek()?.status.step ?? 0;
  }

  /** The right end of the axis: the run's length, or room that doubles. */
  get #end(): number {
    const status = snapshot.peek()?.status;
    const reached = Math.max(reachedStep.peek(), status?.step ?? 0, ...branches.peek().map((branch) => branch.step));
    if (status && status.length > 0) return Math.max(status.length, reached);
    let end = firstEpochs * (status?.stepsPerEpoch ?? 1);
    while (end < reached) end *= 2;
    return end;
  }

  override render(): TemplateResult {
    const kept = branches.value;
    const remarks = shelved.value ? nothing : html`<p class="remark" role="status">${words.notShelved}</p>`;
    const forked = kept.length > 0 || presentName.value !== '';
    return html`<div class="timeline">
      <p class="name">${forked ? this.#presentLine(kept) : nothing}</p>
      <p class="remark memory" hidden>${words.notRemembered}</p>
      ${remarks}
      <div class="track" @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}>
        <div class="thumb" role="slider" tabindex="0" aria-label=${words.slider} aria-valuemin="0" @keydown=${this.#key}></div>
        <div class="line"></div>
        <svg class="moving" aria-hidden="true">${lines}</svg>
        ${editsIn(experimentText.value).map((edit) => html`<i class="edit" data-step=${edit.step} title=${words.edit(this.#edit(experimentText.value, edit))}></i>`)}
        <div class="carrier at-best"><i class="best"></i><span class="best-label" aria-hidden="true">${words.best}</span></div>
        <svg class="moving" aria-hidden="true">${knob}</svg>
      </div>
      ${kept.length > 0 ? html`<ul class="branches" tabindex="-1" aria-label=${words.branches}>${kept.map((branch) => this.#row(branch))}</ul>` : nothing}
      <div class="axis" aria-hidden="true"></div>
    </div>`;
  }

  #presentLine(kept: readonly Branch[]): TemplateResult {
    const text = experimentText.value;
    const fork = Math.min(...kept.map((branch) => forkOf(branch.text, text)));
    const what = Number.isFinite(fork) ? this.#describe(text, fork) : '';
    const name = presentName.value === '' ? words.thisRun : words.named(presentName.value);
    return html`<b>${name}</b>${what === '' ? nothing : html` ${what}`}`;
  }

  #row(branch: Branch): TemplateResult {
    const fork = forkOf(branch.text, experimentText.value);
    const part = Number.isNaN(branch.loss[1]) ? 0 : 1;
    const outcome = words.outcome(part === 1 ? words.test : words.train, loss(branch.loss[part] ?? Number.NaN), branch.step);
    const what = this.#describe(branch.text, fork);
    const point = (on: boolean) => () => {
      pointedBranch.value = on ? branch.id : '';
    };
    return html`<li data-branch=${branch.id} ?data-pointed=${pointedBranch.value === branch.id} @pointerenter=${point(true)} @pointerleave=${point(false)}
      @focusin=${point(true)} @focusout=${point(false)}>
      <i class="stem"></i><i class="end"></i>
      <div class="label">
        ${
          this.#renaming.value === branch.id
            ? html`<input type="text" maxlength="60" aria-label=${words.nameOf(branch.name)} .value=${branch.name} @keydown=${this.#nameKey} @blur=${this.#named} />`
            : html`<button class="open" aria-label=${words.open(branch.name, what, outcome)} @click=${() => selectBranch(branch)}>
                <b>${words.named(branch.name)}</b> ${what} · <b>${outcome}</b></button>`
        }
        <button class="act" aria-label=${words.renameOf(branch.name)} @click=${() => this.#rename(branch)}>${words.rename}</button>
        <button class="act" aria-label=${words.removeOf(branch.name)} @click=${() => deleteBranch(branch)}>${words.remove}</button>
      </div>
    </li>`;
  }

  /** What a line does from the step on where it leaves another one. */
  #describe(text: string, fork: number): string {
    const edits = editsIn(text).filter(({ step }) => step >= fork);
    const [first] = edits;
    if (!first) return words.unchanged(fork);
    return this.#edit(text, first) + (edits.length > 1 ? words.more(edits.length - 1) : '');
  }

  #edit(text: string, edit: ReturnType<typeof editsIn>[number]): string {
    const field = fields.value.find(({ key }) => key === edit.key);
    const before = editsIn(text).findLast(({ key, step }) => key === edit.key && step < edit.step)?.value;
    const from = field ? (before ?? form.value?.fields.find(({ key }) => key === edit.key)?.value ?? '') : '';
    const name = field ? field.label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()) : words.weight(edit.key);
    return words.at(words.change(name, written(from), written(edit.value)), edit.step);
  }

  #rename(branch: Branch): void {
    this.#renaming.value = branch.id;
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector('input');
      input?.focus();
      input?.select();
    });
  }

  readonly #named = (event: Event): void => {
    const branch = branches.peek().find(({ id }) => id === this.#renaming.peek());
    this.#renaming.value = '';
    if (branch) renameBranch(branch, (event.target as HTMLInputElement).value);
  };

  readonly #nameKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    const input = event.target as HTMLInputElement;
    const { id } = branches.peek().find((branch) => branch.id === this.#renaming.peek()) ?? {};
    if (event.key === 'Escape') this.#renaming.value = '';
    else this.#named(event);
    input.blur();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-branch="${id}"] .open`)?.focus());
  };

  protected override updated(): void {
    this.toggleAttribute('data-forked', branches.value.length > 0);
    this.#ticksOf = 0;
    super.updated();
  }

  #moveThumb(): void {
    const end = this.#end;
    const reached = Math.max(reachedStep.peek(), snapshot.peek()?.status.step ?? 0);
    const place = shareOf(this.#step, 0, end);
    const set = (part: string, name: string, value: string): void => {
      for (const element of this.renderRoot.querySelectorAll(`.moving ${part}`)) setAttribute(element, name, value);
    };
    set('.reached', 'x2', `${100 * shareOf(reached, 0, end)}%`);
    set('.done', 'x2', `${100 * place}%`);
    set('circle', 'cx', `${100 * place}%`);
    set('.bubble', 'x', `${100 * place}%`);
    set('.bubble', 'text-anchor', place < nearEnd ? 'start' : place > 1 - nearEnd ? 'end' : 'middle');
  }

  protected override refresh(): void {
    this.#moveThumb();
    this.#refreshSlider();
    this.#refreshMarks();
    this.#refreshRows();
    this.#refreshAxis();
  }

  #refreshSlider(): void {
    const status = snapshot.peek()?.status;
    const [step, end] = [this.#step, this.#end];
    const thumb = this.renderRoot.querySelector('.thumb');
    const set = (name: string, value: string): void => setAttribute(thumb, name, value);
    set('aria-valuemax', String(end));
    set('aria-valuenow', String(step));
    set('aria-valuetext', words.place(step, end, status?.epoch ?? 0));
    set('aria-disabled', String(!status));
    const bubble = this.renderRoot.querySelector('.bubble');
    const near = this.#dragged !== null && status && status.step !== step ? ` · ${words.near(status.step)}` : '';
    setText(bubble, status ? words.step(step) + near : '');
    const memory = this.renderRoot.querySelector<HTMLElement>('.memory');
    if (memory) memory.hidden = !status || status.step === 0 || status.remembered;
  }

  #refreshMarks(): void {
    const status = snapshot.peek()?.status;
    const end = this.#end;
    const carrier = this.renderRoot.querySelector<HTMLElement>('.at-best');
    const seen = Boolean(status && status.bestTestStep >= 0 && Number.isFinite(status.bestTestLoss));
    const share = shareOf(status?.bestTestStep ?? 0, 0, end);
    const near = Math.abs(share - shareOf(this.#step, 0, end)) < 0.12 || share > 0.9;
    if (carrier) {
      carrier.hidden = !seen;
      carrier.title = words.bestAt(status?.bestTestStep ?? 0);
      carrier.style.setProperty('--place', String(share));
      carrier.toggleAttribute('data-near', near);
    }
    for (const mark of this.renderRoot.querySelectorAll<HTMLElement>('.edit')) {
      mark.style.left = `${100 * Math.min(1, shareOf(Number(mark.dataset.step), 0, end))}%`;
    }
  }

  #refreshRows(): void {
    const end = this.#end;
    const text = experimentText.peek();
    branches.peek().forEach((branch, index) => {
      const row = this.renderRoot.querySelector<HTMLElement>(`[data-branch="${branch.id}"]`);
      if (!row) return;
      const fork = shareOf(Math.min(forkOf(branch.text, text), branch.step), 0, end);
      const last = shareOf(branch.step, 0, end);
      row.style.setProperty('--fork', String(fork));
      row.style.setProperty('--last', String(last));
      row.style.setProperty('--above', `${stemHeight + index * rowHeight}px`);
      row.dataset.side = 1 - last >= labelShare ? 'right' : fork >= labelShare ? 'left' : 'over';
    });
  }

  /** Rebuilt only when the end of the axis moves. */
  #refreshAxis(): void {
    const end = this.#end;
    if (end === this.#ticksOf) return;
    this.#ticksOf = end;
    const host = this.renderRoot.querySelector<HTMLElement>('.axis');
    const places = ticks(0, end, (host?.clientWidth ?? 0) < 480 ? 3 : 6).filter(Number.isInteger);
    const marks = places.map((value) => {
      const mark = document.createElement('span');
      mark.textContent = whole(value);
      mark.style.left = `${(100 * value) / end}%`;
      mark.classList.toggle('last', value > lastShare * end);
      return mark;
    });
    const unit = document.createElement('em');
    unit.textContent = words.steps;
    host?.replaceChildren(...marks, unit);
  }

  #stepAt(event: PointerEvent): number {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return Math.round(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * this.#end);
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0 || !snapshot.peek()) return;
    const track = event.currentTarget as HTMLElement;
    track.setPointerCapture(event.pointerId);
    this.renderRoot.querySelector<HTMLElement>('.thumb')?.focus({ preventScroll: true });
    event.preventDefault();
    this.#moved = false;
    this.#drag(this.#stepAt(event));
  };

  readonly #move = (event: PointerEvent): void => {
    if (this.#dragged === null) return;
    this.#moved = true;
    this.#drag(this.#stepAt(event));
  };

  readonly #up = (event: PointerEvent): void => {
    if (this.#dragged === null) return;
    const step = this.#moved ? this.#stepAt(event) : this.#dragged;
    this.#dragged = null;
    this.#asked = null;
    seek(step);
    this.repaint();
  };

  /** One question at a time: the next one is asked when the picture of the last has come. */
  #drag(step: number): void {
    this.#dragged = step;
    this.repaint();
    if (this.#asked === null || opening.peek() === null) {
      this.#asked = step;
      seek(step, true);
    }
  }

  #askAgain(): void {
    const step = this.#dragged;
    if (step === null || step === this.#asked) return;
    this.#asked = step;
    queueMicrotask(() => {
      if (this.#dragged !== null) seek(step, true);
    });
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !snapshot.peek()) return;
    const present = this.#step;
    const end = this.#end;
    const epoch = snapshot.peek()?.status.stepsPerEpoch ?? 1;
    const by = event.shiftKey ? epoch : 1;
    const reached = reachedStep.peek();
    const targets: Record<string, number> = {
      ArrowLeft: present - by,
      ArrowDown: present - by,
      ArrowRight: present + by,
      ArrowUp: present + by,
      PageDown: present - epochsAPage * epoch,
      PageUp: present + epochsAPage * epoch,
      Home: 0,
      End: present < reached ? reached : end,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = Math.max(0, Math.min(end, target));
    if (step !== present) seek(step);
    this.repaint();
  };
}

customElements.define('gb-timeline', GlassboxTimeline);
