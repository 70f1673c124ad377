// The unit's list: it names who answers, and what it does not name is confirmed beside it.

import assert from 'node:assert/strict';

import { CHILD_CHANNELS, PHONE, ask, call, childAnswers, letter, linkIn, look, signedFirst } from '../harness/consent.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { open } from '../harness/layout.mjs';

setUp();

const PASTE = '#rader';
const TAKE_IN = 'Ta in på listan';

/** Somebody with a mouse: a second for a look, and 0.3 s for a press. */
class Person {
  looks = 0;
  presses = 0;

  look() {
    this.looks += 1;
  }

  async press(target) {
    this.presses += 1;
    await target.click();
  }

  get seconds() {
    return this.looks + 0.3 * this.presses;
  }
}

/** Behind the link one guardian answers for each child, with a code to the address. */
async function answered(visit, staff, admin, link, children) {
  const like = await childAnswers(visit, staff, '', ['', '']);
  for (const { child, guardian, address } of children) {
    const page = await visit.person();
    const { 'andra-namn': _, 'andra-epost': __, ...svar } = like.svar;
    const answers = {
      ...svar,
      'ditt-namn': guardian,
      'din-epost': address,
      'barnets-namn': child,
      'antal-vardnadshavare': 'en',
    };
    await signedFirst(visit, page, admin, link, { ...like, svar: answers }, address);
    await page.context().close();
  }
}

const NAMES = [...'ABCDEFGHIJKLMNOPQRSTUVXYZ'].slice(0, 25);

journey('25 answers are settled beside the list in two minutes, and no row that was not shown', async (visit) => {
  const staff = await visit.person({ role: 'medarbetare' });
  const communicator = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const link = await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS, enhet: 'biblioteket' });
  const born = (await childAnswers(visit, communicator, '', ['', ''])).svar['barnets-fodelsedatum'];
  const children = NAMES.map((name) => ({
    child: `Elev ${name}`,
    guardian: `Svarande ${name}`,
    address: `${name.toLowerCase()}@hem.example`,
  }));
  await answered(visit, communicator, admin, link, children);

  // On the list 15 stand as they answered, 6 with another sign in the address, and for 4 somebody else.
  const rows = children.map(({ child, guardian, address }, index) => {
    if (index < 15) return [child, born, guardian, address, '070-174 06 05'];
    if (index < 21) return [child, born, guardian, `x${address}`, '070-174 06 05'];
    return [child, born, 'Förälder Annan', `annan${index}@hem.example`, '070-174 06 06'];
  });
  const heading = 'Elev\tFödd\tVårdnadshavare\tE-post\tTelefon';
  const text = [heading, ...rows.map((row) => row.join('\t'))].join('\n');

  const teacher = new Person();
  await open(staff, '/samtycken');
  await teacher.press(staff.getByRole('link', { name: 'Enhetens lista' }));
  await staff.locator(PASTE).fill(text);
  await staff.getByText('25 rader kan tas in.').waitFor();
  teacher.look();
  await teacher.press(staff.getByRole('button', { name: TAKE_IN }));
  await staff.locator('#togs-in:focus').waitFor();
  await staff.getByText('15 svar stämmer med listan').waitFor();
  teacher.look();
  await look(visit, staff, 'roster taken in');

  await teacher.press(staff.getByRole('link', { name: '‹ Samtycken' }));
  await staff.locator('#att-kontrollera').getByText('10 svar väntar på att du kontrollerar').waitFor();
  await teacher.press(staff.locator('#att-kontrollera').getByRole('link', { name: 'Kontrollera dem' }));
  const waiting = staff.locator('fieldset.confirm');
  await waiting.first().waitFor();
  assert.equal(await waiting.count(), 10);
  await look(visit, staff, 'confirm beside the list');
  const shown = [];
  for (const [index, { child, guardian, address }] of children.entries()) {
    if (index < 15) continue;
    const row = waiting.filter({ has: staff.getByText(`${child}: Vårdnadshavare ${guardian}`, { exact: true }) });
    teacher.look();
    const listed = row.locator('.confirm__both > div').nth(1);
    if (index < 21) {
      await listed.getByText(`x${address}`).waitFor();
      await teacher.press(row.getByLabel('Jag känner personen'));
    } else {
      await listed.getByText('Den som svarade står inte på raden.').waitFor();
      await listed.getByText('Förälder Annan').waitFor();
      assert.equal(await row.getByLabel('Jag känner personen').count(), 0, 'a stranger is not known');
      await teacher.press(row.getByLabel(index < 23 ? 'Jag ringde numret' : 'Det var någon annan'));
    }
    shown.push(child);
  }
  await staff.getByText('Valda: 8 bekräftas, 2 var någon annan, av 10.').waitFor();
  await teacher.press(staff.getByRole('button', { name: 'Spara det jag har valt' }));
  await staff.locator('#klara:focus').waitFor();
  await staff.getByText('8 svar bekräftades. 2 svar var någon annans.').waitFor();
  await staff.getByText('Alla svar till er är kontrollerade.').waitFor();
  await look(visit, staff, 'confirm done');
  assert.ok(teacher.seconds <= 120, `${teacher.seconds} s`);
  console.log(`25 answers: ${teacher.looks} looks, ${teacher.presses} presses, ${teacher.seconds.toFixed(1)} s`);

  // Every answer says who, when and how; and what was settled by hand was on the page.
  for (const [index, { child }] of children.entries()) {
    const { samtycken } = await call(visit, communicator, 'POST', '/api/samtycken/sok', { sok: child, enhet: 'biblioteket' });
    const line = samtycken.find(({ namn }) => namn === child);
    const view = await call(visit, communicator, 'GET', `/api/samtycken/${line.id}`);
    const [signature] = view.underskrifter;
    assert.equal(line.lage, index < 23 ? 'galler' : 'nekad', child);
    if (index < 15) {
      assert.ok(signature.pa_listan.av && signature.pa_listan.tid, child);
      assert.equal(signature.bekraftad, undefined);
    } else if (index < 23) {
      assert.equal(signature.bekraftad.hur, index < 21 ? 'kanner' : 'ringde');
      assert.ok(signature.bekraftad.av && signature.bekraftad.tid, child);
      assert.ok(shown.includes(child));
    } else {
      assert.ok(view.handelser.some((event) => event.action === 'inte-personen' && event.actor_name && event.at));
    }
  }
});

