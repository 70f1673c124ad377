// What staff do with consents: ask, find, see whether a picture may be
// published, log it, and take it down when somebody changes their mind.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { published } from '../harness/consent.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';

setUp();

let keys = 0;

/** Sends as the page's own calls do. */
async function send(page, method, path, body, headers = {}) {
  const answer = await page.request.fetch(path, {
    method,
    headers: { Origin: new URL(page.url()).origin, 'Idempotency-Key': `resa-${Date.now()}-${keys++}`, ...headers },
    data: body,
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });

/** A spoken yes to photos on the website, as a colleague registers it. Returns the consent. */
async function spokenYes(page, name) {
  const begun = await send(page, 'POST', '/api/samtycken', { form: 'samtycke-muntligt' });
  const utkast = {
    form: 'samtycke-muntligt',
    svar: {
      'namn': name,
      'verksamhet': 'biblioteket',
      'muntligt-dag': today(),
      'muntligt-svar': 'ja',
      'bilder-fran': 'fortlopande',
      'medier': ['foto'],
      'kanaler': ['webbplats', 'intranat'],
      'namn-med-bild': 'fornamn',
    },
  };
  return send(page, 'POST', `/api/samtycken/${begun.id}/kommando`,
    { kommando: 'registrera', utkast }, { 'If-Match': `"${begun.version}"` });
}

/** Answers the question with this legend. */
const choose = (page, legend, label) =>
  page.getByRole('radiogroup', { name: legend }).getByLabel(label, { exact: true }).check();

/** A picture for the website that nobody doubts, of `name` or of nobody. */
async function answerAll(page, name) {
  await choose(page, 'Var ska bilden visas?', 'Webbplatsen');
  await choose(page, 'Vad är det?', 'Foto');
  await choose(page, 'När togs bilden?', 'I dag');
  await choose(page, 'Varför ska bilden visas?', 'Informera om verksamheten');
  if (name) {
    await choose(page, 'Vem är på bilden?', 'En eller flera går att känna igen');
    await page.getByLabel('Sök personen').fill(name.slice(0, 6));
    await page.getByRole('button', { name: `Lägg till ${name}` }).click();
    await page.getByRole('button', { name: `Ta bort ${name}` }).waitFor();
    await choose(page, 'Står namnet med bilden?', 'Förnamnet');
  } else {
    await choose(page, 'Vem är på bilden?', 'Ingen går att känna igen');
  }
  await choose(page, 'Taggas ett företag', 'Nej');
  await choose(page, 'Får ni använda bilden?', 'Ja');
  await choose(page, 'Kommer bilden från ett annat konto?', 'Nej');
  await choose(page, 'Är du det minsta tveksam?', 'Nej');
}

const verdict = (page, words) => page.locator('.verdict', { hasText: words }).waitFor();

journey('may this be published: yes with a consent, told why not, and yes is logged', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator', screen: 'phone' });
  await open(staff, '/far-jag-publicera');
  await axe(staff);
  const name = 'Personal Verdikt';
  await spokenYes(staff, name);
  await answerAll(staff, name);
  await verdict(staff, 'Ja, du får publicera');
  await axe(staff);
  await fits(staff);
  await visit.picture('verdict yes phone', staff);

  // One answer changed, and the answer with it: word, reason and what to do.
  await choose(staff, 'Står namnet med bilden?', 'Hela namnet');
  await verdict(staff, 'Nej, publicera inte');
  await staff.locator('.reason', { hasText: 'Gör så här' }).first().waitFor();
  const link = staff.locator('.reason a').first();
  assert.match(await link.getAttribute('href'), /^\/riktlinjer#/);
  await axe(staff);
  await visit.picture('verdict no phone', staff);
  await choose(staff, 'Står namnet med bilden?', 'Förnamnet');
  await choose(staff, 'Kommer bilden från ett annat konto?', 'Ja');
  await staff.getByLabel('Vilket konto kommer bilden från?').fill('Exempelföreningen');
  await choose(staff, 'Har personerna på bilden fått frågan på nytt?', 'Nej');
  await staff.locator('.verdict').waitFor();
  await axe(staff);
  await visit.picture('verdict shared phone', staff);
  await choose(staff, 'Kommer bilden från ett annat konto?', 'Nej');
  await verdict(staff, 'Ja, du får publicera');

  // Nothing said of the picture: told where. The file stays in the browser.
  const sent = [];
  staff.on('request', (request) => sent.push(request.postData() ?? ''));
  visit.complaints.expectStatus(422);
  await staff.getByRole('button', { name: 'Logga publiceringen' }).click();
  await staff.locator('#bildens-titel:focus').waitFor();
  await axe(staff);
  await staff.getByLabel('Vad visar bilden?').fill('Läsecirkeln i Exempelbiblioteket');
  await staff.getByLabel('Bildfilen').setInputFiles({ name: 'bild.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('abc') });
  await staff.getByText('Bildens märke är klart: ba7816bf8f01').waitFor();
  await staff.getByRole('button', { name: 'Logga publiceringen' }).click();
  await staff.locator('#loggad:focus').waitFor();
  assert.ok(sent.some((body) => body.includes('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')));
  await axe(staff);
});

journey('a picture of nobody needs no consent, and an unknown face is a no', async (visit) => {
  const staff = await visit.person({ role: 'medarbetare', dark: true });
  await open(staff, '/far-jag-publicera');
  await staff.getByText('frågor kvar').waitFor();
  await answerAll(staff, null);
  await verdict(staff, 'Ja, du får publicera');
  await visit.picture('verdict nobody dark', staff);
  await choose(staff, 'Vem är på bilden?', 'En eller flera går att känna igen');
  await staff.getByLabel('Det finns fler på bilden').check();
  await choose(staff, 'Står namnet med bilden?', 'Inget namn');
  await verdict(staff, 'Nej, publicera inte');
  await axe(staff);
  await choose(staff, 'Var ska bilden visas?', 'Enhetens eget konto i sociala medier');
  await staff.getByRole('combobox', { name: 'Vilket konto?' }).click();
  await staff.getByRole('option').first().waitFor();
  await axe(staff);
  await visit.picture('verdict account dark', staff);
  await staff.setViewportSize(SCREENS.phone);
  await fits(staff);
});

journey('a no that is certain is told at once, with what to do instead, and stays while the rest is answered', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator', screen: 'phone' });
  await open(staff, '/far-jag-publicera');
  const name = 'Personal Blyg';
  const { individ } = await spokenYes(staff, name);
  const { version } = await (await staff.request.get(`/api/individer/${individ}`)).json();
  await send(staff, 'POST', `/api/individer/${individ}/kommando`,
    { kommando: 'fotografera-inte' }, { 'If-Match': `"${version}"` });

  // One's own accounts come first.
  await choose(staff, 'Var ska bilden visas?', 'Enhetens eget konto i sociala medier');
  const { konton } = await (await staff.request.get('/api/konton')).json();
  const own = konton.filter((konto) => konto.status === 'aktivt').map((konto) => konto.konto);
  await staff.getByRole('combobox', { name: 'Vilket konto?' }).click();
  await staff.getByRole('option').first().waitFor();
  const shown = await staff.getByRole('option').allTextContents();
  for (const [place, handle] of own.entries()) assert.ok(shown[place].includes(handle), shown[place]);
  await staff.getByRole('option').first().click();

  // A face that nobody knows decides it: the foot of the questions says so and leads to why.
  await choose(staff, 'Vem är på bilden?', 'En eller flera går att känna igen');
  assert.equal(await staff.locator('.verdict').count(), 0);
  await staff.getByLabel('Det finns fler på bilden').check();
  const strip = staff.locator('.publish__strip');
  await strip.getByText('Nej, publicera inte').waitFor();
  await axe(staff);
  await fits(staff);
  await visit.picture('early no strip phone', staff);
  await strip.click();
  await staff.locator('#svar:focus').waitFor();
  const reason = staff.locator('.reason', { hasText: 'Det finns inget samtycke för det här.' });
  await reason.getByText('Gör så här: Be om samtycke först').waitFor();
  assert.match(await reason.getByRole('link').first().getAttribute('href'), /^\/riktlinjer#/);
  await staff.getByText('frågor kvar. De ändrar inte svaret').waitFor();
  await visit.picture('early no phone', staff);

  // Taken away, it is open again; somebody who wants no pictures decides it anew.
  await staff.getByLabel('Det finns fler på bilden').uncheck();
  await strip.waitFor({ state: 'detached' });
  await staff.getByLabel('Sök personen').fill('Personal Bl');
  await staff.getByRole('button', { name: `Lägg till ${name}` }).click();
  await staff.locator('.reason', { hasText: 'Personen vill inte vara med på bild.' }).waitFor();

  // The rest can be answered, and nothing of it turns the no.
  await staff.getByRole('button', { name: 'Gå till nästa fråga' }).click();
  await staff.locator('#namn input:focus, #namn:focus, input[name=namn]:focus').first().waitFor();
  await choose(staff, 'Står namnet med bilden?', 'Inget namn');
  await choose(staff, 'Vad är det?', 'Foto');
  await choose(staff, 'När togs bilden?', 'I dag');
  await choose(staff, 'Varför ska bilden visas?', 'Informera om verksamheten');
  await choose(staff, 'Taggas ett företag', 'Ja');
  await verdict(staff, 'Nej, publicera inte');
  await staff.locator('.reason', { hasText: 'Inlägget gör reklam för ett företag.' }).waitFor();
  await choose(staff, 'Får ni använda bilden?', 'Ja');
  await choose(staff, 'Kommer bilden från ett annat konto?', 'Nej');
  await choose(staff, 'Är du det minsta tveksam?', 'Nej');
  await staff.getByText('kvar.').waitFor({ state: 'detached' });
  await verdict(staff, 'Nej, publicera inte');
  assert.equal(await staff.getByRole('button', { name: 'Logga publiceringen' }).count(), 0);
  await staff.getByRole('button', { name: 'Fråga om en bild till' }).click();
  await staff.locator('.verdict').waitFor({ state: 'detached' });
});

/** Presses the button of a command and says yes in the dialog, after `fill` has answered it. */
async function act(page, name, fill = async () => {}) {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fill(dialog);
  await axe(page);
  await dialog.locator('.buttons').getByRole('button', { name, exact: true }).click();
  await page.locator('#besked:focus').waitFor();
}

journey('a request: what is wrong is told at its question, the link is shown once, copied and printed, and closed', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/samtycken/ny');
  await axe(staff);
  await staff.getByRole('button', { name: 'Skapa länken' }).click();
  await staff.locator('.field__error', { hasText: 'Välj vad ni vill fråga.' }).waitFor();
  await axe(staff);
  await staff.getByRole('radiogroup', { name: 'Vad vill ni fråga?' }).getByRole('radio').first().check();
  await staff.getByRole('combobox', { name: 'Vilken enhet frågar?' }).fill('bibliotek');
  await staff.getByRole('option').first().click();
  await choose(staff, 'Vilka bilder?', 'Bilder från ett tillfälle');
  await staff.getByLabel('Vilken dag tas bilderna?').fill(today());
  await staff.getByLabel('Var?', { exact: true }).fill('Exempelbibliotekets stora sal');
  await staff.getByLabel('Webbplatsen').check();
  await staff.getByRole('button', { name: 'Skapa länken' }).click();
  await staff.locator('#lanken:focus').waitFor();
  const link = await staff.locator('.handout__link').textContent();
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/samtycke\/lank#.{20,}$/);
  await staff.getByRole('img', { name: 'QR-kod med länken' }).waitFor();
  await axe(staff);
  await visit.picture('request made', staff);
  await staff.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await staff.getByRole('button', { name: 'Kopiera länken' }).click();
  await staff.getByText('Länken är kopierad.').waitFor();
  assert.equal(await staff.evaluate(() => navigator.clipboard.readText()), link);
  await staff.emulateMedia({ media: 'print' });
  await visit.picture('request sheet', staff);
  await staff.getByText('Exempelbibliotekets stora sal').first().waitFor();
  assert.equal(await staff.getByRole('button', { name: 'Skapa länken' }).isVisible(), false);
  await staff.emulateMedia({ media: null });
  await staff.setViewportSize(SCREENS.phone);
  await fits(staff);
  await visit.picture('request made phone', staff);

  const asked = staff.locator('.tasks li', { hasText: 'Exempelbibliotekets stora sal' });
  await asked.getByRole('button', { name: 'Stäng frågan' }).click();
  await asked.waitFor({ state: 'detached' });
  // The link leads nowhere now.
  const answer = await staff.request.post('/api/lank', {
    headers: { Origin: new URL(staff.url()).origin },
    data: { nyckel: link.split('#')[1] },
  });
  assert.equal(answer.status(), 410);
});

journey('a consent is found by name and keys, taken back, and the picture is ticked off', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/samtycken');
  const name = 'Personal Återkallad';
  const consent = await spokenYes(staff, name);
  await staff.reload();
  await axe(staff);
  await visit.picture('consents', staff);
  const addresses = [];
  staff.on('request', (request) => addresses.push(request.url()));
  await staff.getByLabel('Sök bland samtyckena').pressSequentially('återkal');
  await staff.getByText('1 samtycke', { exact: true }).waitFor();
  // A name is in no address, and so in no history and no log of a proxy.
  assert.equal(new URL(staff.url()).search, '');
  assert.deepEqual(addresses.filter((address) => /återkal/i.test(decodeURIComponent(address))), []);
  await staff.getByLabel('Sök bland samtyckena').press('ArrowDown');
  await staff.getByRole('link', { name }).and(staff.locator(':focus')).waitFor();
  await staff.keyboard.press('/');
  await staff.locator('#samtycke-sok:focus').waitFor();
  await staff.keyboard.press('ArrowDown');
  await staff.keyboard.press('Enter');
  await staff.waitForURL(`**/samtycken/${consent.id}`);
  await staff.getByRole('heading', { name, level: 1 }).waitFor();
  await staff.locator('.status', { hasText: 'Gäller' }).first().waitFor();
  await staff.goBack();
  await staff.getByText('1 samtycke', { exact: true }).waitFor();
  assert.equal(await staff.getByLabel('Sök bland samtyckena').inputValue(), 'återkal');
  await staff.getByRole('link', { name }).click();
  await staff.getByRole('heading', { name, level: 1 }).waitFor();
  await axe(staff);
  await visit.picture('consent in force', staff);

  await open(staff, '/far-jag-publicera');
  await answerAll(staff, name);
  await verdict(staff, 'Ja, du får publicera');
  await staff.getByLabel('Vad visar bilden?').fill('Bild att ta bort');
  await staff.getByRole('button', { name: 'Logga publiceringen' }).click();
  await staff.locator('#loggad:focus').waitFor();
  await staff.getByRole('button', { name: 'Fråga om en bild till' }).click();

  await open(staff, `/samtycken/${consent.id}`);
  await act(staff, 'Ta tillbaka', async (dialog) => {
    await dialog.getByRole('button', { name: 'Ta tillbaka', exact: true }).click();
    await dialog.getByText('Välj vad som ska tas tillbaka.').waitFor();
    await dialog.getByLabel('Ta tillbaka allt').check();
  });
  await staff.locator('.status', { hasText: 'Återkallat' }).first().waitFor();
  await staff.getByText('0 av 1 borttagna').waitFor();
  await axe(staff);
  await visit.picture('consent withdrawn', staff);

  await open(staff, '/far-jag-publicera');
  await answerAll(staff, name);
  await verdict(staff, 'Nej, publicera inte');
  await staff.locator('.reason', { hasText: 'Samtycket gäller inte längre.' }).waitFor();

  await open(staff, '/publiceringar');
  const row = staff.locator('.tasks li', { hasText: 'Bild att ta bort' });
  await row.getByText('Ska bort senast').waitFor();
  await axe(staff);
  await visit.picture('publications', staff);
  await row.getByRole('button', { name: 'Bilden är borttagen: Bild att ta bort' }).click();
  await row.getByText('Borttagen', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Bilden är kvar: Bild att ta bort' }).click();
  await row.getByText('Ska bort senast').waitFor();
  await row.getByRole('button', { name: 'Bilden är borttagen: Bild att ta bort' }).click();
  await row.getByText('Borttagen', { exact: true }).waitFor();
  await open(staff, `/samtycken/${consent.id}`);
  await staff.getByText('1 av 1 borttagna').waitFor();
  await staff.setViewportSize(SCREENS.phone);
  for (const path of ['/publiceringar', '/samtycken', `/samtycken/${consent.id}`]) {
    await open(staff, path);
    await fits(staff);
    await visit.picture(`phone ${path.split('/')[1]} ${path.length}`, staff);
  }
});

journey('staff take back the picture that somebody calls about, and no other', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/samtycken');
  const name = 'Personal Ringer';
  const consent = await spokenYes(staff, name);
  // Nothing is published yet, so that there is no picture to choose.
  await open(staff, `/samtycken/${consent.id}`);
  const button = staff.getByRole('button', { name: 'Ta tillbaka', exact: true });
  const dialog = staff.getByRole('dialog');
  await button.click();
  await dialog.getByLabel('Ta tillbaka vissa kanaler').waitFor();
  assert.equal(await dialog.getByLabel('Ta tillbaka vissa bilder').count(), 0);
  await dialog.getByRole('button', { name: 'Avbryt' }).click();
  await dialog.waitFor({ state: 'detached' });

  await published(visit, staff, name, 'Sagostunden');
  await published(visit, staff, name, 'Bokbussen');
  await open(staff, `/samtycken/${consent.id}`);
  await act(staff, 'Ta tillbaka', async () => {
    await dialog.getByLabel('Ta tillbaka vissa bilder').check();
    await dialog.getByRole('button', { name: 'Ta tillbaka', exact: true }).click();
    await dialog.getByText('Välj minst en bild.').waitFor();
    await dialog.getByText('Webbplatsen, ').first().waitFor();
    await dialog.getByLabel('Bokbussen').check();
    await visit.picture('withdraw some pictures', staff);
  });
  await staff.locator('.status', { hasText: 'Delvis återkallat' }).first().waitFor();
  await staff.getByText('Återkallade bilder: Bokbussen.').waitFor();
  await staff.getByText('0 av 1 borttagna').waitFor();
  const row = (title) => staff.locator('.shown li', { hasText: title });
  await row('Bokbussen').getByText('Ska bort senast').waitFor();
  await row('Sagostunden').getByText('Visas').waitFor();
  await axe(staff);

  // What is left can still be chosen, and what is taken back cannot be again.
  await staff.setViewportSize(SCREENS.phone);
  await button.click();
  await dialog.getByLabel('Ta tillbaka vissa bilder').check();
  await dialog.getByLabel('Sagostunden').waitFor();
  assert.equal(await dialog.getByLabel('Bokbussen').count(), 0);
  await axe(staff);
  await fits(staff);
  await visit.picture('withdraw some pictures phone', staff);
});

journey('a person: the extract, no more pictures, and protected data that is gone from every list', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator', dark: true });
  await open(staff, '/samtycken');
  const name = 'Personal Skyddad';
  const consent = await spokenYes(staff, name);
  await open(staff, `/individer/${consent.individ}`);
  await staff.getByRole('heading', { name, level: 1 }).waitFor();
  await axe(staff);
  await visit.picture('person dark', staff);
  const extract = await staff.request.get(await staff.getByRole('link', { name: 'Att skriva ut' }).getAttribute('href'));
  assert.ok(extract.ok());
  assert.match(await extract.text(), new RegExp(name));
  await act(staff, 'Fotografera inte');
  await staff.getByRole('heading', { name: 'Fotografera inte' }).waitFor();
  await act(staff, 'Skyddad identitet');
  await staff.getByRole('heading', { name: 'Skyddade uppgifter', level: 1 }).waitFor();
  assert.equal(await staff.getByText(name).count(), 0);
  await axe(staff);
  await visit.picture('person protected dark', staff);
  await open(staff, `/samtycken/${consent.id}`);
  await staff.getByRole('heading', { name: 'Skyddade uppgifter', level: 1 }).waitFor();
  await open(staff, '/samtycken');
  await staff.getByLabel('Sök bland samtyckena').fill('skyddad');
  await staff.getByText('0 samtycken').waitFor();
  await staff.getByRole('link', { name: 'visa alla' }).click();
  await staff.locator('#samtycken tbody a').first().waitFor();
});

