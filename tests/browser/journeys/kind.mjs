// The kinds of consent beside the usual one: with a representative, a youth's
// own, on paper, in the unit's own account; and what becomes of them when
// people disagree, have died, or need not be remembered any more.

import assert from 'node:assert/strict';

import {
  PHONE, PREPARED, answersOf, ask, call, childAnswers, codeIn, confirmed, day, enter, fillIn, inForce, letter, linkIn, look, published,
  signWithCode, signedFirst, signedNext, CHILD_CHANNELS,
} from '../harness/consent.mjs';
import { control, fill, onStep } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { answerByKeys, tabTo, tabUntil, focused } from '../harness/key.mjs';
import { open } from '../harness/layout.mjs';

setUp();

const SMALL = { ...PHONE, viewport: { width: 360, height: 740 } };
const [, , , , PLACES] = answersOf('', '');

/** The day that somebody of this age had their birthday on half a year ago. */
const bornYearsAgo = (years) => day(-Math.round((years + 0.5) * 365.25));

/** Presses Nästa. */
const next = (page) => page.getByRole('button', { name: 'Nästa' }).click();

/** Presses Nästa in vain, and looks at what is said. */
async function nextInVain(visit, page, name) {
  await next(page);
  await page.locator('#fel-lista:focus').waitFor();
  await look(visit, page, name);
}

/** Gives a command on a page of staff, after `answer` has filled in its dialog. */
async function act(visit, page, name, answer, picture) {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await answer(dialog);
  await look(visit, page, picture);
  await dialog.locator('.buttons').getByRole('button', { name, exact: true }).click();
  await page.locator('#besked:focus').waitFor();
}

/** The newest consent of this name, as staff find it. */
async function found(visit, staff, name) {
  const { samtycken: [line] } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: name });
  return line;
}

journey('a god man answers for an adult who is asked too, and another appointment does not do', async (visit) => {
  const address = 'godman@demo.example';
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const page = await visit.person(SMALL);
  await enter(visit, page, await ask(visit, staff, 'samtycke-foretradare'));
  await onStep(page, 1);
  await fill(page, { namn: 'Person Företrädd', fodelsedatum: '1950-05-05' });
  await next(page);
  await onStep(page, 2);
  await fill(page, {
    'foretradare-namn': 'God Man Demo',
    'foretradare-epost': address,
    uppdrag: 'bara-annat',
    'uppdrag-slut': day(400),
  });
  await nextInVain(visit, page, 'representative appointment wrong');
  await fill(page, { uppdrag: 'sorja-for-person' });
  await look(visit, page, 'representative appointment');
  await next(page);
  await onStep(page, 3);
  await fill(page, { 'kan-bestamma': 'sjalv', 'personens-svar': 'inte-fragad' });
  await nextInVain(visit, page, 'representative own answer wrong');
  await fill(page, { 'personens-svar': 'ja' });
  await fill(page, { tvekade: 'nej' });
  await look(visit, page, 'representative own answer');
  await next(page);
  await onStep(page, 4);
  const { foto, film, ljud, ...places } = PLACES;
  await fill(page, { foto, film, ljud });
  await next(page);
  await onStep(page, 5);
  await fill(page, places);
  await next(page);
  await onStep(page, 6);
  await fill(page, { giltighet: 'tills-vidare', 'text-last': true });
  await look(visit, page, 'representative text');
  await next(page);
  await onStep(page, 7);
  await look(visit, page, 'representative review');
  await signWithCode(visit, page, admin, address);
  await page.getByText('Ditt ja är mottaget.').waitFor();
  await page.getByText('Har sagt ja').waitFor();
  await look(visit, page, 'representative receipt');
  await confirmed(visit, staff, 'Person Företrädd');

  const { id } = await found(visit, staff, 'Person Företrädd');
  await open(staff, `/samtycken/${id}`);
  await staff.getByText('Gäller', { exact: true }).first().waitFor();
  await staff.locator('.parties li', { hasText: 'God Man Demo' }).getByText('Signerat').waitFor();
  await look(visit, staff, 'representative staff');
});

