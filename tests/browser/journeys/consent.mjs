// A consent for somebody under age: a guardian fills in and signs, the other
// one signs, pictures are shown and logged, and one of them takes it back.

import assert from 'node:assert/strict';

import {
  PHONE, PREPARED, answersOf, ask, call, codeIn, codesTo, confirmed, day, enter, fillIn, goOn, letter, linkIn, look, signWithCode,
} from '../harness/consent.mjs';
import { control, fill, onStep } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { open, ready } from '../harness/layout.mjs';

setUp();

/** A question, a field or a button each; one more is one too many. */
const TAPS_OF_FIRST_MAX = 29;
const TAPS_OF_SECOND_MAX = 4;
const TAPS_OF_NO_MAX = 6;
const PICTURES = ['Skolgården', 'Matsalen'];

/** What the browser keeps of what was typed. */
const keptIn = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

/** Counts what a person presses: buttons, links and choices, and each field that is typed in. */
async function countTaps(page) {
  let taps = 0;
  await page.exposeFunction('tapped', () => (taps += 1));
  await page.addInitScript(() => {
    const count = (event) => event.isTrusted && globalThis.tapped();
    addEventListener('click', count, true);
    addEventListener('focusin', (event) => event.target.matches('input:not([type=radio], [type=checkbox])') && count(event), true);
  });
  return () => taps;
}

journey('the taps of two guardians on a phone are counted, and there are not too many', async (visit) => {
  const [first, second] = ['tryck1@demo.example', 'tryck2@demo.example'];
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const one = await visit.person(PHONE);
  const two = await visit.person(PHONE);
  const [tapsOfOne, tapsOfTwo] = [await countTaps(one), await countTaps(two)];
  await enter(visit, one, await ask(visit, staff));
  await fillIn(visit, one, answersOf(first, second, 'Barn Tryck'));
  await signWithCode(visit, one, admin, first);
  await one.getByRole('heading', { name: 'Tack, du har skrivit under' }).waitFor();
  await enter(visit, two, linkIn(await letter(visit, admin, 'samtycke-medsignera', second)));
  await control(two, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', second)));
  await two.getByRole('button', { name: 'Fortsätt' }).click();
  await two.getByRole('button', { name: 'Signera' }).click();
  await two.getByText('Ditt ja är mottaget.').waitFor();
  const [a, b] = [tapsOfOne(), tapsOfTwo()];
  console.log(`Taps of a youth consent: ${a} by the first guardian, ${b} by the second, ${a + b} in all`);
  assert.ok(a <= TAPS_OF_FIRST_MAX && b <= TAPS_OF_SECOND_MAX, `${a} and ${b} taps`);
});

journey('a guardian says no in six taps on a phone, and is told what is missing', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  const [one, other] = [await visit.person(PHONE), await visit.person(PHONE)];
  const taps = await countTaps(one);
  const link = await ask(visit, staff);
  const no = { 'fyller-i': 'vardnadshavare', 'ditt-namn': 'Vårdnadshavare Nej', 'barnets-namn': 'Barn Nej', 'barnets-fodelsedatum': '2018-05-04' };
  await open(one, link);
  await one.getByRole('link', { name: 'Nej, inga bilder' }).click();
  await one.waitForURL('**/samtycke/nej');
  await fill(one, no);
  await look(visit, one, 'no phone');
  await one.getByRole('button', { name: 'Skicka mitt nej' }).click();
  await one.getByRole('heading', { name: 'Vi har fått ditt nej' }).waitFor();
  await look(visit, one, 'no receipt phone');
  console.log(`Taps of a no: ${taps()}`);
  assert.ok(taps() <= TAPS_OF_NO_MAX, `${taps()} taps`);
  const { samtycken: [line] } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: 'Barn Nej' });
  assert.equal(line.lage, 'nekad');

  // What is missing is said beside it, and the answers that remain are kept.
  await open(other, link);
  await look(visit, other, 'told phone');
  await other.getByRole('link', { name: 'Nej, inga bilder' }).click();
  await other.getByRole('button', { name: 'Skicka mitt nej' }).click();
  await other.getByText('Välj vem du är.').waitFor();
  await fill(other, { 'fyller-i': 'familjehem', 'ditt-namn': 'Familjehem Demo' });
  await fill(other, { 'barnets-namn': 'Barn Fel', 'barnets-fodelsedatum': '1980-05-04' });
  await look(visit, other, 'no wrong phone');
  await other.getByRole('button', { name: 'Skicka mitt nej' }).click();
  await other.getByText('Be barnets vårdnadshavare att svara.').waitFor();
  await fill(other, { 'fyller-i': 'ungdomen', 'barnets-fodelsedatum': '2012-05-04' });
  await other.getByRole('button', { name: 'Skicka mitt nej' }).click();
  await other.getByRole('heading', { name: 'Vi har fått ditt nej' }).waitFor();
});

