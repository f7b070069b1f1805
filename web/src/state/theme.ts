/** The theme in force: the person's choice, or the system's. Kept in this browser, never in a link. */
import { computed, effect, signal } from '@preact/signals-core';
import { view } from './store';

const preferenceKey = 'glassbox';
const dark = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const systemDark = signal(dark.matches);

export const reducedMotion = signal(still.matches);
export const theme = computed<'light' | 'dark'>(() => {
  const choice = view.value.theme;
  if (choice !== 'system') return choice;
  return systemDark.value ? 'dark' : 'light';
});

interface Preferences {
  theme?: unknown;
  shortcuts?: unknown;
}

function readPreferences(): Preferences {
  try {
    return (JSON.parse(localStorage.getItem(preferenceKey) ?? '{}') ?? {}) as Preferences;
  } catch {
    return {};
  }
}

export function startTheme(): void {
  const saved = readPreferences();
  const choice = saved.theme === 'light' || saved.theme === 'dark' ? saved.theme : 'system';
  view.value = { ...view.value, theme: choice, shortcuts: saved.shortcuts !== false };
  dark.addEventListener('change', () => {
    systemDark.value = dark.matches;
  });
  still.addEventListener('change', () => {
    reducedMotion.value = still.matches;
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  const preferences = computed(() => JSON.stringify({ theme: view.value.theme, shortcuts: view.value.shortcuts }));
  effect(() => {
    const text = preferences.value;
    try {
      localStorage.setItem(preferenceKey, text);
    } catch {
      // Storage may be switched off; the choice then lasts as long as the page.
    }
  });
}
