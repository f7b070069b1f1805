/** A number: the field is the truth, the slider the convenience. What is typed goes to the core as it stands. */
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { newSeed, presentValue, previewField, setField } from '../state/actions';
import type { Field, Problem } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';
import { problemList } from './problems';

const sliderSteps = 200;
/** A logarithmic slider that begins at 0 spends its way on this many decades. */
const decadesAboveZero = 6;
const arrowPauseMilliseconds = 350;

function lowest(field: Field): number {
  return field.min > 0 ? field.min : field.max / 10 ** decadesAboveZero;
}

function toPosition(field: Field, value: number): number {
  if (!field.logarithmic) return ((value - field.min) / (field.max - field.min)) * sliderSteps;
  if (value <= 0) return 0;
  const share = Math.log(value / lowest(field)) / Math.log(field.max / lowest(field));
  return Math.max(0, Math.min(1, share)) * sliderSteps;
}

/** Sliders give short numbers: whole, or two significant digits of their range. */
function fromPosition(field: Field, position: number): string {
  const share = position / sliderSteps;
  if (field.logarithmic) {
    if (position === 0 && field.min <= 0) return String(field.min);
    const value = lowest(field) * (field.max / lowest(field)) ** share;
    return field.kind === 'whole' ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
  }
  const value = field.min + share * (field.max - field.min);
  if (field.kind === 'whole') return String(Math.round(value));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(field.max - field.min)));
  return String(Number(value.toFixed(decimals)));
}

/** One unit in the last place of a written number, done on its digits. */
function nudge(text: string, units: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] = /^([-\u2212]?)(\d*)[.,]?(\d*)(e[-+]?\d+)?$/i.exec(text.trim()) ?? [];
  if (whole === '' && fraction === '') return text;
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '' ? 1n : -1n) + BigInt(units);
  const size = (digits < 0n ? -digits : digits).toString().padStart(fraction.length + 1, '0');
  const split = size.length - fraction.length;
  const body = fraction.length > 0 ? `${size.slice(0, split)}.${size.slice(split)}` : size;
  return `${digits < 0n ? '-' : ''}${body}${exponent}`;
}

export class NumberField extends Watching {
  static override properties = { field: { attribute: false }, label: { attribute: false }, reason: { attribute: false } };
  declare field: Field;
  declare label: string;
  /** Why this field cannot be set now; empty: it can. */
  declare reason: string;
  #typed: string | null = null;
  #problems: Problem[] = [];
  #sent: string | null = null;
  #dragged = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  #value(): string {
    return presentValue(this.field.key);
  }

  async #apply(text: string): Promise<void> {
    clearTimeout(this.#timer);
    if (text === this.#sent) return;
    if (text === this.#value() && this.#problems.length === 0 && !this.#dragged) {
      this.#typed = null;
      this.requestUpdate();
      return;
    }
    this.#sent = text;
    this.#dragged = false;
    const problems = await setField(this.field.key, text);
    if (this.#sent !== text) return;
    this.#sent = null;
    this.#problems = problems;
    if (problems.length === 0) this.#typed = null;
    this.requestUpdate();
  }

  #onInput = (event: Event) => {
    this.#typed = (event.target as HTMLInputElement).value;
    this.requestUpdate();
  };

  #onChange = (event: Event) => void this.#apply((event.target as HTMLInputElement).value);

  #onSlide = (event: Event) => {
    this.#typed = fromPosition(this.field, Number((event.target as HTMLInputElement).value));
    this.#problems = [];
    this.#dragged = true;
    this.requestUpdate();
    void previewField(this.field.key, this.#typed);
  };

  #onSlid = (event: Event) => void this.#apply(fromPosition(this.field, Number((event.target as HTMLInputElement).value)));

  #onKey = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const input = event.target as HTMLInputElement;
    if (event.key === 'Escape' && this.#typed !== null) {
      event.stopPropagation();
      this.#typed = null;
      this.#problems = [];
      this.requestUpdate();
    } else if (event.key === 'Enter') {
      void this.#apply(input.value);
    } else if (direction !== 0) {
      event.preventDefault();
      this.#typed = nudge(input.value, direction * (event.shiftKey ? 10 : 1));
      clearTimeout(this.#timer);
      const text = this.#typed;
      this.#timer = setTimeout(() => void this.#apply(text), arrowPauseMilliseconds);
      this.requestUpdate();
    }
  };

  protected override updated(_changes: PropertyValues): void {
    const input = this.querySelector<HTMLInputElement>('input.number');
    const shown = this.#typed ?? this.#value();
    if (input && input.value !== shown) input.value = shown;
  }

  override render(): TemplateResult {
    const { field } = this;
    const value = this.#typed ?? this.#value();
    const id = `field-${field.key}`;
    const wrong = this.#problems.length > 0;
    const disabled = this.reason !== '';
    const ranged = Number.isFinite(field.min) && Number.isFinite(field.max) && field.max > field.min;
    const number = Number(value);
    const position = Number.isFinite(number) ? toPosition(field, number) : 0;
    const hint = [field.meaning, this.reason].filter((part) => part !== '').join(' ');
    const dice = field.key === 'seed';
    return html`<div class="row number-row" title=${hint}>
        <label for=${id}>${this.label}</label>
        ${
          dice
            ? html`<button class="tool square dice" aria-label=${words.newSeed} title=${words.newSeedHint} @click=${newSeed}>${icon('seed')}</button>`
            : ranged
              ? html`<input type="range" min="0" max=${sliderSteps} step="1" .value=${String(Math.round(position))} ?disabled=${disabled}
                aria-label=${this.label} aria-valuetext=${value} .style=${`--share: ${position / sliderSteps}`}
                @input=${this.#onSlide} @change=${this.#onSlid} />`
              : html`<span class="unit">${field.unit}</span>`
        }
        <input class="number" id=${id} name=${field.key} type="text" inputmode=${field.kind === 'text' ? 'text' : 'decimal'} autocomplete="off" spellcheck="false" ?disabled=${disabled}
          aria-invalid=${wrong ? 'true' : 'false'} aria-describedby="problem-${field.key}" @input=${this.#onInput} @change=${this.#onChange}
          @keydown=${this.#onKey} />
      </div>
      ${disabled && this.reason ? html`<p class="why" id="problem-${field.key}">${this.reason}</p>` : problemList(`problem-${field.key}`, this.#problems)}`;
  }
}

customElements.define('gb-number-field', NumberField);