journey('two at one consent: the second is told that it has changed', async (visit) => {
  visit.complaints.expectStatus(409, 412);
  const first = await visit.person({ role: 'kommunikator' });
  const second = await visit.person({ role: 'kommunikator2' });
  await open(first, '/samtycken');
  const consent = await spokenYes(first, 'Personal Samtidig');
  for (const page of [first, second]) await open(page, `/samtycken/${consent.id}`);
  await act(first, 'Ta tillbaka', (dialog) => dialog.getByLabel('Ta tillbaka allt').check());
  await second.getByRole('button', { name: 'Ta tillbaka', exact: true }).click();
  await second.getByRole('dialog').getByLabel('Ta tillbaka allt').check();
  await second.getByRole('dialog').locator('.buttons').getByRole('button', { name: 'Ta tillbaka' }).click();
  await second.locator('#besked .notice--stop').waitFor();
  await second.locator('.status', { hasText: 'Återkallat' }).first().waitFor();
});

journey('who wants to take a yes back without a link is called', async (visit) => {
  const anybody = await visit.person();
  await open(anybody, '/');
  await send(anybody, 'POST', '/api/ta-tillbaka', {
    form: 'ta-tillbaka',
    svar: {
      'har-lank': 'utan-lank',
      'samtyckets-nummer': 'SAM-2026-0001',
      'aterkallelse-fodelsedatum': '1984-11-21',
      'ring-mig': '070-174 06 05',
      'ta-tillbaka-vad': 'allt',
    },
  });
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/samtycken');
  const task = staff.locator('.tasks li', { hasText: '070-174 06 05' });
  await task.waitFor();
  await axe(staff);
  await visit.picture('callback', staff);
  await task.getByRole('button', { name: 'Klart' }).click();
  await task.waitFor({ state: 'detached' });
});

