// The staff's inbox: where cases are found by their state, words and choices,
// counted, ordered, linked to and opened without a mouse.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { control } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { open } from '../harness/layout.mjs';
import { until } from '../harness/until.mjs';

setUp();

const staff = { role: 'kommunikator' };
const SEARCH = '#arende-sok';

const rows = (page) => page.locator('#arende-rader tr');
const counted = (page) => page.locator('.inbox__told [role="status"]').first();

/** Every case that the person of this page may see, as the store tells of them. */
async function everything(page) {
  const answer = await page.request.get('/api/arenden');
  const { arenden } = await answer.json();
  return arenden.filter(({ lage }) => lage !== 'utkast');
}

/** Waits until the list shows `count` cases and says so. */
async function shows(page, count) {
  await until(`${count} cases are listed`, async () => (await rows(page).count()) === count);
  if (count !== 0) await until('the count says the same', async () =>
    (await counted(page).innerText()) === (count === 1 ? '1 ärende' : `${count} ärenden`));
}

journey('each state has its count, shows as many cases, and can be linked to', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden');
  await rows(page).first().waitFor();
  const all = await everything(page);
  for (const tab of await page.locator('.tab').all()) {
    const count = Number(await tab.locator('.tab__count').innerText());
    await tab.click();
    await page.locator('.tab[aria-current]', { hasText: (await tab.innerText()).split('\n')[0] }).waitFor();
    await shows(page, count);
  }
  // The last is everything.
  await shows(page, all.length);
  const granted = all.filter(({ lage }) => lage === 'godkand').length;
  await open(page, '/arenden?lage=godkand');
  await shows(page, granted);
  await page.locator('.tab[aria-current="true"]', { hasText: 'Godkänd' }).waitFor();
});

journey('words and choices narrow the list and the counts, stand in the address, and are undone at once', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden?lage=alla');
  await rows(page).first().waitFor();
  const all = await everything(page);
  const [one] = all;
  await page.locator(SEARCH).fill(one.nummer.toLowerCase());
  await shows(page, 1);
  await page.waitForURL((url) => url.search.toUpperCase().includes(one.nummer));
  const total = page.locator('.tab', { hasText: /^Alla/ }).locator('.tab__count');
  assert.equal(await total.innerText(), '1', 'the counts follow');
  await axe(page);

  // Someone else opens the same address and sees the same.
  const other = await visit.person({ role: 'kommunikator2' });
  await open(other, page.url());
  await shows(other, 1);
  assert.equal(await other.locator(SEARCH).inputValue(), one.nummer.toLowerCase());

  await page.locator(SEARCH).fill('finns inte');
  await page.getByRole('heading', { name: 'Inga ärenden passar' }).waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'Rensa filter' }).first().click();
  await shows(page, all.length);
  assert.equal(await page.locator(`${SEARCH}:focus`).count(), 1, 'focus has a place to be');

  const changes = all.filter((summary) => summary.blankett === 'andra-konto').length;
  await page.selectOption('#blankett', 'andra-konto');
  await shows(page, changes);
  await page.waitForURL(/blankett=andra-konto/);
  await page.selectOption('#handlaggare', 'otilldelade');
  await page.waitForURL(/otilldelade/);
  await shows(page, all.filter((summary) => summary.blankett === 'andra-konto' && !summary.handlaggare).length);
  assert.equal(await page.evaluate(() => document.activeElement.tagName !== 'H1'), true, 'focus stays');
});

journey('a column orders the list, up and down', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden?lage=alla');
  await rows(page).first().waitFor();
  const header = page.getByRole('columnheader', { name: 'Ärende' });
  const numbers = () => page.locator('#arende-rader th a').allInnerTexts();
  for (const way of ['ascending', 'descending']) {
    await header.getByRole('button').click();
    await until(`ordered ${way}`, async () => (await header.getAttribute('aria-sort')) === way);
    const sorted = [...(await numbers())].sort();
    assert.deepEqual(await numbers(), way === 'ascending' ? sorted : sorted.reverse());
  }
});

journey('without a mouse: to the search, down among the cases, in with Enter, and back to the same row', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden?lage=alla');
  await rows(page).first().waitFor();
  await page.locator(SEARCH).focus();
  const focusedRow = () => page.evaluate(() => {
    const row = document.activeElement.closest('tr');
    return row ? [...row.parentNode.children].indexOf(row) : -1;
  });
  await page.keyboard.press('ArrowDown');
  assert.equal(await focusedRow(), 0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focusedRow(), 2);
  await page.keyboard.press('ArrowUp');
  assert.equal(await focusedRow(), 1);
  // From the list `/` leads to the search; in a field it is a letter.
  await page.keyboard.press('/');
  await page.locator(`${SEARCH}:focus`).waitFor();
  await page.keyboard.press('/');
  assert.equal(await page.locator(SEARCH).inputValue(), '/');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const name = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/arenden\/\w+/);
  await page.getByRole('heading', { level: 1, name: name.replaceAll('-', '\u2011') }).waitFor();
  await page.goBack();
  await page.waitForURL(/lage=alla/);
  await until('focus is back on the case', async () =>
    (await page.evaluate(() => document.activeElement.textContent)) === name);
});

