// The first visit on a slow phone: when something is seen, when one can begin,
// and how long the page is deaf.

import { slowDown, withBrowser, withPage } from './browser.mjs';
import { interleave, median } from './round.mjs';
import { watch } from './watch.mjs';

const ROUNDS = 5;
const MUST = { paintMillis: 800, readyRatio: 0.85, blockedMillis: 100 };
const GOAL_BLOCKED_MILLIS = 50;
/** A task above this keeps people waiting (Lighthouse's total blocking time). */
const TASK_MILLIS = 50;
/** How long after it is ready the page is listened to. */
const AFTER_MILLIS = 1500;

export async function measure(table, { wizard, survey }) {
  const results = await withBrowser((browser) => interleave(ROUNDS, {
    ours: () => visit(browser, wizard),
    other: () => visit(browser, survey),
  }));
  const middle = (side, name) => median(results[side].map((result) => result[name]));
  const rows = {
    paint: {
      what: 'first paint',
      must: `≤ ${MUST.paintMillis} ms`,
      keeps: (ours) => ours <= MUST.paintMillis,
    },
    ready: {
      what: 'ready',
      must: `≤ ${MUST.readyRatio} ×`,
      keeps: (ours, other) => ours <= MUST.readyRatio * other,
    },
    blocked: {
      what: 'blocking time',
      must: `≤ ${MUST.blockedMillis} ms, goal ${GOAL_BLOCKED_MILLIS}`,
      keeps: (ours) => ours <= MUST.blockedMillis,
    },
  };
  for (const [name, { what, must, keeps }] of Object.entries(rows)) {
    const [ours, other] = [middle('ours', name), middle('other', name)];
    table.add({
      what: `${what}, slow 4G and CPU÷4`,
      must,
      unit: 'ms',
      ours,
      other,
      otherIs: 'SurveyJS',
      keeps: keeps(ours, other),
    });
  }
  table.remark(
    `First visit: medians of ${ROUNDS} rounds in turn, empty cache, 1.6 Mbit/s down, 0.75 up, 150 ms. ` +
    'First paint is the first with content; ready is the first frame in which the step can be filled in; ' +
    `blocking time is what tasks take above ${TASK_MILLIS} ms until ${AFTER_MILLIS} ms after that.`,
  );
}

function visit(browser, { url, ready, cookies }) {
  return withPage(browser, async (page, session) => {
    if (cookies) await page.context().addCookies(cookies);
    await page.addInitScript(watch);
    await page.addInitScript((selector) => globalThis.watch.until(selector), ready);
    await slowDown(session);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => globalThis.watch.ready !== null);
    await page.waitForTimeout(AFTER_MILLIS);
    const { paint, ready: at, tasks } = await page.evaluate(() => globalThis.watch);
    const blocked = tasks
      .filter(([start]) => paint <= start)
      .reduce((sum, [, duration]) => sum + Math.max(0, duration - TASK_MILLIS), 0);
    return { paint, ready: at, blocked };
  });
}