journey('a manager asks and registers, but does not destroy', async (visit) => {
  const manager = await visit.person({ role: 'chef', screen: 'phone' });
  await open(manager, '/samtycken');
  await manager.getByRole('link', { name: 'Fråga om samtycke', exact: true }).waitFor();
  assert.equal(await manager.getByRole('link', { name: 'Gallra' }).count(), 0);
  // The unit whose account the manager answers for, and no other.
  await manager.getByRole('link', { name: 'Besökare Ett' }).waitFor();
  assert.equal(await manager.getByRole('link', { name: 'Elev Ett' }).count(), 0);
  await axe(manager);
  await fits(manager);
  await open(manager, '/gallring');
  await manager.getByText('Du har ingen roll som gör det.').waitFor();
  const administrator = await visit.person({ role: 'administrator' });
  for (const path of ['/samtycken', '/samtycken/ny', '/far-jag-publicera', '/publiceringar', '/gallring']) {
    await open(administrator, path);
    await administrator.getByText('Du har ingen roll').waitFor();
    await axe(administrator);
  }
});

/** A guardian's yes at a link, when the other guardian has only a telephone. */
async function oneGuardianSigns(visit, staff, child) {
  // The demo has answers to such a question: the same again, about another child.
  const get = async (path) => (await staff.request.get(path)).json();
  const { samtycken: [like] } = await send(staff, 'POST', '/api/samtycken/sok', { sok: 'elev fyra' });
  const { utkast: { form, svar } } = await get(`/api/samtycken/${like.id}`);
  const asked = await send(staff, 'POST', '/api/samtycke/begaran', {
    blankett: form,
    enhet: 'ekskolan',
    tillfalle: { slag: 'fortlopande' },
    kanaler: svar.kanaler,
    till: today(),
  });
  const guardian = await visit.person();
  await open(guardian, '/');
  const begun = await send(guardian, 'POST', '/api/lank', { nyckel: asked.lank.split('#')[1] });
  const { 'andra-epost': _, ...rest } = svar;
  const utkast = { form, svar: { ...rest, 'barnets-namn': child, 'andra-namn': 'Vårdnadshavare Andra', 'andra-telefon': '070-174 06 06' } };
  const kept = await send(guardian, 'PUT', '/api/lank/utkast', utkast, { 'If-Match': '"0"' });
  await send(guardian, 'POST', '/api/lank/kommando',
    { kommando: 'signera', textversion: kept.textversion ?? begun.textversion }, { 'If-Match': `"${kept.version}"` });
}