journey('a letter key by itself does nothing while somebody reads, as WCAG 2.1.4 asks', async (visit) => {
  const page = await visit.person(staff);
  for (const path of ['/arenden', '/forteckning']) {
    await open(page, path);
    await page.locator('.row .row__link, #arende-rader a').first().waitFor();
    await page.keyboard.press('/');
    assert.equal(await page.locator('input:focus').count(), 0, path);
  }
});

journey('what came while one looked is marked, until one says it is seen', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden');
  await rows(page).first().waitFor();
  const waiting = (await everything(page)).find(({ lage }) => lage === 'vantar-pa-chef');
  assert.ok(waiting, 'a case waits for a manager');
  const before = await rows(page).count();
  const manager = await visit.person({ role: 'chef' });
  await open(manager, `/arenden/${waiting.id}`);
  await manager.getByRole('button', { name: 'Godkänn', exact: true }).click();
  await manager.getByRole('button', { name: /^Godkänn (ansökan|ändringen)$/ }).click();
  await manager.getByRole('dialog').getByRole('button', { name: /^Godkänn/ }).click();
  await manager.getByText('Du har godkänt.').waitFor();
  await page.getByRole('button', { name: 'Uppdatera listan' }).click();
  await page.getByText('1 nytt att göra').waitFor();
  await shows(page, before + 1);
  await rows(page).filter({ hasText: waiting.nummer }).getByText('Nytt', { exact: true }).waitFor();
  await visit.picture('inbox fresh', page);
  await page.getByRole('button', { name: 'Jag har sett' }).click();
  await page.getByText('1 nytt att göra').waitFor({ state: 'hidden' });
});

journey('what is typed about a case stays while one looks elsewhere, and is not lost without a question', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden?lage=alla');
  await rows(page).first().locator('a').click();
  await control(page, 'meddelande').fill('Hur många i veckan?');
  const address = page.url();
  await page.locator('.eyebrow a').click();
  await page.waitForURL('**/arenden');
  await rows(page).first().waitFor();
  await page.goBack();
  await page.waitForURL(address);
  assert.equal(await control(page, 'meddelande').inputValue(), 'Hur många i veckan?');
  assert.equal(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]).includes('veckan')), false,
    'nothing of it is in the browser\'s storage');

  // The browser asks before a reload; no keeps it, yes lets it go.
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await (asked.length === 1 ? dialog.dismiss() : dialog.accept());
  });
  await page.reload({ timeout: 3_000 }).catch(() => {});
  assert.deepEqual(asked, ['beforeunload']);
  assert.equal(await control(page, 'meddelande').inputValue(), 'Hur många i veckan?');
  await page.reload();
  assert.deepEqual(asked, ['beforeunload', 'beforeunload']);
  assert.equal(await control(page, 'meddelande').inputValue(), '');

  // Sent is not unsent.
  await control(page, 'meddelande').fill('Hur många i veckan?');
  await page.getByRole('button', { name: 'Skicka meddelandet' }).click();
  await page.getByText('Meddelandet är skickat.').waitFor();
  await page.reload();
  assert.equal(asked.length, 2);
});

journey('a case opened by somebody who typed nothing is left without a question', async (visit) => {
  const page = await visit.person(staff);
  page.on('dialog', () => assert.fail('nothing was typed'));
  await open(page, '/arenden');
  await rows(page).first().locator('a').click();
  await page.waitForURL(/\/arenden\/\w+/);
  await control(page, 'meddelande').waitFor();
  await page.reload();
  await control(page, 'meddelande').waitFor();
});

journey('what a page has asked for is given up when one leaves before the answer has come', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden?lage=alla');
  await rows(page).first().waitFor();
  // An answer that never comes. The list itself is asked for at another address.
  await page.route(/\/api\/arenden\/[^/]+$/, () => {});
  const asked = page.waitForEvent('request', (request) => /\/api\/arenden\/[^/]+$/.test(request.url()));
  const givenUp = page.waitForEvent('requestfailed', (request) => /\/api\/arenden\/[^/]+$/.test(request.url()));
  await rows(page).first().getByRole('link').click();
  await asked;
  await page.waitForURL('**/arenden/*');
  await page.goBack();
  assert.equal((await givenUp).failure()?.errorText, 'net::ERR_ABORTED');
  await rows(page).first().waitFor();
  await page.locator('h1', { hasText: 'Ärenden' }).waitFor();
});

journey('after Back and Forward a link still changes the address', async (visit) => {
  const page = await visit.person(staff);
  await open(page, '/arenden?lage=alla');
  await rows(page).first().getByRole('link').click();
  await page.waitForURL(/\/arenden\/./);
  await page.locator('h1', { hasText: 'Ärende ' }).waitFor();
  const opened = page.url();
  await page.goBack();
  await rows(page).first().waitFor();
  await page.goForward();
  await page.waitForURL(opened);
  await page.locator('h1', { hasText: 'Ärende ' }).waitFor();
  await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: 'Ärenden' }).click();
  await rows(page).first().waitFor();
  await page.waitForURL('**/arenden');
  await page.goBack();
  await page.waitForURL(opened);
  await page.locator('h1', { hasText: 'Ärende ' }).waitFor();
});
