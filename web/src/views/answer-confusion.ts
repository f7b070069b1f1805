/** <gb-confusion>: true class by answered class, as a table whose cells are shaded by their share of the row. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { setView } from '../state/actions';
import { facts, snapshot, view } from '../state/store';
import { costsOf } from './answer-parts';
import { sequentialIndex, sequentialTable, tableColour } from './colormaps';
import { segmented, setText } from './dom';
import { formatCount, formatTick } from './formats';
import { largest } from './scales';
import { type Part, wholePart } from './snapshots';
import { shared } from './styles';
import { themeVersion, tokens } from './theme';
import { ViewElement } from './view-element';
import { viewWords } from './words';

const words = viewWords.answer;
/** Shares of the sequential table: numbers stay readable on the diagonal in the colour of the paper, beside it in ink. */
const weakest = 0.7;
const strongest = 0.92;
const wrongStrength = 0.12;

export class GlassboxConfusion extends ViewElement {
  static override styles = [
    shared,
    css`
      .frame {
        --side: min(100cqw - 32px, 100cqh - 112px);
        flex: none;
        width: var(--side);
        margin: 0 16px;
      }
      .matrix {
        --cell: min(72px, calc(var(--side) / (var(--classes) + 0.9) - 2px));
        width: 100%;
        line-height: 1;
        table-layout: fixed;
        border-collapse: separate;
        border-spacing: 2px;
      }
      .matrix th {
        padding: 0;
        font-size: min(1em, var(--cell));
        font-weight: 500;
        color: var(--ink-2);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .matrix .corner {
        height: auto;
        background: none;
      }
      .matrix .corner,
      .matrix tbody th {
        width: 30px;
      }
      :host(:not([compact])) .frame:has(.named) {
        width: min(100cqw - 32px, max(var(--side), 90px + 72px * var(--classes))); /* names in full */
      }
      .matrix.named th {
        line-height: normal; /* room for descenders */
      }
      .matrix.named .corner,
      .matrix.named tbody th {
        width: 84px;
        text-align: right;
        padding-right: 6px;
      }
      .matrix td {
        position: relative;
        padding: 0;
        height: var(--cell);
        border-radius: 4px;
        background: var(--sunken);
        text-align: center;
        font-size: clamp(0px, (var(--cell) - 12px) * 999, clamp(9px, var(--cell) * 0.55, 12px)); /* none where two digits would touch */
        font-weight: 600;
      }
      .matrix td.cell span {
        position: absolute;
        inset: 0;
        line-height: var(--cell);
      }
      .matrix td.cell small {
        position: absolute;
        right: 4px;
        bottom: 2px;
        color: var(--ink-2);
        font-size: clamp(0px, (var(--cell) - 26px) * 999, 9px);
        font-weight: 500;
      }
      .matrix td.strong small {
        color: inherit;
      }
      .matrix td.strong {
        color: var(--surface);
      }
      .matrix td.error {
        box-shadow: inset 0 0 0 1.5px var(--ink);
      }
      .notes {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        justify-content: space-between;
        padding: 4px 16px 12px;
        color: var(--ink-2);
      }
      .notes .quiet,
      .notes .always {
        width: 100%;
        font-size: 11px;
      }
      @container (max-width: 320px) {
        .frame {
          --side: min(100cqw - 16px, 100cqh - 88px);
          margin: 0 8px;
        }
        .matrix {
          border-spacing: 1px;
          font-size: 9px;
        }
        .matrix .corner,
        .matrix tbody th {
          width: 14px;
        }
        .notes .quiet,
        .notes .shade {
          display: none;
        }
      }
      :host([compact]) .notes {
        display: none;
      }
      :host([compact]) .frame {
        --side: min(100cqw - 16px, 100cqh - 16px);
        margin: 8px;
      }
    `,
  ];

  /** A hundred numbers are read more slowly than one, and cost a frame more. */
  protected override turnInterval = 1000;
  #cells: HTMLElement[] = [];
  #shown: Part | null = null;
  #shownPart = -1;
  #shownTheme = -1;

  protected override watch(): void {
    facts.value;
    view.value;
  }

  protected override follow(): void {
    snapshot.value;
    themeVersion.value;
  }

