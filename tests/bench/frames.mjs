// The main thread's work per frame, from a trace of the page.

/**
 * Records for `milliseconds`; for each animation frame, in milliseconds, how long the main thread ran (its work), and how long its
 * tasks took by the clock. The difference are waits: after each frame for the compositor, and for a processor where both are taken.
 */
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
  const frames = [];
  for (const task of tasks) {
    if (callbacks.some(({ ts }) => ts >= task.ts && ts < task.ts + task.dur)) frames.push({ work: 0, passed: 0 });
    const frame = frames.at(-1);
    if (!frame) continue;
    frame.work += (task.tdur ?? 0) / 1000;
    frame.passed += task.dur / 1000;
  }
  return frames.slice(0, -1);
}
