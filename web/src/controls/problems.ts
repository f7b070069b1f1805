import { html, nothing, type TemplateResult } from 'lit';
import { explain } from '../state/actions';
import { blocked, type Problem } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';
import { icon } from './icons';

/** <gb-explain>: leads to the shapes that did not fit; an instrument needs a run. */
class Explain extends Watching {
  static override properties = { problem: { attribute: false } };
  declare problem: Problem | undefined;

  override render() {
    const { problem } = this;
    if (!problem?.shapes || blocked.value !== '') return nothing;
    return html`<button type="button" class="explain" data-act="explain" @click=${() => explain(problem)}>${words.problems.explain}</button>`;
  }
}

customElements.define('gb-explain', Explain);

/** What was refused and what would be accepted, in the core's words; the last good value stays in force. */
export function problemList(id: string, problems: readonly Problem[]): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  return html`<div class="problem" id=${id} role="alert">${icon('warning')}<div>${problems.map((problem) => html`<p>${problem.message} <gb-explain .problem=${problem}></gb-explain></p>`)}</div></div>`;
}
