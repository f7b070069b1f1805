/** The controls of an experiment, generated from the field table and the form of the present experiment. */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { setField, setTool, undoNote } from '../state/actions';
import { whole, written } from '../state/format';
import { editsIn } from '../state/link';
import { blocked, experimentText, type Field, type Form, facts, fields, form, note, railOpen, revealed, view } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';
import './choice-field';
import { dataGlyph, hasDataGlyph } from './glyphs';
import { icon } from './icons';
import './inputs-control';
import './layers-control';
import './number-field';
import './own-data';
import './rate-plan';
import { moveTabs } from './tabs';

const groups = ['data', 'inputs', 'network', 'training'] as const;
type Group = (typeof groups)[number];
type Entry = Form['fields'][number];

/** Shown by another control, or written by links only. */
const elsewhere = new Set(['rows', 'w', 'edits', 'at', 'expect', 'v']);

const openGroups = signal<ReadonlySet<Group>>(new Set<Group>(['data']));
/** What an open instrument has folded. */
let folded: ReadonlySet<Group> | null = null;

effect(() => {
  const tool = view.value.tool !== '';
  if (tool === (folded !== null)) return;
  const before = folded;
  folded = tool ? openGroups.peek() : null;
  openGroups.value = before ?? new Set();
});
const openMore = signal<ReadonlySet<Group>>(new Set<Group>());
const phoneGroup = signal<Group>('data');

function flipped<T>(set: ReadonlySet<T>, entry: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(entry)) next.add(entry);
  return next;
}

function label(field: Field, value: string): string {
  const [name = ''] = value.split(':');
  return field.choices.find((choice) => choice.name === name)?.label ?? written(value);
}

function shownValue(present: Form, key: string): string {
  const field = fields.value.find((candidate) => candidate.key === key);
  const entry = present.fields.find((candidate) => candidate.key === key);
  return field && entry ? label(field, entry.value) : '';
}

/** What a folded group says in one line. */
function summary(group: Group, present: Form): string {
  if (group === 'data') return shownValue(present, 'data');
  if (group === 'inputs') return facts.value?.fedNames.length ? fewNames(facts.value.fedNames) : words.columns(present.inputs);
  if (group === 'network') return words.networkLine(present.summary.map((layer) => layer.text));
  return words.trainingLine(shownValue(present, 'opt'), shownValue(present, 'lr'), shownValue(present, 'batch'));
}

function fewNames(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : words.columns(names.length);
}

/** What an open group says beside its title. */
function aside(group: Group, present: Form): string {
  if (group === 'data') return facts.value ? `${whole(facts.value.rows)} rows` : '';
  if (group === 'inputs') {
    const chips = fields.value.find((field) => field.key === 'in')?.choices.length ?? 0;
    const relevant = present.fields.find((entry) => entry.key === 'in')?.relevant;
    return relevant ? words.inputsChosen(present.inputs, chips) : words.columns(present.inputs);
  }
  return group === 'network' ? words.parameters(present.parameters) : shownValue(present, 'opt');
}

function noteUnder(key: string): TemplateResult | typeof nothing {
  const present = note.value;
  if (present?.key !== key) return nothing;
  return html`<div class="note" role="status">
    <p>${words.note(present.step, written(present.from), written(present.to))}<br />${words.noteKept}</p>
    <button class="framed tool" @click=${undoNote}>${words.undo}</button>
  </div>`;
}

function control(field: Field, entry: Entry): TemplateResult {
  if (field.key === 'bug' && entry.value !== 'none' && revealed.value !== entry.value) return hidden();
  if (field.key === 'net') return html`<gb-layers-control .field=${field}></gb-layers-control>`;
  if (field.kind === 'list') return html`<gb-inputs-control .field=${field}></gb-inputs-control>`;
  if (field.kind === 'choice') return html`<gb-choice-field .field=${field}></gb-choice-field>`;
  return html`<gb-number-field .field=${field} .label=${field.label} .reason=${entry.relevant ? '' : entry.reason}></gb-number-field>`;
}

/** A planted mistake that the learner is still looking for. */
function hidden(): TemplateResult {
  return html`<div class="note"><p>${words.planted.rail}</p><button class="framed tool" @click=${() => setTool('checks')}>${words.planted.find}</button></div>`;
}

