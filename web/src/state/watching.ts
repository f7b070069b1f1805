/** A lit element in the light DOM that renders again when a signal it read has changed. */
import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';

export abstract class Watching extends LitElement {
  #dispose: (() => void) | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override performUpdate(): void {
    if (!this.isUpdatePending) return;
    this.#dispose?.();
    this.#dispose = undefined;
    // What closes an element changes signals too: one that has left the page listens no more.
    if (!this.isConnected) {
      super.performUpdate();
      return;
    }
    let first = true;
    this.#dispose = effect(() => {
      if (first) super.performUpdate();
      else this.requestUpdate();
      first = false;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dispose?.();
    this.#dispose = undefined;
  }
}
