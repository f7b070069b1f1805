import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../state/store';
import { icon } from './icons';

/** What was refused and what would be accepted, in the core's words; the last good value stays in force. */
export function problemList(id: string, problems: readonly Problem[]): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  return html`<div class="problem" id=${id} role="alert">${icon('warning')}<div>${problems.map((problem) => html`<p>${problem.message}</p>`)}</div></div>`;
}