journey('a guardian without e-mail is handed a link, and a colleague certifies the answer', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/samtycken');
  const child = 'Elev Sju';
  await oneGuardianSigns(visit, staff, child);
  await open(staff, '/samtycken?lage=vantar-pa-medsignering');
  await staff.getByLabel('Sök bland samtyckena').fill('elev sju');
  await staff.getByText('1 samtycke', { exact: true }).waitFor();
  await staff.getByText('1 har inte svarat').waitFor();
  await staff.getByRole('link', { name: child }).click();
  await staff.getByRole('heading', { name: child, level: 1 }).waitFor();
  const second = staff.locator('.parties li', { hasText: 'Vårdnadshavare Andra' });
  await second.getByText('Väntar').waitFor();
  await staff.getByText('Ja, men gäller inte än').first().waitFor();
  await second.getByRole('button', { name: 'Gör en personlig länk' }).click();
  await staff.locator('#personlig-lank:focus').waitFor();
  assert.match(await staff.locator('.handout__link').textContent(), /\/samtycke\/lank#.{20,}$/);
  await axe(staff);
  await visit.picture('consent waits', staff);
  await act(staff, 'Intyga någons svar', async (dialog) => {
    await dialog.getByRole('button', { name: 'Intyga någons svar' }).click();
    await dialog.getByText('Välj vem som har svarat och vad.').waitFor();
    await dialog.getByLabel('Vårdnadshavare Andra').check();
    await dialog.getByLabel('Ja', { exact: true }).check();
  });
  await second.getByText('Signerat').waitFor();
  await second.getByText('Så vet vi vem det är: Intygad av personal').waitFor();
  // The first one answered with nothing but the link, and is confirmed too.
  await act(staff, 'Bekräfta vem det är', async (dialog) => {
    await dialog.getByLabel('Vårdnadshavare Sex').check();
    await dialog.getByLabel('Personen kom hit med legitimation').check();
  });
  await staff.getByText('Gäller', { exact: true }).first().waitFor();
});

