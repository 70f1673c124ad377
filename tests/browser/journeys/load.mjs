// How often a whole page is loaded: the app is one page for whoever uses it, and each asks for another
// program at most once a visit.

import assert from 'node:assert/strict';

import { PHONE, answersOf, ask, enter, fillIn, signWithCode } from '../harness/consent.mjs';
import { APPLICATION, control, fill, nextTo, onStep, receipt, send } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { open, ready } from '../harness/layout.mjs';
import { PASSWORD } from '../harness/store.mjs';

setUp();

/** Counts the documents that the page asks for from now on. */
function countLoads(page) {
  const loads = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'document') loads.push(new URL(request.url()).pathname);
  });
  return loads;
}

/** Waits until the page is drawn by this program; no other may have been asked for. */
async function runs(page, program) {
  const begun = await page.waitForFunction(() => {
    const names = performance.getEntriesByType('resource').map(({ name }) => /\/(\w+)_bg-\w+\.wasm$/.exec(name)?.[1]);
    return document.querySelector('#app main h1') && names.filter(Boolean).join();
  });
  assert.equal(await begun.jsonValue(), program);
}

/** Follows a link of the navigation to the page with this heading. */
async function go(page, link, heading) {
  await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: link, exact: true }).click();
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

async function logIn(page, name) {
  await control(page, 'anvandarnamn').fill(name);
  await control(page, 'losenord').fill(PASSWORD);
  await page.getByRole('button', { name: 'Logga in' }).click();
}

journey('a communicator works all day without loading a page', async (visit) => {
  const page = await visit.person();
  await open(page, '/logga-in');
  await logIn(page, 'kommunikator');
  await page.waitForURL('**/mina-sidor');
  await runs(page, 'staff');
  const loads = countLoads(page);
  await go(page, 'Ärenden', 'Ärenden');
  await page.locator('#arende-rader a').first().click();
  await page.getByRole('heading', { name: /^Ärende /, level: 1 }).waitFor();
  await go(page, 'Förteckning', 'Förteckning över konton');
  await go(page, 'Samtycken', 'Samtycken');
  await go(page, 'Får jag publicera?', 'Får jag publicera det här?');
  await go(page, 'Publiceringar', 'Publiceringar');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Riktlinjer' }).click();
  await page.getByRole('heading', { name: /^Riktlinjer/, level: 1 }).waitFor();
  await page.getByRole('contentinfo').getByRole('link', { name: 'Kontakt' }).click();
  await page.getByRole('heading', { name: 'Kontakt', level: 1 }).waitFor();
  await go(page, 'Mina sidor', 'Mina sidor');
  await page.getByRole('link', { name: 'Ansök om konto' }).click();
  await page.getByRole('heading', { name: 'Ansök om att starta ett konto' }).waitFor();
  await page.getByRole('link', { name: 'Titta igenom formuläret' }).click();
  await onStep(page, 1);
  await page.getByRole('banner').getByRole('link', { name: /^Klartecken/ }).click();
  await page.getByRole('heading', { name: /^Konton i sociala medier/, level: 1 }).waitFor();
  assert.deepEqual(loads, []);
});

