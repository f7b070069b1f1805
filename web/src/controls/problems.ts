import { html, nothing, type TemplateResult } from 'lit';
import { explain } from '../state/actions';
import { blocked, type Problem } from '../state/store';
import { words } from '../words';
import { icon } from './icons';

/** Leads to the shapes that did not fit; an instrument needs a run. */
export function explainButton(problem: Problem): TemplateResult | typeof nothing {
  if (!problem.shapes || blocked.value !== '') return nothing;
  return html`<button class="explain" data-act="explain" @click=${() => explain(problem)}>${words.problems.explain}</button>`;
}

/** What was refused and what would be accepted, in the core's words; the last good value stays in force. */
export function problemList(id: string, problems: readonly Problem[]): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  return html`<div class="problem" id=${id} role="alert">${icon('warning')}<div>${problems.map((problem) => html`<p>${problem.message} ${explainButton(problem)}</p>`)}</div></div>`;
}
