/** What the pictures of a landscape have in common: a canvas in a chart with a place that is pointed at, and its numbers below. */
import type { PropertyDeclarations } from 'lit';
import { setText } from '../views/dom';
import { progressStyles } from '../views/progress-styles';
import { shared } from '../views/styles';
import { themeVersion } from '../views/theme';
import { ViewElement } from '../views/view-element';
import { axisName, type Direction, writeValue } from './landscape-axes';
import type { Picture } from './landscape-state';
import { landscapeWords as words } from './landscape-words';

/** Of the grid. */
export interface Node {
  x: number;
  y: number;
}

export abstract class LandscapeView<Place> extends ViewElement {
  static override properties: PropertyDeclarations = { picture: { attribute: false }, log: { attribute: false } };
  declare picture: Picture;
  declare log: boolean;

  static override styles = [shared, progressStyles];

  /** The place that is pointed at. */
  protected cursor: Place | null = null;

  protected abstract paint(context: CanvasRenderingContext2D, width: number, height: number): void;
  /** The numbers at a place, or at the present point. */
  protected abstract reading(cursor: Place | null): string;

  /** `x = 0.5`, the axis by the weight's name where it is one. */
  protected at(direction: Direction, node: number): string {
    const name = this.picture.plane === 'weights' ? axisName(this.picture, direction) : (['x', 'y'] as const)[direction];
    return words.equals(name, writeValue(this.picture, direction, node));
  }

  protected override watch(): void {
    themeVersion.value;
  }
  protected override follow(): void {}

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('.chart > canvas'), this.#paint);
    super.updated();
  }

  protected override refresh(): void {
    if (this.picture) setText(this.renderRoot.querySelector('.reading'), this.reading(this.cursor));
  }

  protected point(cursor: Place | null): void {
    this.cursor = cursor;
    this.repaint();
  }

  protected readonly leave = (): void => this.point(null);

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => this.paint(context, width, height);
}
