// The public register: found as one types, linked to, sorted, printed, read
// without scripts, taken as CSV.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';
import { until } from '../harness/until.mjs';

setUp();

const count = (page) => page.locator('.register__count');
const links = (page) => page.locator('.row .row__link');

/** The register as the API gives it to anybody. */
async function snapshot(page) {
  const answer = await page.request.get('/api/forteckning');
  assert.equal(answer.status(), 200);
  const body = await answer.json();
  return body.konton;
}

journey('what is typed filters at once, stands in the address, and can be linked to', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  const before = await count(page).innerText();
  const { konto } = (await snapshot(page))[0];
  await page.locator('#fritext').focus();
  await page.keyboard.type(konto);
  await page.waitForURL((url) => url.searchParams.get('fritext') === konto);
  assert.notEqual(await count(page).innerText(), before);
  await links(page).filter({ hasText: konto }).first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'fritext', 'focus stays');
  await axe(page);

  const other = await visit.person({ screen: 'phone' });
  await open(other, new URL(page.url()).pathname + new URL(page.url()).search);
  await links(other).filter({ hasText: konto }).first().waitFor();
  assert.equal(await count(other).innerText(), await count(page).innerText());
  await fits(other);
  await axe(other);
});

journey('a filter can be undone with Back and with «Rensa filter»', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  const all = await count(page).innerText();
  const { plattform } = (await snapshot(page))[0];
  await page.selectOption('#plattform', plattform);
  await page.waitForURL((url) => url.searchParams.get('plattform') === plattform);
  assert.notEqual(await count(page).innerText(), all);
  await page.goBack();
  await until('all are back', async () => (await count(page).innerText()) === all);
  await page.goForward();
  await until('the filter is back', async () => (await count(page).innerText()) !== all);
  await page.getByRole('button', { name: 'Rensa filter' }).click();
  await until('all are back again', async () => (await count(page).innerText()) === all);
  await page.locator('#fritext:focus').waitFor();
});

journey('nothing found says what to do', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning?fritext=qqqqqqq');
  await until('none are shown', async () => (await count(page).innerText()).startsWith('0 av'));
  assert.equal(await links(page).count(), 0);
  await axe(page);
  await visit.picture('register empty');
  await page.getByRole('button', { name: 'Rensa filter' }).first().click();
  await links(page).first().waitFor();
});

journey('a column sorts in Swedish order, up and down, and tells which', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  const header = page.getByRole('columnheader', { name: 'Enhet' });
  const units = async () => (await page.locator('.row [role="cell"].row__unit').allInnerTexts()).map((text) => text.trim());
  const collator = new Intl.Collator('sv');
  for (const descending of [false, true]) {
    for (let press = 0; press < 2; press += 1) {
      const wanted = descending ? 'descending' : 'ascending';
      if ((await header.getAttribute('aria-sort')) === wanted) break;
      await header.getByRole('button').click();
    }
    assert.equal(await header.getAttribute('aria-sort'), descending ? 'descending' : 'ascending');
    const shown = await units();
    const sorted = [...shown].sort((a, b) => collator.compare(a, b) * (descending ? -1 : 1));
    assert.deepEqual(shown, sorted);
  }
});

journey('arrow keys go from the search to the rows and back', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  await page.locator('#fritext').focus();
  await page.keyboard.press('ArrowDown');
  const inRow = () => page.evaluate(() => Number(document.activeElement.closest('.row')?.getAttribute('aria-rowindex') ?? 0));
  assert.equal(await inRow(), 2);
  await page.keyboard.press('ArrowDown');
  assert.equal(await inRow(), 3);
  await page.keyboard.press('End');
  const rows = await snapshot(page);
  await until('focus is in the last row', async () => (await inRow()) === rows.length + 1);
  await page.keyboard.press('Home');
  await until('focus is in the first row', async () => (await inRow()) === 2);
  await page.keyboard.press('ArrowUp');
  await page.locator('#fritext:focus').waitFor();
  // From any row `/` leads to the search; in the search it is a letter.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('/');
  await page.locator('#fritext:focus').waitFor();
  await page.keyboard.press('/');
  assert.equal(await page.locator('#fritext').inputValue(), '/');
});

