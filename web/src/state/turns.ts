let turn: Promise<unknown> = Promise.resolve();

/** Changes follow each other, each from the text that the one before made; so does Run, which may be pressed before a change is answered. */
export function afterChanges<T>(work: () => T | Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}
