/** <gb-film>: what stands over the page while it is filmed: how long, how large, and the buttons that end it. */
import { css, html, nothing } from 'lit';
import { toast } from '../state/toasts';
import { Watching } from '../state/watching';
import { film, longest, recording, stopFilm } from './film';
import { picturesWords as words } from './words';

const megabyte = 1_000_000;

/** 0:05, 1:00. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

class FilmBar extends Watching {
  override render() {
    const present = recording.value;
    if (!present) return nothing;
    const says = words.filming(clock(present.time), clock(longest), (present.bytes / megabyte).toFixed(1));
    return html`<span class="v-red" aria-hidden="true"></span><span class="v-time">${says}</span>
      <button class="framed tool" type="button" data-act="film-stop" @click=${() => stopFilm(true)}>${words.filmStop}</button>
      <button class="tool" type="button" data-act="film-discard" @click=${() => stopFilm(false)}>${words.filmDiscard}</button>`;
  }
}

customElements.define('gb-film', FilmBar);

/** Films until it is stopped; says what came of it. */
export async function startFilm(name: string, roots: readonly HTMLElement[], opener: HTMLElement | null): Promise<void> {
  if (recording.peek()) return;
  const bar = document.createElement('gb-film') as FilmBar;
  bar.popover = 'manual';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', words.film);
  document.querySelector('gb-page')?.append(bar);
  bar.showPopover();
  const focus = recording.subscribe((present) => {
    if (present) void bar.updateComplete.then(() => bar.contains(document.activeElement) || bar.querySelector('button')?.focus());
    if (present) queueMicrotask(() => focus());
  });
  try {
    const file = await film(name, roots);
    if (file !== '') toast(words.saved(file));
  } catch {
    recording.value = null;
    toast(words.filmFailed);
  } finally {
    const inside = bar.contains(document.activeElement) || document.activeElement === document.body;
    bar.remove();
    if (inside) opener?.focus();
  }
}

const styles = css`
  gb-film { position: fixed; padding: 8px 8px 8px 16px; margin: 0 auto; border: 1px solid var(--line); border-radius: 10px; inset: auto 8px 88px; width: fit-content; background: var(--surface); box-shadow: var(--shadow); color: var(--ink); font-variant-numeric: tabular-nums; }
  gb-film:popover-open { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
  .v-red { width: 10px; height: 10px; border-radius: 50%; background: var(--error); }
  .v-time { min-width: 176px; }
  @media (pointer: coarse) { gb-film .tool { min-height: 40px; } }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
