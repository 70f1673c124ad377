// What every journey about consents does: ask, open a link, fill in, show who
// one is with a code, and sign.

import assert from 'node:assert/strict';

import { axe } from './axe.mjs';
import { control, fill, onStep } from './form.mjs';
import { fits, open } from './layout.mjs';
import { until } from './until.mjs';

/** A phone with a touch screen. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const UNIT = 'ekskolan';
const CHANNELS = ['kommunens-konton', 'webbplats'];

/** A day so many days from today, as the store writes it. */
export const day = (days) => {
  const then = new Date(Date.now() + days * 86_400_000);
  return then.toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
};

/** Answers that keep every rule of the form for those under age, step by step. */
export const answersOf = (first, second, child = 'Barn Demo') => [
  { 'fyller-i': 'vardnadshavare', 'ditt-namn': 'Vårdnadshavare Ett', 'din-epost': first },
  { 'barnets-namn': child, 'barnets-fodelsedatum': '2018-05-04' },
  { 'antal-vardnadshavare': 'tva', 'andra-namn': 'Vårdnadshavare Två', 'andra-epost': second },
  { 'barnets-asikt': 'ja' },
  {
    foto: 'ja',
    film: 'nej',
    ljud: 'nej',
    'kanal-kommunens-konton': 'ja',
    'kanal-webbplats': 'ja',
    'andamal-informera': 'ja',
    'andamal-marknadsfora': 'nej',
    delning: 'nej',
    'namn-med-bild': 'nej',
  },
  { giltighet: 'tills-vidare', 'text-last': true },
];

/** Calls the store as whoever is logged in on the page, or nobody. */
export async function call(visit, page, method, path, data, headers = {}) {
  const answer = await page.request.fetch(path, {
    method,
    data,
    headers: { Origin: visit.store.url, 'Idempotency-Key': crypto.randomUUID().replaceAll('-', ''), ...headers },
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
}

/** Asks for a consent as communications do, and gives the link. */
export async function ask(visit, staff, form = 'samtycke-ungdom', more = {}) {
  const request = await call(visit, staff, 'POST', '/api/samtycke/begaran', {
    blankett: form,
    enhet: UNIT,
    tillfalle: { slag: 'fortlopande' },
    kanaler: CHANNELS,
    konto: null,
    till: day(20),
    ...more,
  });
  return request.lank;
}

/** The letters of this kind to the address, as the administrator reads them in the demo. */
async function letters(admin, word, to) {
  const { brev } = await (await admin.request.get('/api/utkorg')).json();
  return brev.filter((one) => one.brev === word && one.innehall?.till === to);
}

/** How many codes have gone to the address, so that the next one is told from them. */
export const codesTo = async (admin, to) => (await letters(admin, 'samtycke-kod', to)).length;

/** The newest letter of this kind to the address, once there are more than `seen`. */
export async function letter(visit, admin, word, to, seen = 0) {
  return until(`a letter ${word} to ${to}`, async () => {
    const found = await letters(admin, word, to);
    return found.length > seen && found.reduce((a, b) => (a.handelse < b.handelse ? b : a)).innehall;
  });
}

export const codeIn = ({ text }) => /^\s*([A-Z0-9]{4}-?[A-Z0-9]{4})\s*$/m.exec(text)[1];
export const linkIn = ({ lank, text }) => /\/samtycke\/lank#[\w-]+/.exec(`${lank} ${text}`)[0];

/** Judges the page by axe and by its width, and keeps a picture of it. */
export async function look(visit, page, name) {
  await axe(page);
  await fits(page);
  await visit.picture(name, page);
}

/** From the page that tells what is asked to the first field, or to what others have answered. */
export const goOn = (page) => page.getByRole('link', { name: /^(Svara på frågorna|Fortsätt)$/ }).click();

/** Opens the link and says no to protected data, so that the first field is shown. */
export async function enter(visit, page, link, name) {
  await open(page, link);
  await page.getByRole('heading', { name: 'skyddade personuppgifter' }).waitFor();
  assert.ok(!page.url().includes('#'), 'the key is out of the address');
  assert.equal(await page.locator('main input').count(), 0, 'no field stands before the notice');
  if (name) await look(visit, page, `${name} told`);
  await goOn(page);
}

/** Fills in every step, looking at each. */
export async function fillIn(visit, page, answers, name) {
  for (const [index, answer] of answers.entries()) {
    await onStep(page, 1 + index);
    if (name) {
      // Nothing filled in: what is wrong is said, in a summary that takes focus.
      await page.getByRole('button', { name: 'Nästa' }).click();
      await page.locator('#fel-lista:focus').waitFor();
      await look(visit, page, `${name} step ${1 + index} wrong`);
    }
    await fill(page, answer);
    if (name) await look(visit, page, `${name} step ${1 + index}`);
    await page.getByRole('button', { name: 'Nästa' }).click();
  }
  await onStep(page, 1 + answers.length);
}

/** Types the code that was sent and signs. */
export async function signWithCode(visit, page, admin, address) {
  const code = codeIn(await letter(visit, admin, 'samtycke-kod', address));
  await control(page, 'kod').fill(code);
  await page.getByRole('button', { name: 'Signera' }).click();
}

/** Opens a link as the page does. Gives what the page is told. */
export const opened = (visit, page, link) => call(visit, page, 'POST', '/api/lank', { nyckel: link.split('#')[1] });

/** Shows who one is with the code that is sent to the address; `typed` when nobody has signed. */
export async function proven(visit, page, admin, address, { typed = false, seen = 0 } = {}) {
  await call(visit, page, 'POST', '/api/lank/kod', typed ? { epost: address } : {});
  const kod = codeIn(await letter(visit, admin, 'samtycke-kod', address, seen));
  return call(visit, page, 'POST', '/api/lank/legitimera', { kod });
}

const version = (view) => ({ 'If-Match': `"${view.version}"` });

/** Fills in behind a link and signs, by the calls that the pages make. Gives what the page is told. */
export async function signedFirst(visit, page, admin, link, utkast, address) {
  await opened(visit, page, link);
  const kept = await call(visit, page, 'PUT', '/api/lank/utkast', utkast, { 'If-Match': '"0"' });
  if (address) await proven(visit, page, admin, address, { typed: true });
  return call(visit, page, 'POST', '/api/lank/kommando', { kommando: 'signera' }, version(kept));
}

/** Signs what somebody else has signed, likewise. */
export async function signedNext(visit, page, admin, link, address) {
  await opened(visit, page, link);
  const view = await proven(visit, page, admin, address);
  const { textversion, svar } = view;
  return call(visit, page, 'POST', '/api/lank/kommando', { kommando: 'signera', textversion, svar }, version(view));
}

/** Answers that keep every rule for a child, as the demo has them, with these guardians. */
export async function childAnswers(visit, staff, child, [first, second]) {
  const { samtycken: [like] } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: 'elev fyra' });
  const { utkast: { form, svar } } = await call(visit, staff, 'GET', `/api/samtycken/${like.id}`);
  const { 'din-telefon': _, ...rest } = svar;
  return {
    form,
    svar: { ...rest, 'barnets-namn': child, 'din-epost': first, 'andra-namn': 'Vårdnadshavare Andra', 'andra-epost': second },
  };
}