journey('a youth answers by keyboard alone, and a guardian signs after', async (visit) => {
  const [own, guardian] = ['ung@demo.example', 'ungs@demo.example'];
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const page = await visit.person();
  await open(page, await ask(visit, staff));
  await page.getByRole('heading', { name: 'skyddade personuppgifter' }).waitFor();
  await tabTo(page, 'Svara på frågorna', 'a');
  await page.keyboard.press('Enter');
  const steps = [
    { 'fyller-i': 'ungdomen', 'din-epost': own },
    { 'barnets-namn': 'Ungdom Demo', 'barnets-fodelsedatum': bornYearsAgo(16) },
    { 'antal-vardnadshavare': 'en', 'forsta-namn': 'Vårdnadshavare Demo', 'forsta-epost': guardian },
    PLACES,
    { giltighet: 'tills-vidare' },
  ];
  for (const [index, answers] of steps.entries()) {
    await onStep(page, 1 + index);
    for (const [id, answer] of Object.entries(answers)) await answerByKeys(page, id, answer);
    if (answers.giltighet) {
      await tabUntil(page, async () => (await focused(page)).id === 'text-last');
      await page.keyboard.press('Space');
    }
    await look(visit, page, `youth keys ${1 + index}`);
    await tabTo(page, 'Nästa', 'button');
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Signera' }).waitFor();
  await look(visit, page, 'youth keys review');
  const code = codeIn(await letter(visit, admin, 'samtycke-kod', own));
  await tabUntil(page, async () => (await focused(page)).id === 'kod');
  await page.keyboard.type(code);
  await tabTo(page, 'Signera', 'button');
  await page.keyboard.press('Enter');
  await page.getByText('Alla har inte skrivit under än').waitFor();
  await look(visit, page, 'youth receipt');

  const other = await visit.person(PHONE);
  const view = await signedNext(visit, other, admin, linkIn(await letter(visit, admin, 'samtycke-medsignera', guardian)), guardian);
  assert.equal(view.samtycke.lage, 'vantar-pa-granskning');
  assert.deepEqual(view.samtycke.parter.map(({ roll }) => roll), ['ungdom', 'vardnadshavare']);
});

journey('who is 13 must be asked, and who is 16 gets a link of their own', async (visit) => {
  const addresses = ['tonar1@demo.example', 'tonar2@demo.example'];
  const youth = 'tonaring@demo.example';
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const page = await visit.person({ ...SMALL, dark: true });
  await enter(visit, page, await ask(visit, staff));
  const [who, child, guardians] = answersOf(...addresses);
  await fillIn(visit, page, [who, { ...child, 'barnets-fodelsedatum': bornYearsAgo(13) }, guardians]);
  await fill(page, { 'barnets-asikt': 'inte-fragad' });
  await next(page);
  await page.getByText('Från 13 år ska barnet själv få svara.').first().waitFor();
  await look(visit, page, 'youth 13 not asked');

  const answers = await childAnswers(visit, staff, 'Tonåring Demo', addresses);
  Object.assign(answers.svar, { 'barnets-fodelsedatum': bornYearsAgo(16), 'ungdomens-epost': youth });
  const link = await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS });
  await signedFirst(visit, await visit.person(), admin, link, answers, addresses[0]);
  const own = await visit.person(SMALL);
  await enter(visit, own, linkIn(await letter(visit, admin, 'samtycke-medsignera', youth)));
  await control(own, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', youth)));
  await own.getByRole('button', { name: 'Fortsätt' }).click();
  await own.getByText('Det gäller Tonåring Demo').waitFor();
  await look(visit, own, 'youth 16 signs');
  await own.getByRole('button', { name: 'Signera' }).click();
  // Not before the other guardian has, too.
  await own.getByText('Alla har inte skrivit under än').waitFor();
  const other = await visit.person();
  const view = await signedNext(visit, other, admin, linkIn(await letter(visit, admin, 'samtycke-medsignera', addresses[1])), addresses[1]);
  assert.equal(view.samtycke.lage, 'vantar-pa-granskning');
});

