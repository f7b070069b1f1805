/** The core's sentences about keys and choices, in a file of their own that is read after the first picture. */
import { signal } from '@preact/signals-core';
import { type Field, fields } from './store';

/** Made by tools/meanings.ts. */
interface Meanings {
  fields: Record<string, string[]>;
  offers: Record<string, string>;
  /** The columns of a snapshot's history. */
  history: string[];
}

export const meanings = signal<Meanings>({ fields: {}, offers: {}, history: [] });

/** The field table with as many sentences as there are by now. */
export const explained = (table: readonly Field[]): Field[] =>
  table.map((field) => {
    const [meaning = field.meaning, ...of] = meanings.peek().fields[field.key] ?? [];
    return { ...field, meaning, choices: field.choices.map((choice, at) => ({ ...choice, meaning: of[at] ?? choice.meaning })) };
  });

export async function readMeanings(): Promise<void> {
  const response = await fetch(new URL('meanings.json', document.baseURI)).catch(() => null);
  if (!response?.ok) return;
  meanings.value = (await response.json()) as Meanings;
  fields.value = explained(fields.peek());
}
