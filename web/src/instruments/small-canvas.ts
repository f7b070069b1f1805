/** What the small square pictures of an instrument are: one canvas with a label, painted anew when its properties change. */
import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Raster } from '../views/canvas';
import { shared } from '../views/styles';
import { ViewElement } from '../views/view-element';

export abstract class SmallCanvas extends ViewElement {
  static override properties: PropertyDeclarations = { label: { attribute: false } };
  declare label: string;

  static override styles = [
    shared,
    css`
      :host { aspect-ratio: 1; }
      div { position: absolute; overflow: hidden; border-radius: 4px; inset: 0; }
      canvas { display: block; width: 100%; height: 100%; }
    `,
  ];

  protected readonly raster = new Raster();

  protected abstract paint(context: CanvasRenderingContext2D, width: number, height: number): void;

  protected override watch(): void {}
  protected override follow(): void {}
  protected override refresh(): void {}

  override render(): TemplateResult {
    return html`<div role="img" aria-label=${this.label}><canvas></canvas></div>`;
  }

  protected override updated(): void {
    this.paintOn(this.renderRoot.querySelector('canvas'), this.#paint);
    super.updated();
  }

  readonly #paint = (context: CanvasRenderingContext2D, width: number, height: number): void => this.paint(context, width, height);
}
