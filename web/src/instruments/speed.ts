/** What a step of the present experiment costs: measured by the core, on a run of its own, in this browser. */
import { signal } from '@preact/signals-core';
import { css, html, type TemplateResult } from 'lit';
import { csvButton } from '../pictures/csv';
import { pause } from '../state/drive';
import { percent, rate, shortSeconds, whole } from '../state/format';
import { experimentText, form, runState } from '../state/store';
import { Watching } from '../state/watching';
import { Laboratory } from './laboratory';
import { speedWords as text } from './words';

/** profile_json of the core. */
interface Profile {
  rows: number;
  samplesPerSecond: number;
  stepSeconds: number;
  peak: number;
  shareOfPeak: number;
  parts: { name: string; seconds: number; share: number; multiplyAdds: number; bytes: number; shareOfPeak: number }[];
}

const measured = signal<Profile | null>(null);
const waiting = signal(false);

function row(part: Profile['parts'][number]): TemplateResult {
  const { name, seconds, share, multiplyAdds, bytes, shareOfPeak } = part;
  return html`<tr>
    <th scope="row">${text.parts[name] ?? name}</th>
    <td>${shortSeconds(seconds)}</td>
    <td class="share"><meter min="0" max="1" value=${share} aria-hidden="true"></meter><span>${percent(share)}</span></td>
    <td>${multiplyAdds > 0 ? whole(multiplyAdds) : '–'}</td>
    <td>${whole(bytes)}</td>
    <td>${multiplyAdds > 0 ? percent(shareOfPeak) : '–'}</td>
  </tr>`;
}

function table(profile: Profile): TemplateResult {
  return html`<dl class="figures">
      <div><dt>${text.samples}</dt><dd>${rate(profile.samplesPerSecond)}</dd></div>
      <div><dt>${text.step(profile.rows)}</dt><dd>${shortSeconds(profile.stepSeconds)}</dd></div>
      <div><dt>${text.ofPeak}</dt><dd>${percent(profile.shareOfPeak)}</dd></div>
    </dl>
    <div class="table" tabindex="0"><table>
      <thead><tr>${text.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${profile.parts.map(row)}</tbody>
    </table></div>
    ${csvButton({
      name: 'speed',
      heads: ['part', 'seconds', 'share', 'multiply_adds', 'bytes', 'share_of_peak'],
      rows: () => profile.parts.map((part) => [part.name, part.seconds, part.share, part.multiplyAdds, part.bytes, part.shareOfPeak]),
    })}
    <p class="caption">${text.peak(rate(profile.peak))}</p>`;
}

class Speed extends Watching {
  readonly #laboratory = new Laboratory();

  override connectedCallback(): void {
    super.connectedCallback();
    // A link may open here before the experiment has.
    const stop = form.subscribe((present) => {
      if (present === null) return;
      queueMicrotask(() => stop());
      void this.#measure();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#laboratory.close();
    measured.value = null;
  }

  async #measure(): Promise<void> {
    if (waiting.peek()) return;
    if (runState.peek() === 'running') pause();
    waiting.value = true;
    const answer = await this.#laboratory.ask<Profile | { ok: false }>({ type: 'profile', text: experimentText.peek() });
    measured.value = answer && 'parts' in answer ? answer : null;
    waiting.value = false;
  }

  override render() {
    const shown = measured.value;
    return html`<div class="speed-report" tabindex="0">
      <div class="about"><p>${text.body}</p>
        <button class="framed tool" ?disabled=${waiting.value} @click=${() => void this.#measure()}>${text.again}</button></div>
      <div class="result" aria-live="polite">${
        waiting.value ? html`<p>${text.measuring}</p>` : shown ? table(shown) : html`<p>${text.none}</p>`
      }</div>
    </div>`;
  }
}

const styles = css`
  .speed-report { display: grid; height: 100%; overflow: auto; padding: 16px; gap: 16px 48px; grid-template-columns: minmax(160px, 256px) minmax(0, 640px); align-content: start; }
  .speed-report .about { display: grid; gap: 16px; justify-items: start; color: var(--ink-2); align-content: start; }
  .speed-report .figures { display: grid; margin: 0 0 16px; gap: 12px 24px; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); }
  .speed-report .figures div { display: flex; flex-direction: column-reverse; }
  .speed-report dt { color: var(--ink-3); font-size: 11px; }
  .speed-report dd { margin: 0; font-size: 20px; font-weight: 600; line-height: 28px; }
  .speed-report .table { overflow: auto; }
  .speed-report table { width: 100%; min-width: 500px; border-collapse: collapse; font-size: 12px; }
  .speed-report :is(td, th) { padding: 4px 8px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
  .speed-report th { color: var(--ink-3); font-size: 11px; font-weight: 400; }
  .speed-report th:first-child { text-align: left; }
  .speed-report tbody th { color: var(--ink); font-size: 12px; }
  .speed-report meter { width: 56px; height: 8px; margin-right: 8px; border: 0; border-radius: 2px; background: var(--sunken); }
  .speed-report meter::-webkit-meter-bar { border: 0; border-radius: 2px; background: var(--sunken); }
  .speed-report meter::-webkit-meter-optimum-value { border-radius: 2px; background: var(--ink-2); }
  .speed-report meter::-moz-meter-bar { border-radius: 2px; background: var(--ink-2); }
  .speed-report .caption { margin-top: 12px; }
  @media (max-width: 719px) { .speed-report { grid-template-columns: minmax(0, 1fr); } }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
customElements.define('gb-speed', Speed);