function dataTiles(field: Field, present: string): TemplateResult {
  const tiles = field.choices.filter((choice) => hasDataGlyph(choice.name));
  return html`<div class="tiles" role="group" aria-label=${field.label}>
    ${tiles.map(
      (
        choice,
      ) => html`<button class="tile" aria-pressed=${choice.name === present ? 'true' : 'false'} aria-label=${choice.label} title=${`${choice.label}. ${choice.meaning}`}
        @click=${() => void setField(field.key, choice.name)}>${dataGlyph(choice.name)}</button>`,
    )}
  </div>`;
}

export class Rail extends Watching {
  #rows(group: Group, present: Form, shown: (field: Field, entry: Entry) => boolean): TemplateResult[] {
    const rows: TemplateResult[] = [];
    for (const field of fields.value) {
      const entry = present.fields.find((candidate) => candidate.key === field.key);
      if (field.group !== group || !entry?.relevant || elsewhere.has(field.key) || !shown(field, entry)) continue;
      rows.push(html`${control(field, entry)}${noteUnder(field.key)}`);
      if (field.key === 'schedule' && present.ratePlan) rows.push(html`<gb-rate-plan></gb-rate-plan>`);
      if (field.key === 'data' && entry.value === 'rows') rows.push(html`<gb-own-data></gb-own-data>`);
    }
    return rows;
  }

  #group(group: Group, present: Form): TemplateResult {
    const open = openGroups.value.has(group);
    const isMain = (field: Field, entry: Entry) => !field.seldom || entry.value !== entry.default;
    const main = this.#rows(group, present, isMain);
    const rest = this.#rows(group, present, (field, entry) => !isMain(field, entry));
    const dataField = fields.value.find((field) => field.key === 'data');
    const more = openMore.value.has(group);
    return html`<section class="group" data-group=${group} ?data-open=${open} ?data-chosen=${phoneGroup.value === group}>
      <h2><button class="group-head" aria-expanded=${open ? 'true' : 'false'} aria-controls="group-${group}" @click=${() => {
        openGroups.value = flipped(openGroups.value, group);
      }}>
        <span class="title">${words.groups[group]}</span>
        <span class="line">${open ? aside(group, present) : summary(group, present)}</span>
        ${icon('chevron', 14)}
      </button></h2>
      <div class="group-body" id="group-${group}">
        ${group === 'data' && dataField ? dataTiles(dataField, present.fields.find((entry) => entry.key === 'data')?.value ?? '') : nothing}
        ${main}
        ${
          rest.length === 0
            ? nothing
            : html`<button class="more-rows" aria-expanded=${more ? 'true' : 'false'} @click=${() => {
                openMore.value = flipped(openMore.value, group);
              }}>${icon('chevron', 12)}<span>${words.more}</span></button>${more ? rest : nothing}`
        }
        ${group === 'training' ? this.#edits() : nothing}
        ${group === 'data' ? this.#credit() : nothing}
      </div>
    </section>`;
  }

  #edits(): TemplateResult | typeof nothing {
    const edits = editsIn(experimentText.value);
    if (edits.length === 0) return nothing;
    return html`<div class="note"><p>${words.strip.edits(edits.length)}</p>
      <button class="framed tool" @click=${() => void setField('edits', '')}>${words.strip.editsClear}</button></div>`;
  }

  #credit(): TemplateResult | typeof nothing {
    const credit = facts.value?.credit ?? '';
    return credit === '' ? nothing : html`<p class="caption">${credit}</p>`;
  }

  override render() {
    const present = form.value;
    return html`
      <div class="sheet-head">
        <h2>${words.controls}</h2>
        <button class="square tool" aria-label=${words.close} @click=${() => {
          railOpen.value = false;
        }}>${icon('close')}</button>
      </div>
      <div class="group-tabs" role="tablist" aria-label=${words.controls} @keydown=${moveTabs}>
        ${groups.map(
          (group) =>
            html`<button role="tab" aria-selected=${phoneGroup.value === group ? 'true' : 'false'} @click=${() => {
              phoneGroup.value = group;
            }}>${words.groups[group]}</button>`,
        )}
      </div>
      <div class="groups">
        ${present ? groups.map((group) => this.#group(group, present)) : nothing}
        ${blocked.value === '' ? nothing : html`<p class="why blocked">${blocked.value}</p>`}
      </div>`;
  }
}

customElements.define('gb-rail', Rail);
