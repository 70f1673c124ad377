// Nästa: from the click to the frame that shows the next step, while the store
// answers nothing at all.

import { slowDown, withBrowser, withPage } from './browser.mjs';
import { median } from './round.mjs';
import { watch } from './watch.mjs';

const MUST_MILLIS = 100;
const HEADING = 'main h1';
const NEXT = 'main form button[type=submit]';
const QUIET_MILLIS = 60;
/** As long as a finger rests on a button: what pressing it draws is not part of what letting go does. */
const PRESS_MILLIS = 60;
/** Whoever has not come to the next step by then waits for the store. */
const PATIENCE_MILLIS = 4000;

/** `cases` are the addresses of drafts that are filled in, one a round. */
export async function measure(table, { cases, cookies, steps }) {
  const rounds = [];
  const inTheWay = new Set();
  await withBrowser(async (browser) => {
    for (const url of cases) {
      rounds.push(await withPage(browser, (page, session) => walk(page, session, { url, cookies, steps, inTheWay })));
    }
  });
  const middles = rounds[0].map((_, step) => median(rounds.map((round) => round[step])));
  const ours = Math.max(...middles);
  table.add({
    what: 'step to next step, CPU÷4, worst step',
    must: `≤ ${MUST_MILLIS} ms`,
    unit: 'ms',
    ours,
    keeps: ours <= MUST_MILLIS,
  });
  table.add({
    what: 'requests in the way of the next step',
    must: '0',
    ours: inTheWay.size,
    keeps: inTheWay.size === 0,
  });
  table.remark(
    `Step to step: medians of ${rounds.length} rounds per step (${middles.map((middle) => middle.toFixed(0)).join(', ')} ms); ` +
    `every request is held back until the next heading is there${inTheWay.size === 0 ? '' : `; waited for ${[...inTheWay].join(', ')}`}.`,
  );
}

async function walk(page, session, { url, cookies, steps, inTheWay }) {
  await page.context().addCookies(cookies);
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForSelector(NEXT);
  await slowDown(session, { network: false });
  let holding = false;
  const held = [];
  await page.route('**/*', (route) => {
    if (holding) held.push(route);
    else route.continue();
  });
  const times = [];
  for (let step = 1; step < steps; step += 1) {
    // What the step before has begun comes to rest, so that it is not counted here.
    await page.waitForLoadState('networkidle');
    const heading = await page.locator(HEADING).textContent();
    const changed = () => page.waitForFunction(
      ([selector, before]) => ![before, undefined].includes(document.querySelector(selector)?.textContent),
      [HEADING, heading],
      { timeout: PATIENCE_MILLIS },
    );
    await page.evaluate(([selector, quiet]) => globalThis.watch.arm('click', selector, quiet), [HEADING, QUIET_MILLIS]);
    holding = true;
    await page.locator(NEXT).click({ delay: PRESS_MILLIS });
    const free = await changed().then(() => true, () => false);
    if (!free) {
      if (held.length === 0) {
        const said = await page.locator('main').innerText();
        throw new Error(`«${heading}» leads nowhere: ${said.slice(0, 1500)}`);
      }
      held.forEach((route) => inTheWay.add(`${route.request().method()} ${new URL(route.request().url()).pathname.replace(/[0-9a-f]{16,}/, '…')}`));
    }
    const time = free ? await page.evaluate(() => globalThis.watch.done) : PATIENCE_MILLIS;
    holding = false;
    await Promise.all(held.splice(0).map((route) => route.continue()));
    await changed();
    times.push(time);
  }
  return times;
}
