/** Single-key shortcuts and F6. Fields, sliders and views that use a key themselves keep it. */
import { newSeed, setGallery, setTool, setView } from './actions';
import { epoch, reset, step, stepBack, toggle } from './drive';
import { share } from './share';
import { dialog, galleryOpen, railOpen, refused, view } from './store';
import { theme } from './theme';

const typing = 'input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]';
const pressable = 'button, a[href], summary, [role=button], input, [role=tab], [role=radio]';
const movable = 'input[type=range], [role=slider], [role=img][tabindex], [role=grid], [role=tab], [role=radio], [data-arrows]';

/** An open instrument adds its own. */
export const acts: Record<string, () => void> = {
  ' ': toggle,
  ArrowRight: step,
  ArrowLeft: stepBack,
  'shift+ArrowRight': epoch,
  r: reset,
  n: newSeed,
  g: () => setGallery(!galleryOpen.peek()),
  s: () => void share(),
  t: () => setView({ theme: theme.peek() === 'dark' ? 'light' : 'dark' }),
  l: () => setView({ scale: view.peek().scale === 'log' ? 'linear' : 'log' }),
  m: () => setTool(view.peek().tool === 'microscope' ? '' : 'microscope'),
  '/': () => {
    setGallery(true);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('#gallery-search')?.focus());
  },
  '?': () => {
    dialog.value = 'help';
  },
};

const galleryKeys = new Set(['g', '/', 't', '?']);

const focusable = 'button:not([disabled]), select, input, a[href], summary, [tabindex="0"]';

/** Views keep their parts in shadow trees. */
function firstFocusable(region: HTMLElement): HTMLElement | null {
  const roots = [region, ...[...region.children].map((child) => child.shadowRoot)];
  const all = roots.flatMap((root) => [...(root?.querySelectorAll<HTMLElement>(focusable) ?? [])]);
  return all.find((element) => element.getClientRects().length > 0) ?? null;
}

/** Moves focus to the first focusable part of the next region. */
function nextRegion(backwards: boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.getClientRects().length > 0);
  if (regions.length === 0) return;
  const present = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(present + (backwards ? regions.length - 1 : 1) + (present < 0 && backwards ? 1 : 0)) % regions.length];
  if (next) (firstFocusable(next) ?? next).focus();
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === 'F6') {
    event.preventDefault();
    nextRegion(event.shiftKey);
    return;
  }
  if (document.querySelector('dialog:modal')) return;
  if (event.key === 'Escape') {
    if (galleryOpen.peek()) setGallery(false);
    else if (railOpen.peek()) railOpen.value = false;
    else if (view.peek().tool !== '') setTool('');
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !view.peek().shortcuts || refused.peek()) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(typing)) return;
  if (event.key === ' ' && target.closest(pressable)) return;
  if (event.key.startsWith('Arrow') && target.closest(movable)) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.shiftKey ? `shift+${event.key}` : event.key;
  const numbered = /^[1-9]$/.test(name) && document.querySelectorAll<HTMLElement>('.tool-tabs [role=tab]')[Number(name) - 1];
  const act = numbered ? () => numbered.click() : Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act || (galleryOpen.peek() && !galleryKeys.has(name))) return;
  event.preventDefault();
  if (event.repeat && !name.includes('Arrow')) return;
  act();
}

export function startKeyboard(): void {
  document.addEventListener('keydown', onKey);
}