journey('Back from an account leads to the row one opened it from, far down in the list', async (visit) => {
  const page = await visit.person({ role: 'kommunikator' });
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  await page.locator('#fritext').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  const rows = await snapshot(page);
  const inRow = () => page.evaluate(() => Number(document.activeElement.closest('.row')?.getAttribute('aria-rowindex') ?? 0));
  await until('focus is in the last row', async () => (await inRow()) === rows.length + 1);
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowUp');
  const place = await inRow();
  const top = await page.evaluate(() => scrollY);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/konto/**');
  await page.getByText('Det här kan du göra').waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0, 'a new page begins at its top');
  await page.goBack();
  // Another part of the app is loaded on the way, and takes the question with it.
  await until('focus is back in the row', async () => (await inRow().catch(() => 0)) === place);
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - top) < 2, 'the list stands where it stood');
  await page.locator('.row:focus-within').and(page.locator(':visible')).waitFor();
});

journey('staff order the list by who answers for it and by what needs doing', async (visit) => {
  const page = await visit.person({ role: 'kommunikator' });
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  const names = async () => (await page.locator('.row [role="cell"].row__people > span:first-child').allInnerTexts()).map((text) => text.trim());
  const header = page.getByRole('columnheader', { name: 'Ansvarig' });
  await header.getByRole('button').click();
  await page.waitForURL(/ordning=ansvarig/);
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  assert.notEqual((await names())[0], '', 'who has a manager comes first');
  await header.getByRole('button').click();
  await page.waitForURL(/ordning=-ansvarig/);
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  // The address says it all, and another column takes over.
  await open(page, '/forteckning?ordning=att-gora');
  const todo = page.getByRole('columnheader', { name: 'Att göra' });
  await links(page).first().waitFor();
  assert.equal(await todo.getAttribute('aria-sort'), 'ascending');
  const flags = page.locator('.row [role="cell"].row__flags');
  assert.notEqual((await flags.first().innerText()).trim(), '');
  await axe(page);
  await page.getByRole('columnheader', { name: 'Konto', exact: true }).getByRole('button').click();
  await page.waitForURL(/ordning=konto/);
  assert.equal(await todo.getAttribute('aria-sort'), null);
});

journey('printed, every row is on paper, whole, and nothing that is only pressed', async (visit) => {
  const page = await visit.person({ role: 'kommunikator' });
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  const rows = (await snapshot(page)).length;
  // What the browser does before it prints, and after.
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await until('every row is drawn', async () => (await links(page).count()) === rows);
  for (const control of ['.register__filters', '.nav', '.register__ways']) {
    assert.equal(await page.locator(control).first().isVisible(), false, control);
  }
  const cut = await page.evaluate(() => [...document.querySelectorAll('.row__clamp, .row__link')]
    .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== 'inline'
      && node.clientHeight + 1 < node.scrollHeight)
    .map((node) => node.textContent));
  assert.deepEqual(cut, []);
  await fits(page);
  await visit.picture('register print', page);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await until('only rows in sight are drawn', async () => (await links(page).count()) < rows);
});

journey('only the rows in sight are drawn, and «Visa alla rader» draws them all', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  const all = (await snapshot(page)).length;
  const drawn = await links(page).count();
  const seen = await page.evaluate(() => [...document.querySelectorAll('.accounts__body .row')]
    .map((row) => row.getBoundingClientRect())
    .filter(({ top, bottom }) => 0 < bottom && top < innerHeight).length);
  assert.ok(seen <= drawn && drawn <= seen + 8 && drawn < all, `${drawn} of ${all} are drawn, ${seen} are seen`);
  assert.equal(await page.getByRole('table').first().getAttribute('aria-rowcount'), String(all + 1));
  await page.getByRole('button', { name: /Visa alla/ }).click();
  await until('every row is drawn', async () => (await links(page).count()) === all);
});

journey('the plain page works without scripts, filters the same way, and prints', async (visit) => {
  const page = await visit.person({ javaScriptEnabled: false });
  await page.goto('/api/forteckning.html');
  const all = await page.locator('table tbody tr').count();
  assert.notEqual(all, 0);
  const platform = await page.locator('#plattform option').nth(1).getAttribute('value');
  await page.selectOption('#plattform', platform);
  await page.getByRole('button', { name: 'Visa' }).click();
  await page.waitForURL((url) => url.searchParams.get('plattform') === platform);
  const some = await page.locator('table tbody tr').count();
  assert.ok(0 < some && some < all, `${some} of ${all}`);
  await page.setViewportSize(SCREENS.phone);
  await fits(page);
});

journey('the plain page is accessible, in light and dark', async (visit) => {
  const page = await visit.person();
  await page.goto('/api/forteckning.html');
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await axe(page);
  }
  await visit.picture('register plain');
  await page.emulateMedia({ media: 'print' });
  await visit.picture('register plain print');
});

journey('the CSV opens in Excel with å, ä and ö, and no cell is a formula', async (visit) => {
  const answer = await fetch(`${visit.store.url}/api/forteckning.csv`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const [head, ...rows] = text.trim().split(/\r?\n/);
  assert.ok(head.includes(';'));
  assert.notEqual(rows.length, 0);
  for (const cell of text.split(/[;\n\r]+/)) assert.doesNotMatch(cell, /^"?[=+\-@]\S/, cell);
});

journey('a repeated visit of the register costs no bytes of it', async (visit) => {
  const first = await fetch(`${visit.store.url}/api/forteckning`);
  const tag = first.headers.get('etag');
  assert.match(tag, /^"/);
  const second = await fetch(`${visit.store.url}/api/forteckning`, { headers: { 'if-none-match': tag } });
  assert.equal(second.status, 304);
});

journey('staff see who is responsible and what needs doing; nobody else does', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/forteckning');
  await links(staff).first().waitFor();
  assert.equal(await staff.locator('#flagga').count(), 1);
  await axe(staff);
  await visit.picture('register staff');
  await links(staff).first().click();
  await staff.waitForURL('**/konto/**');
  await staff.locator('#app main h1').waitFor();
  await axe(staff);
  await visit.picture('account staff');
  await staff.setViewportSize(SCREENS.phone);
  await fits(staff);

  const anyone = await visit.person();
  await open(anyone, '/forteckning');
  await links(anyone).first().waitFor();
  assert.equal(await anyone.locator('#flagga').count(), 0);
  assert.equal((await anyone.request.get('/api/forteckning/intern')).status(), 401);
});

journey('what is searched for stands in the address as it was typed, whatever signs it has', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  for (const text of ['a%20b', '50 % & mer', 'å+ö#1']) {
    await page.locator('#fritext').fill(text);
    await until(`${text} stands in the address`, async () =>
      new URL(page.url()).searchParams.get('fritext') === text);
    assert.equal(await page.locator('#fritext').inputValue(), text);
    await page.reload();
    await page.locator('h1').waitFor();
    assert.equal(await page.locator('#fritext').inputValue(), text);
  }
});
