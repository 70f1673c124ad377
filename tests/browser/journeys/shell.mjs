// The static shell: what people see before the app has started, and when it
// never does.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { open } from '../harness/layout.mjs';
import { validate } from '../harness/markup.mjs';

setUp();

journey('the heading is on screen before the app has come', async (visit) => {
  const page = await visit.person();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await page.locator('#skal h1').waitFor();
  await axe(page);
  release();
  await page.locator('#app main h1').waitFor();
  assert.equal(await page.locator('#skal:visible').count(), 0);
});

journey('without scripts the page says how to go on, and the register is one link away', async (visit) => {
  const page = await visit.person({ javaScriptEnabled: false });
  await page.goto('/');
  await page.getByRole('heading', { name: 'Tjänsten behöver JavaScript' }).waitFor();
  await page.getByRole('link', { name: 'Se förteckningen över kommunens konton' }).and(page.locator(':visible')).click();
  await page.waitForURL('**/api/forteckning.html');
  assert.notEqual(await page.locator('table tbody tr').count(), 0);
});

journey('when the app cannot start, the page says so and what to do', async (visit) => {
  visit.complaints.expectUnreachable();
  visit.complaints.expectBrokenApp();
  const page = await visit.person();
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/');
  await page.getByRole('heading', { name: 'Tjänsten kunde inte starta' }).waitFor({ timeout: 30_000 });
  await axe(page);
  await visit.picture('shell broken');
});

for (const [way, start] of [
  ['in answer to an event', (call) => setTimeout(call)],
  ['while it waits for something', (call) => Promise.resolve().then(call)],
]) {
  journey(`when the app stops ${way}, the page says that the draft is safe`, async (visit) => {
    visit.complaints.expectBrokenApp();
    const page = await visit.person();
    await open(page, '/');
    // A program of one instruction, which traps as the app does when something cannot be.
    const trap = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    await page.evaluate(`(${start})(new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([${trap}]))).exports.f); 0`);
    const stopped = page.getByRole('alert').filter({ hasText: 'Utkastet är sparat' });
    await stopped.waitFor();
    await axe(page);
    await stopped.getByRole('link', { name: 'Läs in sidan igen' }).click();
    await stopped.waitFor({ state: 'hidden' });
  });
}

journey('the form to print opens from the shell', async (visit) => {
  const page = await visit.person({ javaScriptEnabled: false });
  await page.goto('/');
  await page.getByRole('link', { name: 'Skriv ut blanketten för att starta ett konto' }).and(page.locator(':visible')).click();
  await page.locator('h1').waitFor();
  // axe is a script itself, so it judges the same address where scripts run.
  const judged = await visit.person();
  await judged.goto(page.url());
  await axe(judged);
});

for (const path of ['/', '/api/forteckning.html', '/blankett/starta-konto.html']) {
  journey(`the HTML of ${path} keeps to the standard`, async (visit) => {
    const page = await visit.person({ javaScriptEnabled: false });
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200);
    // As the browser has read it, for a minified page leaves out what HTML lets it leave out.
    await validate(path, await page.content());
  });
}

journey('mistyped addresses of the API and of files are not pages', async (visit) => {
  for (const path of ['/api/typo', '/app-0000.wasm', '/nope.js']) {
    const answer = await fetch(visit.store.url + path, { headers: { accept: 'text/html' } });
    assert.equal(answer.status, 404, path);
  }
});

journey('what comes with a hash in its name may be kept for ever, and nothing else', async (visit) => {
  const page = await visit.person();
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await open(page, '/');
  for (const response of answers) {
    const { pathname } = new URL(response.url());
    const kept = (response.headers()['cache-control'] ?? '').includes('immutable');
    if (kept) assert.match(pathname, /-[0-9a-f]{8,}[._]/, pathname);
  }
});