journey('who is told of a yes that staff confirmed stops it with one press on a phone', async (visit) => {
  const staff = await visit.person({ role: 'medarbetare' });
  const communicator = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const child = 'Elev Tillsagd';
  const [given, listed] = ['angiven@hem.example', 'listad@hem.example'];
  const link = await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS, enhet: 'biblioteket' });
  const born = (await childAnswers(visit, communicator, '', ['', ''])).svar['barnets-fodelsedatum'];
  await answered(visit, communicator, admin, link, [{ child, guardian: 'Förälder Tillsagd', address: given }]);
  await call(visit, staff, 'POST', '/api/enheter/biblioteket/lista', { text: `${child};${born};Förälder Tillsagd;${listed}` });
  await open(staff, '/samtycken/kontrollera');
  const row = staff.locator('fieldset.confirm').filter({ hasText: child });
  const words = /På plats: (.+? \d\d)/.exec(await row.innerText())[1];
  await staff.getByLabel('Sök svar').fill(words.toLowerCase());
  await row.getByLabel('Personen visade svaret på plats').check();
  await staff.getByRole('button', { name: 'Spara det jag har valt' }).click();
  await staff.getByText('1 svar bekräftades.').waitFor();

  const phone = await visit.person(PHONE);
  await open(phone, linkIn(await letter(visit, admin, 'samtycke-ja-antecknat', listed)));
  await phone.waitForURL('**/samtycke/stammer-det');
  await phone.getByRole('heading', { name: 'Stämmer det?', level: 1 }).waitFor();
  await look(visit, phone, 'doubt phone');
  assert.ok(!(await phone.locator('main').innerText()).includes(child), 'nobody is named');
  await phone.getByRole('button', { name: 'Det stämmer inte, stoppa bilderna' }).click();
  await phone.getByText('Det är stoppat').waitFor();
  await look(visit, phone, 'doubt stopped phone');
  await phone.reload();
  await phone.getByText('Det finns inget att stoppa').waitFor();
  const { samtycken: [line] } = await call(visit, communicator, 'POST', '/api/samtycken/sok', { sok: child });
  assert.equal(line.lage, 'fryst');
});

