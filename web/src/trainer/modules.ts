/**
 * The two modules of the core: what the first one lacks, the whole one has. Alone in importing the first. The loader of the other comes with
 * this file: some browsers never again try to import what failed once, whereas bytes can be asked for again.
 */
import firstCore, { type CoreModule, type Session, type Status } from '@core';
import createFull from '@core-full';

export { type CoreModule, firstCore, type Session, type Status };

/** Whether an answer says that this module lacks a part which the other one has. */
export const lacksPart = (answer: string): boolean => answer.startsWith('{"ok":false') && answer.includes('"code":"part-missing"');

const patienceMilliseconds = 200;
const giveUpMilliseconds = 60_000;
let whole: Promise<CoreModule | undefined> | undefined;

const fetchWhole = (): Promise<CoreModule | undefined> =>
  Promise.race([createFull().catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, giveUpMilliseconds))]);

/** Fetched by the first who asks; undefined where that failed, and tried again for the next. `tell` hears of a wait, and of its end. */
export async function wholeCore(tell: (going: boolean) => void): Promise<CoreModule | undefined> {
  whole ??= fetchWhole();
  const coming = whole;
  let told = false;
  const patience = setTimeout(() => {
    told = true;
    tell(true);
  }, patienceMilliseconds);
  const found = await coming;
  clearTimeout(patience);
  if (told) tell(false);
  if (!found && whole === coming) whole = undefined;
  return found;
}

/** Gives the session the table that the experiment needs; its name where it could not be had. */
async function provideTable(session: Session, tables: string, experiment: string): Promise<string> {
  const name = session.tableNeeded(experiment);
  if (name === '') return '';
  const response = await fetch(`${tables}${encodeURIComponent(name)}.table`);
  if (!response.ok) return name;
  session.provideTable(name, new Uint8Array(await response.arrayBuffer()));
  return '';
}

/** The answer of session.open(), its table fetched before from below `tables`. */
export async function openIn(session: Session, tables: string, experiment: string): Promise<string> {
  const missing = await provideTable(session, tables, experiment).catch(() => session.tableNeeded(experiment));
  if (missing === '') return session.open(experiment);
  const problem = { code: 'table-missing', key: 'data', value: missing, allowed: '', nearest: '', message: '' };
  return JSON.stringify({ ok: false, problems: [problem] });
}
