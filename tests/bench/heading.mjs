// The first visit of somebody who is not logged in, on a slow phone: when the page's own heading and text
// are on screen, which the store writes into the page before the app has come.

import { slowDown, withBrowser, withPage } from './browser.mjs';
import { interleave, median } from './round.mjs';
import { watch } from './watch.mjs';

const ROUNDS = 5;
const MUST_MILLIS = 800;
/** Each in a program's own way: prose, columns, a list and the policy's texts. */
const PATHS = ['/', '/ansok', '/forteckning', '/riktlinjer'];

export async function measure(table, { program }) {
  const visits = await withBrowser((browser) => interleave(ROUNDS, Object.fromEntries(
    PATHS.map((path) => [path, () => visit(browser, `${program.url}${path}`)]),
  )));
  const told = PATHS.map((path) => ({
    path,
    millis: median(visits[path].map(shown)),
    late: visits[path].filter(isLate).length,
    wrong: visits[path].map(wrong).find((why) => why !== null),
  }));
  const worst = Math.max(...told.map(({ millis }) => millis));
  const isOwn = told.every(({ wrong }) => wrong === undefined);
  table.add({
    what: 'own heading on screen, slow 4G and CPU÷4, worst page',
    must: `≤ ${MUST_MILLIS} ms`,
    unit: 'ms',
    ours: worst,
    keeps: isOwn && worst <= MUST_MILLIS,
  });
  const parts = told.map(({ path, millis, late, wrong }) => {
    const what = [late === 0 ? '' : `${late} × painted before it`, wrong ?? ''].filter((words) => words !== '');
    return `${path} ${millis.toFixed(0)}${what.length === 0 ? '' : ` (${what.join(', ')})`}`;
  });
  table.remark(
    `Own heading: medians of ${ROUNDS} rounds in turn in ms, empty cache, not logged in: ${parts.join(', ')}. ` +
    'What counts is the first paint with content, or the first frame after it if heading and text came later, ' +
    'and only if they are those that the app draws.',
  );
}

const isLate = ({ paint, shell }) => shell !== null && paint < shell.at;
const shown = (visit) => (isLate(visit) ? visit.shell.frame : visit.paint);

/** Why what was on screen was not the page's own heading and text, or null. */
function wrong({ shell, app }) {
  if (!shell) return 'the store wrote no heading';
  if (shell.heading !== app.heading) return `first «${shell.heading}», then «${app.heading}»`;
  if (shell.text === '') return 'the store wrote no text';
  if (!app.text.includes(shell.text)) return `the app draws another text than «${shell.text.slice(0, 80)}»`;
  return null;
}

function visit(browser, url) {
  return withPage(browser, async (page, session) => {
    await page.addInitScript(watch);
    await page.addInitScript(noteShell);
    await slowDown(session);
    await page.goto(url, { waitUntil: 'commit' });
    const isDrawn = () =>
      document.querySelector('#app main h1') && !document.querySelector('#skal') && globalThis.watch.paint !== null;
    await page.waitForFunction(isDrawn).catch(async () => {
      const said = await page.locator('body').innerText();
      throw new Error(`${url} was not drawn by the app: ${said.slice(0, 1500)}`);
    });
    return page.evaluate(() => {
      const { plain, paint, shell } = globalThis.watch;
      const main = document.querySelector('#app main');
      const app = { heading: plain(main.querySelector('h1')), text: plain(main) };
      return { paint, shell, app };
    });
  });
}

/** Notes what the store wrote, and when all of it was in the document. The app takes it away. */
function noteShell() {
  const { watch } = globalThis;
  watch.plain = (element) => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  watch.shell = null;
  const observer = new MutationObserver(() => {
    // The next thing after the place of the page.
    if (!document.querySelector('#skal #vantan')) return;
    observer.disconnect();
    const place = document.querySelector('#skal #sidan');
    const heading = place?.querySelector('h1');
    if (!heading) return;
    watch.shell = {
      heading: watch.plain(heading),
      text: watch.plain(place.querySelector('.prose')),
      at: performance.now(),
    };
    watch.frame().then((frame) => {
      watch.shell.frame = frame;
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}
