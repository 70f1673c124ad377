// From page to page of one program: from the click on a link of the navigation to the frame in which
// heading and frame of the next page stand, while the store answers nothing at all.

import { cookies, resting, slowDown, withBrowser, withPage } from './browser.mjs';
import { pressing } from './change.mjs';
import { interleave, median } from './round.mjs';
import { watch } from './watch.mjs';

const ROUNDS = 5;
const MUST_MILLIS = 150;
const HEADING = 'main h1';
const QUIET_MILLIS = 60;
/** The way through each program, from its first page and back to it. */
const WAYS = {
  staff: ['/mina-sidor', '/arenden', '/forteckning', '/samtycken', '/far-jag-publicera', '/publiceringar', '/utkorg', '/mina-sidor'],
  apply: ['/ansok', '/mina-sidor', '/ansok'],
};

export async function measure(table, { program, employee, asking }) {
  const who = { staff: asking, apply: employee };
  const rounds = await withBrowser((browser) => interleave(ROUNDS, Object.fromEntries(
    Object.entries(WAYS).map(([name, way]) => [name, () => walk(browser, program.url, { name, way, who: who[name] })]),
  )));
  for (const name of Object.keys(WAYS)) add(table, name, rounds[name]);
}

/** A round is a list of changes. */
function add(table, name, rounds) {
  const changes = rounds[0].map(({ label }, at) => {
    const all = rounds.map((round) => round[at]);
    return { label, millis: median(all.map(({ millis }) => millis)), waited: all.flatMap(({ waited }) => waited) };
  });
  const worst = Math.max(...changes.map(({ millis }) => millis));
  const waited = changes.some(({ waited }) => 0 < waited.length);
  table.add({
    what: `page to page of one program, ${name}, CPU÷4, worst page`,
    must: `≤ ${MUST_MILLIS} ms`,
    unit: 'ms',
    ours: worst,
    keeps: !waited && worst <= MUST_MILLIS,
  });
  const parts = changes.map(({ label, millis, waited }) => {
    const why = waited.length === 0 ? '' : ` (waited for ${[...new Set(waited)].join(', ')})`;
    return `${label} ${millis.toFixed(0)}${why}`;
  });
  table.remark(
    `Page to page of ${name}: medians of ${ROUNDS} rounds in ms, each page seen once before: ${parts.join(', ')}. ` +
    'Every request is held back until heading and frame of the next page are there.',
  );
}

/** Goes the way once to have seen it and once to be timed; returns what each change took. */
function walk(browser, url, { name, way, who }) {
  return withPage(browser, async (page, session) => {
    await page.context().addCookies(cookies(url, who));
    await page.addInitScript(watch);
    const rests = resting(page);
    await page.goto(`${url}${way[0]}`);
    await page.waitForSelector(`#app ${HEADING}`);
    const script = await page.locator('link[data-program][rel=modulepreload]').getAttribute('href');
    if (!script.startsWith(`/${name}-`)) throw new Error(`${way[0]} begins with ${script} and not with ${name}`);
    await page.evaluate(() => {
      globalThis.watch.isSameLoad = true;
    });
    // Before the first time round, so that no change pays for what begins here.
    await slowDown(session, { network: false });
    const press = await pressing(page);
    const link = (path) => page.locator(`#huvudmeny a[href="${path}"]`);
    const headings = new Map();
    for (const path of way.slice(1)) {
      await link(path).click();
      await page.waitForSelector(`#huvudmeny a[href="${path}"][aria-current=page]`);
      await rests();
      headings.set(path, await page.locator(HEADING).textContent());
    }
    const changes = [];
    for (const path of way.slice(1)) {
      // What the page before has begun comes to rest, so that it is not counted here.
      await rests();
      await page.evaluate(([selector, path, text, quiet]) => {
        const { watch } = globalThis;
        const before = document.querySelector(selector);
        watch.isNext = () => {
          const heading = document.querySelector(selector);
          const frame = heading?.closest('main').textContent ?? '';
          return heading !== before && heading?.textContent === text && text.length < frame.length &&
            document.querySelector(`#huvudmeny a[href="${path}"]`)?.ariaCurrent === 'page';
        };
        watch.arm('click', selector, quiet, watch.isNext);
      }, [HEADING, path, headings.get(path), QUIET_MILLIS]);
      const label = (await link(path).innerText()).split('\n')[0];
      changes.push({ label, ...await press(link(path), label) });
    }
    if (!await page.evaluate(() => globalThis.watch.isSameLoad)) throw new Error(`the way through ${name} loaded anew`);
    return changes;
  });
}