/** The channels that {@link childAnswers} answers about. */
export const CHILD_CHANNELS = ['kommunens-konton', 'webbplats', 'intranat'];

/** The unit confirms everybody who has signed for the person and is waited for, by the calls that the page makes. */
export async function confirmed(visit, staff, name) {
  const { samtycken } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: name, lage: 'vantar-pa-granskning' });
  for (const { id } of samtycken) {
    let view = await call(visit, staff, 'GET', `/api/samtycken/${id}`);
    for (const { part, bekraftad } of view.underskrifter) {
      if (bekraftad) continue;
      const body = { kommando: 'bekrafta', part, hur: 'kanner' };
      view = await call(visit, staff, 'POST', `/api/samtycken/${id}/kommando`, body, version(view));
    }
    assert.equal(view.lage, 'galler');
  }
}

/** A consent for a child that both guardians have signed and the unit has confirmed. Gives their pages and the first one's own link. */
export async function inForce(visit, staff, admin, child, [first, second]) {
  const [one, two] = [await visit.person(PHONE), await visit.person(PHONE)];
  const link = await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS });
  const answers = await childAnswers(visit, staff, child, [first, second]);
  const view = await signedFirst(visit, one, admin, link, answers, first);
  await signedNext(visit, two, admin, linkIn(await letter(visit, admin, 'samtycke-medsignera', second)), second);
  await confirmed(visit, staff, child);
  return { one, two, own: view.lank };
}

/** Publishes a picture of the person on the website, or elsewhere. */
export async function published(visit, staff, name, titel, more = {}) {
  const { samtycken: [line] } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: name, lage: 'galler' });
  return call(visit, staff, 'POST', '/api/publiceringar', {
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
      ...more,
    },
    bild: { titel },
    lank: 'https://www.exempelkommunen.example/nyheter',
  });
}

/** What staff have filled in before the person with support answers. */
export const PREPARED = {
  namn: 'Person Demo',
  fodelsedatum: '1990-02-03',
  verksamhet: 'daglig-verksamhet',
  'stodperson-namn': 'Stödperson Demo',
  'stodperson-roll': 'kontaktperson',
  'stod-som-anvands': ['bilder'],
  'stod-plats': 'Dagcenter',
  'kan-bestamma': 'sjalv',
  'har-foretradare': 'nej',
  'bilder-fran': 'fortlopande',
  kanaler: ['kommunens-konton', 'webbplats', 'tryck'],
};
