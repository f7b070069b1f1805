// The main thread's work per frame, from a trace of the page.

/** Records for `milliseconds`; gives back the milliseconds of main-thread work of each animation frame. */
export async function frameWork(page, milliseconds) {
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] },
  });
  await page.waitForTimeout(milliseconds);
  const complete = new Promise((done) => client.once('Tracing.tracingComplete', done));
  await client.send('Tracing.end');
  await complete;
  await client.detach();

  const callbacks = events.filter((event) => event.name === 'FireAnimationFrame');
  if (!callbacks.length) return [];
  const [{ pid, tid }] = callbacks;
  const tasks = events
    .filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid && event.dur)
    .sort((a, b) => a.ts - b.ts);
  // A frame's task answers every animation callback of the page, and what runs until the next such task belongs to it.
  const work = [];
  for (const task of tasks) {
    const starts = callbacks.some(({ ts }) => ts >= task.ts && ts < task.ts + task.dur);
    if (starts) work.push(task.dur / 1000);
    else if (work.length) work[work.length - 1] += task.dur / 1000;
  }
  return work.slice(0, -1);
}