journey('a list is pasted on a phone, mended, and shows who has not answered', async (visit) => {
  const staff = await visit.person({ role: 'medarbetare', ...PHONE });
  await open(staff, '/samtycken/lista');
  await staff.getByRole('heading', { name: 'Enhetens lista', level: 1 }).waitFor();
  // Nothing to take in is said, and the field takes focus.
  await staff.getByRole('button', { name: TAKE_IN }).click();
  await staff.locator(`${PASTE}:focus`).waitFor();
  await staff.getByText('Klistra in eller skriv minst en rad.').waitFor();
  await look(visit, staff, 'roster empty phone');

  await staff.locator(PASTE).fill('Elev Ett, 4 maj 2016, Förälder Ett, ett@hem.example, 070-174 06 05\nElev Två, 2016-13-05, Förälder Två, tva@hem');
  await staff.getByText('1 rad kan tas in. 1 rad behöver rättas.').waitFor();
  await staff.getByText('Rad 2: Kontrollera e-postadressen. ”tva@hem”').waitFor();
  await look(visit, staff, 'roster wrong phone');
  // Nobody is said to have left while a row cannot be read.
  await staff.getByLabel('Det här är hela listan').check();
  await staff.getByRole('button', { name: TAKE_IN }).click();
  await staff.getByText('Rätta alla rader först.').waitFor();
  await staff.getByLabel('Det här är hela listan').uncheck();
  await staff.getByRole('button', { name: TAKE_IN }).click();
  await staff.locator('#togs-in:focus').waitFor();
  await staff.getByText('De rader som behöver rättas står kvar i rutan.').waitFor();
  assert.equal(await staff.locator(PASTE).inputValue(), 'Elev Två, 2016-13-05, Förälder Två, tva@hem');
  await staff.locator(PASTE).fill('Elev Två, 2016-12-05, Förälder Två, tva@hem.example');
  await staff.getByRole('button', { name: TAKE_IN }).click();
  const row = staff.locator('#listan tbody tr').filter({ hasText: 'Elev Två' });
  await row.getByText('Har inte svarat').waitFor();
  assert.equal(await row.getByRole('link', { name: 'tva@hem.example' }).getAttribute('href'), 'mailto:tva@hem.example');
  await look(visit, staff, 'roster list phone');

  // A row is changed in the box, and ends and comes back with a press each.
  await row.getByRole('button', { name: 'Ändra: Elev Två' }).click();
  const written = await staff.locator(PASTE).inputValue();
  assert.match(written, /^Namn\tFödd?\tVårdnadshavare 1\tE-post 1\nElev Två\t2016-12-05\tFörälder Två\ttva@hem\.example$/);
  await staff.locator(PASTE).fill(written.replace('tva@', 'ny.tva@'));
  await staff.getByRole('button', { name: TAKE_IN }).click();
  await staff.getByText('Klart: 1 ändrad.').waitFor();
  await row.getByText('ny.tva@hem.example').waitFor();
  await row.getByRole('button', { name: 'Har slutat: Elev Två' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Har slutat' }).click();
  await staff.getByText('Elev Två har slutat.').waitFor();
  await row.getByText('Slutade').waitFor();
  await row.getByRole('button', { name: 'Är tillbaka: Elev Två' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Är tillbaka' }).click();
  await staff.getByText('Elev Två är tillbaka.').waitFor();
  await row.getByRole('button', { name: 'Ta bort raden: Elev Två' }).click();
  await look(visit, staff, 'roster remove phone');
  await staff.getByRole('dialog').getByRole('button', { name: 'Ta bort raden' }).click();
  await staff.getByText('Elev Två är borttagen från listan.').waitFor();
  await row.waitFor({ state: 'detached' });
});

journey('a question is mailed to the list, and once a day', async (visit) => {
  const staff = await visit.person({ role: 'medarbetare' });
  const admin = await visit.person({ role: 'administrator' });
  await call(visit, staff, 'POST', '/api/enheter/biblioteket/lista', { text: 'Elev Mejl;2016-05-04;Förälder Mejl;mejl@hem.example' });
  await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS, enhet: 'biblioteket' });
  await open(staff, '/samtycken/ny');
  const newest = staff.locator('.asked li').first();
  await newest.getByRole('button', { name: 'Mejla till listan' }).click();
  await staff.locator('#utskick:focus').getByText('Frågan mejlas till').waitFor();
  await look(visit, staff, 'asked mailed');
  const { text } = await letter(visit, admin, 'samtycke-fraga', 'mejl@hem.example');
  assert.match(text, /Svara senast \d+ \p{L}+ \d{4}\. Har du frågor\? Ring 010/u);
  await newest.getByText('Mejlad till listan').waitFor();
  assert.equal(await newest.getByRole('button', { name: 'Mejla till listan' }).count(), 0);
});

journey('a list is read from a file, as a spreadsheet writes it', async (visit) => {
  const staff = await visit.person({ role: 'chef', dark: true });
  await open(staff, '/samtycken/lista');
  const text = 'Efternamn;Förnamn;Födelsedatum;Vårdnadshavare 1;E-post 1\r\nÖst;Åsa;2016-05-04;Förälder Öst;ost@hem.example\r\n';
  const buffer = Buffer.from(text, 'latin1');
  await staff.locator('#fil').setInputFiles({ name: 'klass.csv', mimeType: 'text/csv', buffer });
  await staff.getByText('Åsa Öst, född 2016-05-04 · Vårdnadshavare Förälder Öst, ost@hem.example').waitFor();
  await look(visit, staff, 'roster file dark');
  await staff.getByRole('button', { name: TAKE_IN }).click();
  await staff.locator('#listan').getByText('Åsa Öst').waitFor();
});