const SHEET = [
  { namn: 'Papper Demo', fodelsedatum: '2016-05-04', verksamhet: 'Ekskolan' },
  {
    'papper-av': 'tva-vardnadshavare',
    'papper-namn': 'Vårdnadshavare Ett',
    'papper-andra-namn': 'Vårdnadshavare Två',
    'barnets-asikt': 'ja',
    'papper-dag': day(0),
    'papper-plats': 'Expeditionen, skåp 2',
  },
  { 'bilder-fran': 'fortlopande', foto: 'ja', film: 'nej', ljud: 'nej' },
  {
    kanaler: ['webbplats'],
    'kanal-webbplats': 'ja',
    'andamal-informera': 'ja',
    'andamal-marknadsfora': 'nej',
    delning: 'nej',
    'namn-med-bild': 'nej',
  },
  { giltighet: 'tills-vidare' },
];

/** Fills in the sheet from the list and stands on the review. */
async function copySheet(visit, staff, name) {
  await open(staff, '/samtycken');
  await staff.getByRole('button', { name: 'Samtycke på papper' }).click();
  for (const [index, answers] of SHEET.entries()) {
    await onStep(staff, 1 + index);
    if (name && index === 1) {
      // The same name twice, and a day that has not been.
      await fill(staff, { ...answers, 'papper-andra-namn': answers['papper-namn'], 'papper-dag': day(2) });
      await nextInVain(visit, staff, `${name} wrong`);
      await staff.getByText('Samma namn står två gånger.').first().waitFor();
      await staff.getByText('Skriv dagens datum eller en tidigare dag.').first().waitFor();
    }
    await fill(staff, answers);
    if (name) await look(visit, staff, `${name} ${1 + index}`);
    await next(staff);
  }
  await onStep(staff, 1 + SHEET.length);
}

journey('staff copy a sheet of paper, and the same sheet is not registered twice', async (visit) => {
  const one = await visit.person({ role: 'kommunikator', viewport: PHONE.viewport });
  const two = await visit.person({ role: 'kommunikator2' });
  await copySheet(visit, one, 'paper');
  await copySheet(visit, two);
  await look(visit, one, 'paper review');
  await one.getByRole('button', { name: 'Registrera' }).click();
  await one.getByRole('heading', { name: 'Papper Demo', level: 1 }).waitFor();
  await one.getByText('Expeditionen, skåp 2').waitFor();
  await one.getByText('Så vet vi vem det är: Intygad av personal').first().waitFor();
  visit.complaints.expectStatus(409);
  await two.getByRole('button', { name: 'Registrera' }).click();
  await two.getByText('redan registrerad').waitFor();
  await look(visit, two, 'paper twice');
});

journey('two guardians disagree: it is frozen, both are told, and a colleague ends it', async (visit) => {
  const addresses = ['oense1@demo.example', 'oense2@demo.example'];
  const staff = await visit.person({ role: 'kommunikator', dark: true });
  const colleague = await visit.person({ role: 'kommunikator2' });
  const admin = await visit.person({ role: 'administrator' });
  const { two } = await inForce(visit, staff, admin, 'Barn Oense', addresses);
  const { id } = await found(visit, staff, 'Barn Oense');
  await open(staff, `/samtycken/${id}`);
  await act(visit, staff, 'De är oense', async (dialog) => {
    await dialog.locator('.buttons').getByRole('button', { name: 'De är oense' }).click();
    await dialog.getByText('Skriv något i rutan först.').waitFor();
    await dialog.getByLabel('Vad de är oense om').fill('Den ena vill inte längre.');
  }, 'dispute dialog');
  await staff.getByText('Fryst: De som svarar är oense.').waitFor();
  await look(visit, staff, 'dispute staff');
  for (const address of addresses) await letter(visit, admin, 'samtycke-pausat', address);
  await open(two, '/samtycke/status');
  await two.getByText('Svaret gäller inte just nu.').waitFor();
  assert.ok(!(await two.locator('main').textContent()).includes('vill inte längre'), 'the reason is not told');
  await look(visit, two, 'dispute guardian');
  await assert.rejects(published(visit, staff, 'Barn Oense', 'Utflykten'));

  await open(colleague, `/samtycken/${id}`);
  await act(visit, colleague, 'De är överens igen', (dialog) => dialog.getByLabel('Vad de kom överens om').fill('Båda vill.'), 'dispute ends');
  await colleague.getByText('Gäller', { exact: true }).first().waitFor();
  await open(two, '/samtycke/status');
  await two.getByText('Ditt ja gäller.').waitFor();
});

