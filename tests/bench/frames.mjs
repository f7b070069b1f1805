// The main thread's work per frame, from a trace of the page.

/** Records for `milliseconds`; gives back the milliseconds of main-thread work between each two animation frames. */
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

  const frames = events.filter((event) => event.name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts);
  if (!frames.length) return [];
  const { pid, tid } = frames[0];
  const tasks = events.filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid && event.dur);
  const work = new Array(Math.max(0, frames.length - 1)).fill(0);
  for (const task of tasks) {
    const index = frames.findIndex((frame, i) => task.ts + task.dur > frame.ts && task.ts + task.dur <= (frames[i + 1]?.ts ?? 0));
    if (index >= 0 && index < work.length) work[index] += task.dur / 1000;
  }
  return work;
}
