import { signal } from '@preact/signals-core';
import { words } from '../words';
import { shareLink } from './actions';
import { dialog } from './store';
import { toast } from './toasts';

/** The link of the share dialog. */
export const shared = signal('');

/** Copies text; false where the browser offers or allows no clipboard. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export async function share(): Promise<void> {
  const { link, step } = await shareLink();
  shared.value = link;
  if (await copy(link)) toast(words.shareDialog.copied(step));
  else dialog.value = 'share';
}
