/** <gb-answer>: what the network answers, in the picture that fits its data. */
import { css, html, type TemplateResult } from 'lit';
import { form } from '../state/store';
import { shared } from './styles';
import { ViewElement } from './view-element';
import './answer-confusion';
import './answer-curve';
import './answer-map';
import './answer-rebuilt';
import './answer-scatter';

export class GlassboxAnswer extends ViewElement {
  static override properties = { compact: { type: Boolean } };
  declare compact: boolean;
  static override styles = [
    shared,
    css`
      gb-map,
      gb-curve,
      gb-scatter,
      gb-rebuilt,
      gb-confusion {
        position: absolute;
        inset: 0;
      }
    `,
  ];

  protected override watch(): void {
    form.value;
  }

  protected override follow(): void {}

  protected override refresh(): void {}

  override render(): TemplateResult {
    const dataset = form.value?.dataset;
    if (dataset?.rebuilds) return html`<gb-rebuilt ?compact=${this.compact}></gb-rebuilt>`;
    if (dataset?.kind === 'line') return html`<gb-curve ?compact=${this.compact}></gb-curve>`;
    if (!dataset || dataset.kind === 'plane') return html`<gb-map ?compact=${this.compact}></gb-map>`;
    return dataset.target === 'classes'
      ? html`<gb-confusion ?compact=${this.compact}></gb-confusion>`
      : html`<gb-scatter ?compact=${this.compact}></gb-scatter>`;
  }

  override focus(options?: FocusOptions): void {
    (this.renderRoot.firstElementChild as HTMLElement | null)?.focus(options);
  }
}

customElements.define('gb-answer', GlassboxAnswer);
