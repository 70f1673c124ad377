// Every byte that the first visit fetches, headers included.

import { withBrowser, withPage } from './browser.mjs';

const MUST_RATIO = 0.95;
const GOAL_KILOBYTES = 240;
/** Without these the app has drawn nothing, so they belong to the visit. */
const ASKED = ['/apply', '/apply_bg', '/api/policy', '/api/session'];
/** Nothing asked for in this time: the visit has come to rest. */
const QUIET_MILLIS = 2500;

export async function measure(table, { door, survey }) {
  const visits = await withBrowser(async (browser) => ({
    ours: await visit(browser, door),
    other: await visit(browser, survey),
  }));
  const total = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  const [ours, other] = [total(visits.ours), total(visits.other)];
  const isAt = (path, file) => file.path === path || file.path.startsWith(`${path}…`);
  const missing = ASKED.filter((path) => !visits.ours.some((file) => isAt(path, file) && 0 < file.bytes));
  if (0 < missing.length) throw new Error(`the visit did not fetch ${missing}`);
  table.add({
    what: 'bytes over the wire, first visit of /ansok, not logged in, everything, brotli',
    must: `≤ ${MUST_RATIO} ×, goal ${GOAL_KILOBYTES} kB`,
    unit: 'kB',
    ours,
    other,
    otherIs: 'SurveyJS',
    keeps: ours <= MUST_RATIO * other,
  });
  const told = (files) => [...files]
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ path, bytes, encoding }) => `${path} ${(bytes / 1000).toFixed(1)}${encoding ? '' : ' (not packed)'}`)
    .join(', ');
  table.remark(`The first visit in kB with headers: ${told(visits.ours)}.\nSurveyJS: ${told(visits.other)}.`);
}

/** What a visit fetches: path, bytes and whether it was packed. */
function visit(browser, { url, ready }) {
  return withPage(browser, async (page, session) => {
    const files = new Map();
    let last = performance.now();
    await session.send('Network.enable');
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (!request.url.startsWith('http')) return;
      files.set(requestId, { path: shortened(request.url), bytes: 0, encoding: '' });
      last = performance.now();
    });
    session.on('Network.responseReceived', ({ requestId, response }) => {
      const file = files.get(requestId);
      const name = Object.keys(response.headers).find((name) => name.toLowerCase() === 'content-encoding');
      // A few bytes cannot be made fewer.
      if (file) file.encoding = name || Number(response.headers['content-length'] ?? 0) < 1000 ? 'fine' : '';
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const file = files.get(requestId);
      if (file) file.bytes = encodedDataLength;
      last = performance.now();
    });
    await page.goto(url);
    await page.waitForSelector(ready);
    while (performance.now() < last + QUIET_MILLIS) await page.waitForTimeout(100);
    return [...files.values()];
  });
}

/** A path without the long ids in it. */
function shortened(url) {
  return new URL(url).pathname.replace(/[0-9a-f-]{16,}/g, '…');
}