journey('a youth consent: two guardians, a withdrawal, and what is taken down', async (visit) => {
  const first = 'vardnadshavare1@demo.example';
  const second = 'vardnadshavare2@demo.example';
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const one = await visit.person(PHONE);
  const two = await visit.person(PHONE);
  const link = await ask(visit, staff);

  await enter(visit, one, link, 'consent one');
  await fillIn(visit, one, answersOf(first, second), 'consent one');
  await look(visit, one, 'consent one review');
  assert.ok(!(await keptIn(one)).includes('Demo'), 'nothing that was typed is in the browser');
  // A reload keeps the answers: the store has them.
  await one.reload();
  await ready(one);
  await one.getByText('Barn Demo').waitFor();
  visit.complaints.expectStatus(422);
  await control(one, 'kod').fill('AAAA-AAAA');
  await one.getByRole('button', { name: 'Signera' }).click();
  await one.getByText('Titta på koden igen').first().waitFor();
  await look(visit, one, 'consent one wrong code');
  await signWithCode(visit, one, admin, first);
  await one.getByRole('heading', { name: 'Tack, du har skrivit under' }).waitFor();
  await one.getByText('Alla har inte skrivit under än').waitFor();
  await look(visit, one, 'consent one receipt');
  const own = await one.getByRole('link', { name: '/samtycke/lank#' }).getAttribute('href');

  // The other one sees no name before the code.
  const invitation = linkIn(await letter(visit, admin, 'samtycke-medsignera', second));
  await enter(visit, two, invitation);
  await two.getByRole('heading', { name: 'Visa att det är du' }).waitFor();
  assert.ok(!(await two.locator('main').textContent()).includes('Barn Demo'), 'no name before the code');
  const code = codeIn(await letter(visit, admin, 'samtycke-kod', second));
  assert.ok(!(await (await two.request.get('/api/lank')).text()).includes('Demo'), 'nor in what the store tells');
  await look(visit, two, 'consent two code');
  await control(two, 'kod').fill(code);
  await two.getByRole('button', { name: 'Fortsätt' }).click();
  await two.waitForURL('**/samtycke/signera');
  await two.getByRole('heading', { name: 'Läs och svara' }).waitFor();
  await two.getByText('Det gäller Barn Demo').waitFor();
  await look(visit, two, 'consent two review');
  assert.ok(!(await (await two.request.get('/api/lank')).text()).includes(first), 'how to reach the other is not told');
  await two.getByRole('button', { name: 'Säg nej' }).click();
  await two.getByRole('dialog').getByRole('heading', { name: 'Vill du säga nej?' }).waitFor();
  await look(visit, two, 'consent two decline');
  await two.getByRole('button', { name: 'Tillbaka' }).click();
  await two.getByRole('button', { name: 'Signera' }).click();
  await two.getByText('har kontrollerat att det är du, senast').waitFor();
  await look(visit, two, 'consent two receipt');

  // The link that was signed with is used up, and says so calmly.
  const late = await visit.person(PHONE);
  visit.complaints.expectStatus(410);
  await open(late, invitation);
  await late.getByRole('heading', { name: 'Länken går inte att använda' }).waitFor();
  await look(visit, late, 'consent used link');

  // An address that a guardian gave says nothing of who the guardians are: the unit confirms them.
  await confirmed(visit, staff, 'Barn Demo');
  await open(two, '/samtycke/status');
  await two.getByText('Ditt ja gäller.').waitFor();
  await two.getByText('Så vet vi vem du är: bekräftad av enheten.').waitFor();

  // Staff show two pictures and log them.
  const { samtycken } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: 'Barn Demo' });
  const line = samtycken.find(({ lage }) => lage === 'galler');
  for (const titel of PICTURES) {
    await call(visit, staff, 'POST', '/api/publiceringar', {
      fraga: {
        kanal: 'webbplats',
        medium: 'foto',
        andamal: 'informera',
        tagen: day(0),
        personer: { slag: 'personer', individer: [line.individ] },
        namn: 'nej',
        foretag: false,
        egen_bild: true,
        tvekan: false,
      },
      bild: { titel },
      lank: 'https://www.exempelkommunen.example/nyheter',
    });
  }

  // The first one takes it back with the own link.
  await open(one, own);
  await one.getByRole('heading', { name: 'Så står det till' }).waitFor();
  await look(visit, one, 'consent status');
  await one.getByRole('link', { name: 'Ta tillbaka ditt ja' }).click();
  await one.waitForURL('**/samtycke/ta-tillbaka');
  await one.getByRole('heading', { name: 'Ta tillbaka ditt ja' }).waitFor();
  await one.getByRole('button', { name: 'Ta tillbaka' }).click();
  await one.locator('#fel-lista:focus').waitFor();
  await look(visit, one, 'consent withdraw wrong');
  await one.check('[name="ta-tillbaka-vad"][value="allt"]');
  await one.getByText('Men utan kod kontrollerar vi att det är du').waitFor();
  await one.getByRole('button', { name: 'Ta tillbaka' }).click();
  // Whoever has the letter can stop it, and with the code it is done.
  await one.getByText('Vi har fått ditt nej. Inga nya bilder visas.').waitFor();
  await one.getByRole('heading', { name: 'Vi har fått ditt nej' }).waitFor();
  assert.equal(await one.getByText('borttagna').count(), 0, 'nothing is sure to be taken down yet');
  await look(visit, one, 'consent withdrawn unconfirmed');
  const codes = await codesTo(admin, first);
  await one.getByRole('button', { name: 'Visa vem du är med en kod' }).click();
  await control(one, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', first, codes)));
  await one.getByRole('button', { name: 'Fortsätt' }).click();
  await one.waitForURL('**/samtycke/ta-tillbaka');
  await one.check('[name="ta-tillbaka-vad"][value="allt"]');
  await one.getByRole('button', { name: 'Ta tillbaka' }).click();
  await one.getByRole('heading', { name: 'Du har tagit tillbaka ditt ja' }).waitFor();
  await one.locator('.answers > div', { hasText: '(du)' }).getByText('Nej').waitFor();
  await look(visit, one, 'consent withdrawn');
  await one.getByText('0 av 2 borttagna').waitFor();

  // Staff take both down, and the guardian sees it.
  const { publiceringar } = await call(visit, staff, 'GET', '/api/publiceringar');
  const ordered = publiceringar.filter(({ far, bild }) => far.includes('borttagen') && PICTURES.includes(bild.titel));
  assert.equal(ordered.length, 2);
  for (const { id, version } of ordered) {
    await call(visit, staff, 'POST', `/api/publiceringar/${id}/kommando`, { kommando: 'borttagen' }, { 'If-Match': `"${version}"` });
  }
  await open(one, '/samtycke/status');
  await one.getByText('2 av 2 borttagna').waitFor();
  await look(visit, one, 'consent taken down');
});