journey('what must be reviewed is approved with a reason', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/samtycken?lage=vantar-pa-granskning');
  await staff.getByRole('link', { name: 'Elev Fem' }).click();
  await staff.getByText('Väntar: Det är inte känt hur många vårdnadshavarna är').waitFor();
  await axe(staff);
  await act(staff, 'Godkänn efter granskning', async (dialog) => {
    await dialog.getByRole('button', { name: 'Godkänn efter granskning' }).click();
    await dialog.getByText('Skriv något i rutan först.').waitFor();
    await dialog.getByLabel('Vad granskningen kom fram till').fill('Det finns bara en vårdnadshavare.');
  });
  await staff.getByText('Granskningen: Det finns bara en vårdnadshavare.').waitFor();
});

journey('staff begin a spoken answer from the list and find its draft there', async (visit) => {
  const staff = await visit.person({ role: 'medarbetare' });
  await open(staff, '/samtycken');
  await staff.getByRole('button', { name: 'Muntligt svar från personal' }).click();
  await staff.waitForURL(/\/samtycken\/[^/]+\/fyll\/svaret$/);
  await open(staff, '/samtycken?lage=utkast');
  await staff.getByRole('link', { name: 'Utkast', exact: true }).first().click();
  await staff.getByRole('link', { name: 'Fortsätt fylla i' }).click();
  await staff.waitForURL(/\/fyll\/svaret$/);
});
