// A letter typed into the register's search: until the frame that shows what
// it leaves.

import { readFile } from 'node:fs/promises';

import { withBrowser, withPage } from './browser.mjs';
import { Client } from './client.mjs';
import { WHOLE } from './ours.mjs';
import { interleave, median } from './round.mjs';
import { WORDS } from './rows.mjs';
import { serve } from './static.mjs';
import { watch } from './watch.mjs';

const ROUNDS = 5;
const MUST_RATIO = 1.2;
/** A page that has not changed for so long has nothing more to show. */
const QUIET_MILLIS = 80;
/** Frames come as fast as they are made, or every time would be one of the screen's. */
const ARGUMENTS = ['--disable-gpu-vsync', '--disable-frame-rate-limit'];

const OURS = { path: '/forteckning', field: '#fritext', list: '.register' };
const BARE = { path: '/bare', field: '#fritext', list: 'body' };
const OTHER = { path: '/', field: '#fritext', list: 'body' };

/** Tells what of every time is the browser's own and the machine's. */
const BARE_PAGE = `<!DOCTYPE html><html lang="sv"><title>Eko</title><link rel="icon" href="data:,">
<input id="fritext"><p id="antal"></p><script type="module">
const { antal } = await (await fetch('/rows.json')).json();
document.getElementById('antal').textContent = antal;
document.getElementById('fritext').oninput = ({ target }) => { document.getElementById('antal').textContent = target.value; };
</script>`;

/** `ours` is a store with `count` accounts. */
export async function measure(table, { ours, count }) {
  const client = await Client.to(ours.program.url);
  const rows = (await client.ask('GET', WHOLE)).body;
  client.close();
  const { antal } = JSON.parse(rows);
  const file = (name) => readFile(new URL(`comparators/register/${name}`, import.meta.url));
  const server = await serve({
    '/': await file('page.html'),
    '/page.js': await file('page.js'),
    '/rows.json': rows,
    '/bare': BARE_PAGE,
  });
  try {
    const results = await withBrowser((browser) => interleave(ROUNDS, {
      ours: () => type(browser, ours.program.url, OURS, antal),
      other: () => type(browser, server.url, OTHER, antal),
      bare: () => type(browser, server.url, BARE, antal),
    }), { args: ARGUMENTS });
    const keys = results.ours[0].map(({ key }, at) => ({
      key,
      ours: median(results.ours.map((round) => round[at].time)),
      other: median(results.other.map((round) => round[at].time)),
    }));
    const worst = (side) => keys.reduce((worst, key) => (worst[side] < key[side] ? key : worst));
    const [own, others] = [worst('ours'), worst('other')];
    table.add({
      what: `keystroke to frame in the register, ${count} rows, worst`,
      must: `≤ ${MUST_RATIO} ×`,
      unit: 'ms',
      ours: own.ours,
      other: others.other,
      otherIs: 'vanilla JS',
      keeps: own.ours <= MUST_RATIO * others.other,
    });
    const middle = (side) => median(keys.map((key) => key[side])).toFixed(1);
    table.remark(
      `Keystrokes, ${count} rows: ${keys.length} keys, medians of ${ROUNDS} rounds in turn, frames not held back for a screen. ` +
      `A page that only repeats what is typed takes ${median(results.bare.flat().map(({ time }) => time)).toFixed(1)} ms in the middle. ` +
      `Worst «${own.key}» (vanilla «${others.key}»); in the middle ${middle('ours')} ms (vanilla ${middle('other')} ms).`,
    );
  } finally {
    await server.close();
  }
}

/** Types every word letter by letter; returns a time per key. */
function type(browser, url, { path, field, list }, count) {
  return withPage(browser, async (page, session) => {
    await page.addInitScript(watch);
    await page.goto(url + path);
    // The list has come when the page says how many there are.
    const spaced = String(count).replace(/\B(?=(\d{3})+$)/g, '\\s?');
    await page.waitForFunction((text) => new RegExp(text).test(document.body.innerText), spaced);
    await page.locator(field).focus();
    const times = [];
    const time = async (key, act) => {
      await page.evaluate(([selector, quiet]) => globalThis.watch.arm('keydown', selector, quiet), [list, QUIET_MILLIS]);
      await act();
      times.push({ key, time: await page.evaluate(() => globalThis.watch.done) });
    };
    // Playwright's own keyboard lacks å, ä and ö.
    const letter = async (key) => {
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    };
    // The first word warms up and is not counted.
    for (const word of [WORDS[0], ...WORDS]) {
      for (let at = 0; at < word.length; at += 1) await time(word.slice(0, at + 1), () => letter(word[at]));
      await page.keyboard.press('Control+A');
      await time(`${word} removed`, () => page.keyboard.press('Delete'));
    }
    return times.slice(1 + WORDS[0].length);
  });
}
