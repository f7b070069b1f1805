/** The numbers that stand in the network picture: text nodes that change only when their number does. */
import { setText } from './dom';
import { formatPercent, formatValue, formatWeight } from './formats';
import type { Column } from './model';
import { type Picture, unitValues, winner } from './picture';
import { part } from './snapshots';

/** What a unit's number under its tile tells: its activation where the tile shows weights, its bias otherwise. */
export function underText(picture: Picture, column: Column, unit: number, crowded: boolean): string {
  if (showsActivation(picture, column)) {
    const value = part(picture.snapshot, column.layer, 'activation')?.values[unit];
    return value === undefined ? '' : formatValue(value);
  }
  const bias = part(picture.snapshot, column.layer, 'b')?.values[unit];
  return bias === undefined ? '' : crowded ? formatWeight(bias) : `b ${formatWeight(bias)}`;
}

export function showsActivation(picture: Picture, column: Column): boolean {
  return picture.shows === 'weights' && column.dense >= 0 && !picture.model.mapped && column.kind === 'tiles';
}

/** An output of the traced example: a probability, or a number. */
export function outputText(column: Column, value: number): string {
  const share = column.low === 0 && column.high === 1;
  return share ? formatPercent(value) : formatValue(value);
}

/** Tiles of a grid stand close: their numbers go without the letter. */
function crowded(picture: Picture, column: Column): boolean {
  return picture.layout.columns[column.layer + 1]?.grid === true;
}

interface Slot {
  element: HTMLElement;
  column: Column;
  unit: number;
}

/** The elements that the template reserved for numbers, found once after each render. */
export class NumberTexts {
  #under: Slot[] = [];
  #values: Slot[] = [];
  #biases: Slot[] = [];

  collect(root: ParentNode, columns: readonly Column[]): void {
    const slots = (selector: string): Slot[] =>
      [...root.querySelectorAll<HTMLElement>(selector)].flatMap((element) => {
        const column = columns[Number(element.dataset.column)];
        return column ? [{ element, column, unit: Number(element.dataset.unit) }] : [];
      });
    this.#under = slots('.under');
    this.#values = slots('.value');
    this.#biases = slots('.shortbias');
  }

  update(picture: Picture): void {
    const best = winner(picture);
    for (const { element, column, unit } of this.#under) {
      setText(element, column.layer < 0 ? inputText(picture, column, unit) : underText(picture, column, unit, crowded(picture, column)));
    }
    for (const { element, column, unit } of this.#values) {
      const value = part(picture.snapshot, column.layer, 'activation')?.values[unit];
      setText(element, value === undefined ? '' : outputText(column, value));
      element.classList.toggle('best', unit === best);
      element.previousElementSibling?.classList.toggle('best', unit === best);
    }
    for (const { element, column, unit } of this.#biases) {
      const bias = part(picture.snapshot, column.layer, 'b')?.values[unit];
      setText(element, bias === undefined ? '' : `b ${formatWeight(bias)}`);
    }
  }
}

function inputText(picture: Picture, column: Column, unit: number): string {
  const value = picture.model.mapped ? undefined : unitValues(picture, column)?.[unit];
  return value === undefined ? '' : formatValue(value);
}
