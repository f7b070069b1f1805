/** Formulas of the core as HTML: _[lowered] and ^[raised] parts, symbols over their numbers. The core's numbers are only written here. */

import { html, type TemplateResult } from 'lit';
import { type Numeric, numeric } from '../state/format';
import { valueIn } from '../state/link';
import { experimentText } from '../state/store';
import { formatAllDigits, formatFixed, formatParameter } from '../views/formats';
import { allDigits, type Piece } from './scope';
import { notes } from './words';

const minus = '−';
type Part = TemplateResult | string;
type Variable = Exclude<Piece, { text: string }>;
type Item = string | { piece: Variable };

/** Numbers that are short are written so. */
const shortDecimals = 3;

/** At rest six decimals; all that there are where asked for. */
export function number(value: Numeric): string {
  const known = numeric(value);
  if (!Number.isFinite(known)) return formatFixed(known, 0);
  if (allDigits.value) return formatAllDigits(known, valueIn(experimentText.value, 'precision') !== '64').replaceAll('-', minus);
  const text = formatParameter(known).replace('+', '');
  if (text.includes('e') || !text.includes('.')) return text;
  const short = text.replace(/0+$/, '').replace(/\.$/, '');
  return short.length - short.indexOf('.') - 1 <= shortDecimals || !short.includes('.') ? short : text;
}

/** Where there is little room: three decimals. */
export function brief(value: Numeric): string {
  const text = number(value);
  return text.includes('e') || allDigits.value || !/\.\d{4}/.test(text) ? text : formatFixed(Number(value), 3);
}

/** Reads one run of text up to the ']' that closes it. Scripts that follow each other stand over each other. */
class Reader {
  #at = 0;
  readonly #items: readonly Item[];
  readonly #write: (piece: Variable) => Part;

  constructor(pieces: readonly Piece[], write: (piece: Variable) => Part) {
    this.#items = pieces.flatMap((piece): readonly Item[] => ('text' in piece ? [...piece.text] : [{ piece }]));
    this.#write = write;
  }

  read(): Part[] {
    const parts: Part[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') parts.push(text.replaceAll('-', minus));
      text = '';
    };
    for (; this.#at < this.#items.length; this.#at++) {
      const item = this.#items[this.#at] as Item;
      if (typeof item !== 'string') {
        flush();
        parts.push(this.#write(item.piece));
      } else if (item === ']') {
        break;
      } else if ((item === '^' || item === '_') && this.#items[this.#at + 1] === '[') {
        flush();
        parts.push(this.#script(item));
      } else {
        text += item;
      }
    }
    flush();
    return parts;
  }

  #script(kind: '^' | '_'): TemplateResult {
    this.#at += 2;
    const inside = this.read();
    return kind === '^' ? html`<sup>${inside}</sup>` : html`<sub>${inside}</sub>`;
  }
}

/** A symbol of the core: w^[1]_[2,1]. */
export function symbol(written: string): Part[] {
  const both = /^(.*?)\^\[([^\]]*)\]_\[([^\]]*)\](.*)$/.exec(written);
  if (both && !written.includes('(')) {
    const [, base = '', raised = '', lowered = '', rest = ''] = both;
    return [html`${base}<span class="scripts"><sup>${raised}</sup><sub>${lowered}</sub></span>${rest}`];
  }
  return new Reader([{ text: written }], () => '').read();
}

/** The same as plain text, for labels. */
export const plain = (written: string): string => written.replace(/\^\[([^\]]*)\]/g, '$1').replace(/_\[([^\]]*)\]/g, ' $1');

function flowed(flow: string, inside: Part | Part[]): TemplateResult {
  return html`<span class="f ${flow}">${inside}</span>`;
}

/** A negative number behind an operator stands in brackets. */
function inBrackets(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index];
  if (!piece || 'text' in piece || !number(piece.value).startsWith(minus)) return false;
  const before = pieces[index - 1];
  return before !== undefined && 'text' in before && /[-−·+/√^]\s*$|ln $/.test(before.text);
}

function inLine(pieces: readonly Piece[]): TemplateResult {
  const values = pieces.map((piece, index) => ({ piece, bracket: inBrackets(pieces, index) }));
  const written = new Reader(pieces, (piece) => flowed(piece.flow, symbol(piece.symbol))).read();
  const numbers = new Reader(pieces, (piece) => {
    const text = number(piece.value);
    return flowed(piece.flow, values.some((entry) => entry.piece === piece && entry.bracket) ? `(${text})` : text);
  }).read();
  return html`<div class="inline" aria-hidden="true"><p>${written}</p><p class="numbers">${numbers}</p></div>`;
}

function columns(pieces: readonly Piece[]): TemplateResult {
  return html`<div class="columns" aria-hidden="true">${pieces.map((piece) =>
    'text' in piece
      ? html`<span class="sign">${piece.text}</span>`
      : html`<span class="factor ${piece.flow}"><span class="symbol">${symbol(piece.symbol)}</span><span class="value">${number(piece.value)}</span
          ><span class="note">${notes[piece.note] ?? piece.note}</span></span>`,
  )}</div>`;
}

export function equation({ inline, pieces }: { inline: boolean; pieces: Piece[] }): TemplateResult {
  const words = pieces.map((piece) => ('text' in piece ? piece.text : `${plain(piece.symbol)} (${number(piece.value)})`)).join(' ');
  return html`<div class="equation" role="img" aria-label=${words}>${inline ? inLine(pieces) : columns(pieces)}</div>`;
}