  get #part(): number {
    return view.value.confusionPart === 'test' && (facts.value?.parts.test ?? 0) > 0 ? 1 : 0;
  }

  override render(): TemplateResult {
    const classes = facts.value?.classes ?? [];
    const parts = [
      { name: 'train', label: words.train },
      { name: 'test', label: words.test },
    ] as const;
    const chosen = this.#part === 1 ? 'test' : 'train';
    const count = facts.value?.parts[chosen] ?? 0;
    const named = classes.some((name) => name.length > 2);
    const costs = facts.value?.costs ?? [];
    const cell = (truth: number, answer: number): TemplateResult => {
      const cost = costs[truth * classes.length + answer] ?? 0;
      return html`<td class="cell" title=${cost > 0 ? words.costOf(formatTick(cost)) : ''}><span></span>${cost > 0 ? html`<small>${words.times(formatTick(cost))}</small>` : nothing}</td>`;
    };
    return html`<div class="view">
      <div class="head">
        <h2>${words.confusion}</h2>
        <span class="quiet">${words.images(formatCount(count), words[chosen])}</span>
        <span class="spacer"></span>
        ${segmented(words.confusion, parts, chosen, (confusionPart) => setView({ confusionPart }))}
      </div>
      <div class="frame">
        <table class="matrix ${named ? 'named' : ''}" aria-label=${`${words.confusion}, ${words.confusionAxes}`}>
          <thead>
            <tr>
              <td class="corner"></td>
              ${classes.map((name) => html`<th scope="col" title=${name}>${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${classes.map((name, truth) => html`<tr><th scope="row" title=${name}>${name}</th>${classes.map((_, answer) => cell(truth, answer))}</tr>`)}
          </tbody>
        </table>
      </div>
      <div class="notes">
        <span class="quiet">${words.confusionAxes}</span>
        <span><b class="right"></b> ${words.rightCount}, <b class="wrong"></b> ${words.wrongCount}</span>
        <span class="cost"></span>
        <span class="always"></span>
        <span class="shade"></span>
      </div>
    </div>`;
  }

  protected override updated(): void {
    const classes = facts.value?.classes.length ?? 1;
    this.renderRoot.querySelector<HTMLElement>('.frame')?.style.setProperty('--classes', String(classes));
    this.#cells = [...this.renderRoot.querySelectorAll<HTMLElement>('.cell')];
    this.#shown = null;
    super.updated();
  }

  protected override refresh(): void {
    const { cost, always } = costsOf(snapshot.value?.status, this.#part, facts.value?.classes ?? []);
    setText(this.renderRoot.querySelector('.cost'), cost);
    setText(this.renderRoot.querySelector('.always'), always);
    const confusion = wholePart(snapshot.value, 'confusion');
    if (!confusion || (this.#sameAsShown(confusion) && this.#shownPart === this.#part && this.#shownTheme === themeVersion.value)) return;
    const classes = confusion.shape[1] ?? 0;
    if (classes * classes !== this.#cells.length) return;
    this.#shown = confusion;
    this.#shownPart = this.#part;
    this.#shownTheme = themeVersion.value;
    this.#fill(confusion, classes);
    setText(this.renderRoot.querySelector('.shade'), tokens().dark ? words.lighter : words.darker);
  }

  /** Matrices change once an epoch, snapshots more often. */
  #sameAsShown(confusion: Part): boolean {
    const shown = this.#shown?.values;
    return (
      shown !== undefined && shown.length === confusion.values.length && confusion.values.every((value, index) => value === shown[index])
    );
  }

  #fill(confusion: Part, classes: number): void {
    const counts = confusion.values.subarray(this.#part * classes * classes, (this.#part + 1) * classes * classes);
    const table = sequentialTable(tokens().dark);
    const most = largest(counts) || 1;
    let right = 0;
    let wrong = 0;
    this.#cells.forEach((cell, index) => {
      const count = counts[index] ?? 0;
      const diagonal = Math.floor(index / classes) === index % classes;
      if (diagonal) right += count;
      else wrong += count;
      setText(cell.firstElementChild, count > 0 ? formatCount(count) : '');
      cell.classList.toggle('error', !diagonal && count > 0);
      const strength = diagonal ? weakest + (strongest - weakest) * (count / most) : wrongStrength;
      cell.style.background = count > 0 ? tableColour(table, sequentialIndex(strength)) : '';
      cell.classList.toggle('strong', diagonal && count > 0);
    });
    setText(this.renderRoot.querySelector('.right'), formatCount(right));
    setText(this.renderRoot.querySelector('.wrong'), formatCount(wrong));
  }
}

customElements.define('gb-confusion', GlassboxConfusion);
