/** The core's sentences about keys, their choices and the layers that can be added: what the module of a first visit goes without. */
import type { FullModule } from '../src/trainer/core-full';

interface Row {
  key: string;
  meaning: string;
  choices: { meaning: string }[];
}
interface Form {
  offers: { label: string; meaning: string }[];
}

/** `fields`: of each key, then of its choices; `offers`: of each layer by its label; `history`: the columns of a snapshot's part. */
export function meaningsOf(whole: FullModule): string {
  const fields = (JSON.parse(whole.fieldsJson()) as Row[]).map(({ key, meaning, choices }) => [
    key,
    [meaning, ...choices.map((choice) => choice.meaning)],
  ]);
  const session = new whole.Session();
  const { offers } = JSON.parse(session.check('')) as Form;
  session.delete();
  return JSON.stringify({
    fields: Object.fromEntries(fields),
    offers: Object.fromEntries(offers.map(({ label, meaning }) => [label, meaning])),
    history: JSON.parse(whole.historyColumns()),
  });
}