journey('the second guardian says no, and neither is told more than that', async (visit) => {
  const [first, second] = ['nej1@demo.example', 'nej2@demo.example'];
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const one = await visit.person(PHONE);
  const two = await visit.person(PHONE);
  await enter(visit, one, await ask(visit, staff));
  await fillIn(visit, one, answersOf(first, second, 'Barn Nej'));
  await signWithCode(visit, one, admin, first);
  await one.getByRole('heading', { name: 'Tack, du har skrivit under' }).waitFor();
  await enter(visit, two, linkIn(await letter(visit, admin, 'samtycke-medsignera', second)));
  await control(two, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', second)));
  await two.getByRole('button', { name: 'Fortsätt' }).click();
  await two.getByRole('button', { name: 'Säg nej' }).click();
  await two.getByRole('dialog').getByRole('button', { name: 'Säg nej' }).click();
  await two.getByText('Vi har fått ditt nej. Inga nya bilder visas.').waitFor();
  await look(visit, two, 'consent no unconfirmed');
  await open(one, '/samtycke/status');
  await one.getByText('Svaret gäller inte just nu.').waitFor();

  // The unit has talked with them, and tells what they came to.
  const { samtycken: [line] } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: 'Barn Nej', lage: 'fryst' });
  await open(staff, `/samtycken/${line.id}`);
  await staff.getByText('Nej att kontrollera: Vårdnadshavare Två').waitFor();
  await staff.getByRole('button', { name: 'Berätta vad ni kom fram till' }).click();
  await staff.getByRole('dialog').getByLabel('Det stämmer').check();
  await look(visit, staff, 'no settled');
  await staff.getByRole('dialog').locator('.buttons').getByRole('button', { name: 'Berätta vad ni kom fram till' }).click();
  await staff.locator('.status', { hasText: 'Nekat' }).first().waitFor();
  await open(two, '/samtycke/status');
  await two.getByText('Svaret är nej.').waitFor();
  await open(one, '/samtycke/status');
  await one.getByText('Svaret är nej.').waitFor();
  assert.ok(!(await one.locator('main').textContent()).includes(second));
});

