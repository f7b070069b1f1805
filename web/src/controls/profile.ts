/** What a step of the present experiment costs: measured by the core, on a run of its own, in this browser. */
import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { measureProfile, type Profile } from '../state/actions';
import { percent, rate, shortSeconds, whole } from '../state/format';
import { blocked, dialog } from '../state/store';
import { words } from '../words';

const measured = signal<Profile | null>(null);
const waiting = signal(false);

async function measure(): Promise<void> {
  if (waiting.value) return;
  waiting.value = true;
  measured.value = await measureProfile();
  waiting.value = false;
}

export function openSpeed(): void {
  measured.value = null;
  dialog.value = 'profile';
  void measure();
}

function row(part: Profile['parts'][number]): TemplateResult {
  const { name, seconds, share, multiplyAdds, bytes, shareOfPeak } = part;
  return html`<tr>
    <th scope="row">${words.profile.parts[name] ?? name}</th>
    <td>${shortSeconds(seconds)}</td>
    <td class="share"><meter min="0" max="1" value=${share} aria-hidden="true"></meter><span>${percent(share)}</span></td>
    <td>${multiplyAdds > 0 ? whole(multiplyAdds) : '–'}</td>
    <td>${whole(bytes)}</td>
    <td>${multiplyAdds > 0 ? percent(shareOfPeak) : '–'}</td>
  </tr>`;
}

function table(profile: Profile): TemplateResult {
  const text = words.profile;
  return html`<dl class="figures">
      <div><dt>${text.samples}</dt><dd>${rate(profile.samplesPerSecond)}</dd></div>
      <div><dt>${text.step(profile.rows)}</dt><dd>${shortSeconds(profile.stepSeconds)}</dd></div>
      <div><dt>${text.ofPeak}</dt><dd>${percent(profile.shareOfPeak)}</dd></div>
    </dl>
    <div class="table"><table>
      <thead><tr>${text.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${profile.parts.map(row)}</tbody>
    </table></div>
    <p class="caption">${text.peak(rate(profile.peak))}</p>`;
}

export function speedDialog(): TemplateResult {
  const text = words.profile;
  const shown = measured.value;
  return html`<h2>${text.title}</h2>
    <p>${text.body}</p>
    <div aria-live="polite">${waiting.value ? html`<p class="measuring">${text.measuring}</p>` : shown ? table(shown) : html`<p>${text.none}</p>`}</div>
    <div class="buttons"><button class="framed tool" ?disabled=${waiting.value} @click=${() => void measure()}>${text.again}</button></div>`;
}

export const speedButton = () =>
  blocked.value === ''
    ? html`<button class="tool" data-act="speed-report" title=${words.profile.hint} @click=${openSpeed}>${words.profile.open}</button>`
    : nothing;