journey('an employee comes from the overview to the receipt and Mina sidor without a load, and to the consents with one', async (visit) => {
  const page = await visit.person({ screen: 'phone' });
  await open(page, '/ansok');
  await runs(page, 'apply');
  const loads = countLoads(page);
  await page.check('[name="chef-ja"][value="ja"]');
  await page.getByRole('button', { name: 'Börja ansökan' }).click();
  await logIn(page, 'medarbetare');
  await onStep(page, 1);
  for (const [index, answers] of APPLICATION.entries()) {
    await fill(page, index === 2 ? { ...answers, 'konto-namn': 'exempelkommunen.laddad' } : answers);
    await nextTo(page, index + 2);
  }
  const ahead = ['staff.js', 'staff_bg.wasm'].map((name) => {
    const named = new RegExp(`/${name.replace('.', '-\\w+\\.')}$`);
    return page.waitForResponse((response) => named.test(response.url()));
  });
  await send(page);
  await receipt(page);
  // What is asked for next is fetched while the receipt is read.
  for (const response of await Promise.all(ahead)) assert.ok(response.ok());
  const menu = page.getByRole('button', { name: 'Meny' });
  await menu.click();
  await go(page, 'Mina sidor', 'Mina sidor');
  assert.deepEqual(loads, []);

  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const kept = [];
  session.on('Network.responseReceived', ({ response }) => {
    if (/\/staff(_bg)?-\w+\.(js|wasm)$/.test(response.url)) kept.push(response.fromDiskCache || response.fromPrefetchCache);
  });
  await menu.click();
  await go(page, 'Samtycken', 'Samtycken');
  await ready(page);
  assert.deepEqual(loads, ['/samtycken']);
  assert.deepEqual(kept, [true, true], 'the program had been fetched');
  // From here nothing is loaded any more.
  await menu.click();
  await go(page, 'Mina sidor', 'Mina sidor');
  await menu.click();
  await go(page, 'Förteckning', 'Förteckning över konton');
  assert.deepEqual(loads, ['/samtycken']);
});

journey('a guardian answers, reads on and comes back without loading a page', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const link = await ask(visit, staff);
  const page = await visit.person(PHONE);
  const [first, second] = ['laddning1@demo.example', 'laddning2@demo.example'];
  await enter(visit, page, link);
  const loads = countLoads(page);
  await fillIn(visit, page, answersOf(first, second));
  await signWithCode(visit, page, admin, first);
  await page.waitForURL('**/samtycke/kvittens');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Så behandlar vi personuppgifter' }).click();
  await page.getByRole('heading', { name: 'Så behandlar vi personuppgifter' }).waitFor();
  await page.goBack();
  await page.waitForURL('**/samtycke/kvittens');
  await ready(page);
  assert.deepEqual(loads, []);
});

journey('somebody who logs in where the page stands has the program of their role at once', async (visit) => {
  const page = await visit.person();
  await open(page, '/mina-sidor');
  await runs(page, 'apply');
  const loads = countLoads(page);
  await logIn(page, 'chef');
  await page.getByRole('heading', { name: 'Mina sidor' }).waitFor();
  assert.deepEqual(loads, [], 'a manager has the same');
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await page.waitForURL(`${visit.store.url}/`);
  await open(page, '/mina-sidor?fran=nagot');
  await logIn(page, 'kommunikator');
  await page.getByRole('heading', { name: 'Mina sidor' }).waitFor();
  await runs(page, 'staff');
  assert.equal(new URL(page.url()).search, '?fran=nagot');
});

journey('after the login one stays on this site, whatever the link to it asked for', async (visit) => {
  for (const [name, role] of [['medarbetare2', 'apply'], ['kommunikator2', 'staff']]) {
    for (const till of ['//evil.example/', '/\\evil.example', '/\t/evil.example/']) {
      const page = await visit.person();
      const asked = [];
      page.on('request', (request) => asked.push(new URL(request.url()).host));
      await open(page, `/logga-in?till=${encodeURIComponent(till)}`);
      await logIn(page, name);
      await page.waitForURL('**/mina-sidor');
      await runs(page, role);
      assert.deepEqual([...new Set(asked)], [new URL(visit.store.url).host], JSON.stringify(till));
    }
  }
});

journey('pages that answer to who asks are kept by no one else, and come anew when that changes', async (visit) => {
  const page = await visit.person();
  await open(page, '/mina-sidor');
  await runs(page, 'apply');
  const answer = await page.request.get('/mina-sidor', { headers: { accept: 'text/html' } });
  assert.match(answer.headers().vary, /cookie/);
  await page.request.post('/api/session', {
    headers: { Origin: visit.store.url },
    data: { anvandarnamn: 'kommunikator2', losenord: PASSWORD },
  });
  const inside = await page.request.get('/mina-sidor', { headers: { accept: 'text/html' } });
  assert.match(inside.headers()['cache-control'], /private/);
  await page.reload();
  await runs(page, 'staff');
});