journey('who cannot answer here is told what to do, and protected data stop before any field', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  const page = await visit.person({ screen: 'phone' });
  const link = await ask(visit, staff);
  await open(page, link);
  await page.getByText('Då ska du inte svara här.').waitFor();
  assert.match(await page.getByRole('link', { name: /^010/ }).first().getAttribute('href'), /^tel:/);
  assert.equal(await page.locator('main input').count(), 0);
  await goOn(page);

  await fill(page, { ...answersOf('familj@demo.example', '')[0], 'fyller-i': 'familjehem' });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.getByRole('heading', { name: 'Vårdnadshavaren svarar' }).waitFor();
  await look(visit, page, 'consent foster home');
  await page.waitForURL('**/samtycke/annan-vag?**');
  await page.getByRole('link', { name: 'Ändra svaret' }).click();
  await onStep(page, 1);
  await fill(page, { 'fyller-i': 'vardnadshavare' });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 2);
  await fill(page, { 'barnets-namn': 'Barn Demo', 'barnets-fodelsedatum': '2000-01-01' });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.getByRole('heading', { name: 'Personen svarar själv' }).waitFor();
  await look(visit, page, 'consent grown up');

  // Leaving forgets the link in this browser.
  await page.getByRole('link', { name: 'Ändra svaret' }).click();
  await onStep(page, 2);
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lämna' }).click();
  await page.waitForURL('**/samtycke');
  visit.complaints.expectStatus(401);
  await open(page, '/samtycke/svara/barnet');
  await page.getByRole('heading', { name: 'Länken går inte att använda' }).waitFor();
  assert.ok(!(await keptIn(page)).includes('Demo'));
});