journey('relatives wish for different things, and staff settle it with them', async (visit) => {
  const anybody = await visit.person();
  await open(anybody, '/avliden');
  for (const [name, onskan] of [['Syskon Demo', 'far-anvandas'], ['Barn Till Demo', 'ta-bort']]) {
    await call(visit, anybody, 'POST', '/api/avliden', {
      form: 'avliden',
      svar: {
        'avliden-namn': 'Besökare Ett',
        'avliden-fodelsedatum': '1984-11-02',
        'ditt-namn': name,
        relation: 'Närstående',
        'din-epost': 'narstaende@demo.example',
        onskan,
        'narstaende-overens': 'vet-inte',
      },
    });
  }
  const staff = await visit.person({ role: 'kommunikator', viewport: SMALL.viewport });
  const { individ } = await found(visit, staff, 'Besökare Ett');
  await open(staff, `/individer/${individ}`);
  await staff.getByRole('heading', { name: 'Personen har avlidit' }).waitFor();
  // Until then the strictest wish counts.
  await staff.getByText('Det som gäller nu: Ta bort').waitFor();
  await look(visit, staff, 'death staff');
  await act(visit, staff, 'Vi är överens med de närstående', async (dialog) => {
    await dialog.locator('.buttons').getByRole('button', { name: 'Vi är överens med de närstående' }).click();
    await dialog.getByText('Välj vad ni är överens om.').waitFor();
    await dialog.locator('[value="lat-ligga"]').check();
  }, 'death settled dialog');
  await staff.getByText('Det som gäller nu: Låt').waitFor();
  await look(visit, staff, 'death settled');
});

journey('a yes in the unit\'s own account counts there and in no other account', async (visit) => {
  const address = 'egetkonto@demo.example';
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const page = await visit.person(SMALL);
  const { konton } = await call(visit, staff, 'GET', '/api/forteckning');
  const [own, other] = konton.filter(({ status, oppet }) => status === 'aktivt' && oppet);
  const link = await ask(visit, staff, 'samtycke-vuxen', { kanaler: ['enhetens-konto'], konto: own.id });
  await enter(visit, page, link);
  const { foto, film, ljud, 'kanal-kommunens-konton': _, 'kanal-webbplats': __, ...purposes } = PLACES;
  await fillIn(visit, page, [
    { 'vem-galler-det': 'mig-sjalv', namn: 'Person Konto', fodelsedatum: '1990-02-03', epost: address },
    { foto, film, ljud },
  ]);
  await page.getByText(own.konto).first().waitFor();
  await fill(page, { 'kanal-enhetens-konto': 'ja', ...purposes });
  await look(visit, page, 'own account');
  await next(page);
  await onStep(page, 4);
  await fill(page, { giltighet: 'tills-vidare' });
  await next(page);
  await onStep(page, 5);
  await page.getByText(own.konto).first().waitFor();
  await fill(page, { 'text-last': true });
  await look(visit, page, 'own account text');
  await next(page);
  await onStep(page, 6);
  await signWithCode(visit, page, admin, address);
  await page.getByText('Ditt ja gäller.').waitFor();

  await published(visit, staff, 'Person Konto', 'Invigningen', { kanal: 'enhetens-konto', konto: own.id });
  await assert.rejects(published(visit, staff, 'Person Konto', 'Invigningen', { kanal: 'enhetens-konto', konto: other.id }), /inte-ja/);
  await assert.rejects(published(visit, staff, 'Person Konto', 'Invigningen'), /inte-ja/);
  await open(page, '/samtycke/status');
  await page.locator('#bilderna').getByText(own.konto).waitFor();
  await look(visit, page, 'own account status');
});

