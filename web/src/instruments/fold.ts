/** <gb-fold>: a summary and what it hides, of which `inside` is built only while it is open: numbers nobody sees cost nothing while the
 * network trains. `rest` follows it, and is always there. */
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

class Fold extends LitElement {
  static override properties: PropertyDeclarations = {
    summary: { attribute: false },
    inside: { attribute: false },
    rest: { attribute: false },
  };
  declare summary: string;
  declare inside: () => TemplateResult;
  declare rest: TemplateResult;

  #open = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): TemplateResult {
    return html`<details data-picture="open" @toggle=${this.#toggle}><summary>${this.summary}</summary>
      ${this.#open ? this.inside() : nothing} ${this.rest}</details>`;
  }

  readonly #toggle = (event: Event): void => {
    this.#open = (event.target as HTMLDetailsElement).open;
    this.requestUpdate();
  };
}

customElements.define('gb-fold', Fold);