journey('an adult without e-mail signs with the link alone, in the easy text, and that is what is told', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  const page = await visit.person({ screen: 'phone' });
  await enter(visit, page, await ask(visit, staff, 'samtycke-vuxen'));
  const [media, places] = [answersOf('', '')[4], answersOf('', '')[4]];
  await fillIn(visit, page, [
    { 'vem-galler-det': 'mig-sjalv', namn: 'Person Demo', fodelsedatum: '1990-02-03' },
    Object.fromEntries(['foto', 'film', 'ljud'].map((id) => [id, media[id]])),
    Object.fromEntries(['kanal-kommunens-konton', 'kanal-webbplats', 'andamal-informera', 'andamal-marknadsfora', 'delning', 'namn-med-bild'].map((id) => [id, places[id]])),
    { giltighet: 'tills-vidare' },
  ]);
  await page.getByRole('button', { name: 'Lättläst text' }).click();
  await page.getByText('Du får säga nej. Båda svaren är bra.').waitFor();
  await fill(page, { 'text-last': true });
  await look(visit, page, 'consent adult easy text');
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 6);
  await page.getByText('Då vet vi bara att du har fått länken').waitFor();
  await look(visit, page, 'consent adult review');
  await page.getByRole('button', { name: 'Signera' }).click();
  await page.getByText('Ditt ja är mottaget. Det gäller när').waitFor();
  await page.getByText('Så vet vi vem du är: delad länk eller blad, utan kod.').waitFor();
  await look(visit, page, 'consent adult receipt');
});

journey('what is taken back without a link reaches staff, and what is typed is kept nowhere', async (visit) => {
  const page = await visit.person({ screen: 'phone', dark: true });
  // Two presses from the first page.
  await open(page, '/');
  await page.getByRole('link', { name: 'Samtycke till bild' }).click();
  await page.getByRole('heading', { name: 'Samtycke till bild' }).waitFor();
  await look(visit, page, 'consent landing');
  await page.getByRole('link', { name: 'Ta tillbaka ditt ja' }).first().click();
  await page.getByRole('link', { name: 'Nej, fortsätt' }).click();
  await onStep(page, 1);
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await look(visit, page, 'take back wrong');
  await fill(page, { 'samtyckets-nummer': 'Person Demo', 'aterkallelse-fodelsedatum': '1990-02-03', 'ring-mig': '070-174 06 05' });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 2);
  await fill(page, { 'ta-tillbaka-vad': 'bilder' });
  await fill(page, { 'ta-tillbaka-bilder': 'De från sommarfesten i parken.' });
  await look(visit, page, 'take back what');
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 3);
  await look(visit, page, 'take back review');
  assert.ok(!(await keptIn(page)).includes('Demo'));
  await page.getByRole('button', { name: 'Ta tillbaka' }).click();
  await page.waitForURL('**/ta-tillbaka/kvittens');
  await page.getByRole('heading', { name: 'Vi har fått ditt meddelande' }).waitFor();
  await look(visit, page, 'take back receipt');
  const staff = await visit.person({ role: 'kommunikator' });
  const { uppgifter } = await (await staff.request.get('/api/aterkallelser')).json();
  assert.ok(uppgifter.some(({ svar }) => svar['ta-tillbaka-bilder'] === 'De från sommarfesten i parken.'));
});

journey('relatives of somebody who has died are met calmly', async (visit) => {
  const page = await visit.person({ screen: 'phone' });
  await open(page, '/avliden');
  await page.getByRole('link', { name: 'Nej, fortsätt' }).click();
  await onStep(page, 1);
  await page.getByText('Vi beklagar sorgen').waitFor();
  await look(visit, page, 'death');
  await fill(page, {
    'avliden-namn': 'Person Demo',
    'ditt-namn': 'Närstående Demo',
    relation: 'Syskon',
    'din-epost': 'narstaende@demo.example',
  });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 2);
  await fill(page, { onskan: 'lat-ligga', 'narstaende-overens': 'ja' });
  await look(visit, page, 'death wish');
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 3);
  await page.getByRole('button', { name: 'Skicka' }).click();
  await page.waitForURL('**/avliden/kvittens');
  await page.getByRole('heading', { name: 'Tack för att du berättade' }).waitFor();
  await look(visit, page, 'death receipt');
});