journey('who need not be remembered is destroyed by a decision, and found no more', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator', viewport: SMALL.viewport });
  const { id, individ, nummer } = await found(visit, staff, 'Besökare Tre');
  await open(staff, '/gallring');
  await staff.getByRole('button', { name: 'Gallra', exact: true }).click();
  await staff.getByText('Välj vilka som ska gallras.').waitFor();
  await staff.getByLabel('Besökare Tre').check();
  await staff.getByRole('button', { name: 'Gallra', exact: true }).click();
  await staff.getByText('Skriv numret på gallringsbeslutet.').waitFor();
  await look(visit, staff, 'destruction wrong');
  await staff.getByLabel('Numret på gallringsbeslutet').fill('KS 2026/117');
  await staff.getByRole('button', { name: 'Gallra', exact: true }).click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByText('Allt om 1 person förstörs.').waitFor();
  await look(visit, staff, 'destruction dialog');
  await dialog.getByRole('button', { name: 'Gallra' }).click();
  await staff.getByText('Klart. Gallrade: 1.').waitFor();
  await staff.getByRole('heading', { name: 'Inget att gallra' }).waitFor();
  await look(visit, staff, 'destruction done');
  assert.equal(await found(visit, staff, 'Besökare Tre'), undefined);
  assert.equal(await found(visit, staff, nummer), undefined);
  visit.complaints.expectStatus(404);
  for (const path of [`/samtycken/${id}`, `/individer/${individ}`]) {
    await open(staff, path);
    await staff.getByRole('heading', { level: 1 }).waitFor();
    assert.ok(!(await staff.locator('main').textContent()).includes('Besökare Tre'));
  }
});

/** A browser with one voice of this language, as some have and others have not. */
const withVoice = (language) => {
  globalThis.said = [];
  class Voice {
    name = 'Röst';
  }
  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }
  const synthesis = {
    getVoices: () => [Object.assign(new Voice(), { lang: language })],
    cancel: () => {},
    speak: ({ text, lang, voice }) => globalThis.said.push({ text, lang, voice: voice.lang }),
  };
  Object.defineProperty(globalThis, 'SpeechSynthesisVoice', { value: Voice });
  Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: Utterance });
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis });
};

journey('a question is read out by a Swedish voice, and by no other', async (visit) => {
  for (const language of ['sv-SE', 'en-GB']) {
    const page = await visit.person({ role: 'kommunikator', viewport: SMALL.viewport });
    await page.addInitScript(withVoice, language);
    const { id } = await call(visit, page, 'POST', '/api/samtycken', { form: 'samtycke-bildstod' });
    await call(visit, page, 'PUT', `/api/samtycken/${id}/utkast`, { form: 'samtycke-bildstod', svar: PREPARED }, { 'If-Match': '"1"' });
    await open(page, `/samtycken/${id}/fyll/bild`);
    await page.getByRole('heading', { level: 1, name: 'Får vi ta bilder på dig?' }).waitFor();
    await page.getByRole('button', { name: 'Läs upp' }).click();
    const said = () => page.evaluate(() => globalThis.said);
    if (language === 'sv-SE') {
      const [first] = await said();
      assert.match(first.text, /Får vi ta bilder på dig\?/);
      assert.deepEqual([first.lang, first.voice], ['sv-SE', 'sv-SE']);
      assert.equal(await page.getByText('ingen svensk röst').count(), 0);
    } else {
      await page.getByText('ingen svensk röst').waitFor();
      assert.deepEqual(await said(), []);
    }
    await look(visit, page, `read out ${language}`);
  }
});
