// Nästa: from the click to the frame that shows the next step, while the store
// answers nothing at all; beside SurveyJS's change of page, with the same
// questions answered the same way.

import { resting, slowDown, withBrowser, withPage } from './browser.mjs';
import { pressing } from './change.mjs';
import { page as surveyPage } from './comparators/survey/build.mjs';
import { draft } from './draft.mjs';
import { interleave, median } from './round.mjs';
import { serve } from './static.mjs';
import { watch } from './watch.mjs';

const MUST_RATIO = 0.5;
const GOAL_MILLIS = 100;
const OURS = { heading: 'main h1', next: 'main form button[type=submit]' };
const OTHER = { heading: '#formular .sd-page__title', next: '#formular .sd-navigation__next-btn' };
const QUIET_MILLIS = 60;

/** `cases` are the addresses of drafts that are filled in, one a round. */
export async function measure(table, { form, policy, pages: { cases, cookies } }) {
  const changes = form.steps.length - 1;
  const inTheWay = new Set();
  const server = await serve(await surveyPage(form, policy, draft(policy).svar));
  let results;
  try {
    results = await withBrowser((browser) => interleave(cases.length, {
      ours: (round) => walk(browser, { ...OURS, url: cases[round], cookies, changes, inTheWay }),
      // It asks a store for nothing, so nothing of it can be in the way.
      other: () => walk(browser, { ...OTHER, url: server.url, cookies: [], changes, inTheWay: new Set() }),
    }));
  } finally {
    await server.close();
  }
  const middles = (side) => results[side][0].map((_, at) => median(results[side].map((round) => round[at])));
  const [ours, other] = [middles('ours'), middles('other')];
  const [own, others] = [Math.max(...ours), Math.max(...other)];
  table.add({
    what: 'step to next step, CPU÷4, worst step',
    must: `≤ ${MUST_RATIO} ×, goal ${GOAL_MILLIS} ms`,
    unit: 'ms',
    ours: own,
    other: others,
    otherIs: 'SurveyJS',
    keeps: own <= MUST_RATIO * others,
  });
  table.add({
    what: 'requests in the way of the next step',
    must: '0',
    ours: inTheWay.size,
    keeps: inTheWay.size === 0,
  });
  const told = (middles) => middles.map((middle) => middle.toFixed(0)).join(', ');
  table.remark(
    `Step to step: medians of ${cases.length} rounds in turn per step ` +
    `(${told(ours)} ms; SurveyJS ${told(other)} ms); every request is held back until the next heading is there` +
    `${inTheWay.size === 0 ? '' : `; waited for ${[...inTheWay].join(', ')}`}.`,
  );
}

/** Goes forward through the pages; returns a time per change. */
function walk(browser, { url, cookies, heading, next, changes, inTheWay }) {
  return withPage(browser, async (page, session) => {
    await page.context().addCookies(cookies);
    await page.addInitScript(watch);
    const rests = resting(page);
    await page.goto(url);
    await page.waitForSelector(next);
    await slowDown(session, { network: false });
    const press = await pressing(page);
    const times = [];
    for (let change = 0; change < changes; change += 1) {
      // What the step before has begun comes to rest, so that it is not counted here.
      await rests();
      const before = await page.locator(heading).textContent();
      await page.evaluate(([selector, before, quiet]) => {
        const { watch } = globalThis;
        watch.isNext = () => ![before, undefined].includes(document.querySelector(selector)?.textContent);
        watch.arm('click', selector, quiet, watch.isNext);
      }, [heading, before, QUIET_MILLIS]);
      const { millis, waited } = await press(page.locator(next), before);
      for (const request of waited) inTheWay.add(request);
      times.push(millis);
    }
    return times;
  });
}