journey('every symbol is shown with its word', async (visit) => {
  const page = await visit.person({ screen: 'phone' });
  await open(page, '/bildstod');
  await page.getByText('Vet inte').waitFor();
  const list = await (await page.request.get('/pictogram/lista.json')).json();
  assert.equal(await page.locator('.picto__sheet li').count(), list.length);
  const broken = await page.locator('.picto__sheet img').evaluateAll((images) => images.filter((image) => image.complete && image.naturalWidth === 0).length);
  assert.equal(broken, 0);
  await look(visit, page, 'symbols');
});

/** Tabs to the button of this name in the page's content and presses Enter. */
async function press(page, name) {
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => document.activeElement.closest('main') && document.activeElement.textContent.trim());
    if (here === name) return page.keyboard.press('Enter');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

journey('the form with pictures is answered with Tab and Enter, one idea a screen', async (visit) => {
  const page = await visit.person({ role: 'kommunikator', viewport: PHONE.viewport });
  const { id } = await call(visit, page, 'POST', '/api/samtycken', { form: 'samtycke-bildstod' });
  await call(visit, page, 'PUT', `/api/samtycken/${id}/utkast`, { form: 'samtycke-bildstod', svar: PREPARED }, { 'If-Match': '"1"' });
  await open(page, `/samtycken/${id}/fyll/bild`);
  const question = (text) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  await question('Får vi ta bilder på dig?');
  await look(visit, page, 'pictogram');
  const sizes = await page.locator('.picto__answer').evaluateAll((buttons) => buttons.map((button) => Math.min(button.offsetWidth, button.offsetHeight)));
  assert.equal(sizes.length, 3);
  assert.ok(Math.min(...sizes) >= 64, `answers of ${sizes} pixels`);

  // Silence is no answer, and the page says what to do.
  await press(page, 'Nästa');
  await page.locator('#fel-lista:focus').waitFor();
  await look(visit, page, 'pictogram wrong');
  // Without a Swedish voice that is said, too.
  await press(page, 'Läs upp');
  await page.getByText('ingen svensk röst').waitFor();
  // An answer can be taken back.
  await press(page, 'Ja');
  await page.locator('.picto__answer[aria-pressed="true"]').waitFor();
  await press(page, 'Ångra');
  await page.locator('.picto__answer[aria-pressed="true"]').waitFor({ state: 'detached' });

  const answers = [
    ['Får vi ta bilder på dig?', 'Ja'],
    ['Får vi filma dig?', 'Nej'],
    ['Får vi visa bilden på Instagram och Facebook?', 'Ja'],
    ['Får vi visa bilden på webben?', 'Vet inte'],
    ['Får vi visa bilden i en tidning?', 'Nej'],
    ['Får vi visa ditt namn?', 'Nej'],
    ['Får andra dela bilden?', 'Nej'],
    ['Du kan ändra dig', 'Jag vet'],
    ['Vem kan se bilden?', 'Många kan se bilden'],
  ];
  for (const [asked, answer] of answers) {
    await question(asked);
    await press(page, answer);
    if (asked === 'Får vi filma dig?') {
      // Once more from the first screen: what was answered stands.
      await press(page, 'En gång till');
      await question('Får vi ta bilder på dig?');
      await page.locator('.picto__answer[aria-pressed="true"]', { hasText: 'Ja' }).waitFor();
      await press(page, 'Nästa');
      await question(asked);
    }
    await look(visit, page, `pictogram ${answer}`);
    await press(page, 'Nästa');
  }
  await page.locator('h1', { hasText: 'Efteråt' }).waitFor();
  await fill(page, { tvekade: 'nej', giltighet: 'tills-vidare', 'text-last': true });
  await look(visit, page, 'pictogram after');
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.getByRole('button', { name: 'Registrera' }).waitFor();
  await look(visit, page, 'pictogram review');
  assert.ok(!(await keptIn(page)).includes('Demo'), 'nothing that was typed is in the browser');
  await page.getByRole('button', { name: 'Registrera' }).click();
  await page.waitForURL(`**/samtycken/${id}`);
  const { lage } = await (await page.request.get(`/api/samtycken/${id}`)).json();
  assert.equal(lage, 'galler');
});
