// What a guardian does with the own link afterwards: sees what was published,
// takes some of it back, and changes the answers.

import assert from 'node:assert/strict';

import {
  PHONE, CHILD_CHANNELS, ask, call, childAnswers, codeIn, inForce, letter, linkIn, look, published,
  signedFirst, signedNext,
} from '../harness/consent.mjs';
import { control, fill, onStep } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { open } from '../harness/layout.mjs';

setUp();

/** Presses Nästa until the page shows step `number`. */
async function onTo(page, number) {
  for (let step = 1; step < number; step += 1) {
    await onStep(page, step);
    await page.getByRole('button', { name: 'Nästa' }).click();
  }
  await onStep(page, number);
}

journey('a guardian sees the pictures, takes one of two back, and sees it go', async (visit) => {
  const addresses = ['bild1@demo.example', 'bild2@demo.example'];
  const [first] = addresses;
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const { own } = await inForce(visit, staff, admin, 'Barn Bild', addresses);
  await published(visit, staff, 'Barn Bild', 'Skolgården i solen');
  await published(visit, staff, 'Barn Bild', 'Utflykten till sjön');
  const { konton } = await (await staff.request.get('/api/forteckning')).json();
  const account = konton.find(({ status, oppet }) => status === 'aktivt' && oppet);
  await published(visit, staff, 'Barn Bild', 'Klassen sjunger', { kanal: 'kommunens-konton', konto: account.id });

  const page = await visit.person({ ...PHONE, dark: true, viewport: { width: 360, height: 740 } });
  await open(page, own);
  await page.getByText('Vi har visat 3 bilder.').waitFor();
  const main = page.locator('main');
  assert.ok(!(await main.textContent()).includes('Skolgården'), 'what the pictures show is not told yet');
  await page.getByRole('button', { name: 'Visa vilka' }).click();
  await page.locator('#kod:focus').waitFor();
  await look(visit, page, 'link pictures code');
  await page.getByRole('button', { name: 'Fortsätt' }).click();
  await page.getByText('Fyll i koden').first().waitFor();
  await look(visit, page, 'link pictures code wrong');
  await control(page, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', first, 1)));
  await page.getByRole('button', { name: 'Fortsätt' }).click();
  await page.getByText('Utflykten till sjön').waitFor();
  await page.locator('#bilderna:focus').waitFor();
  await page.getByText(account.konto).waitFor();
  await page.getByText('Det gäller Barn Bild').waitFor();
  await look(visit, page, 'link pictures');

  await page.getByRole('link', { name: 'Ta tillbaka ditt ja' }).click();
  await page.check('[name="ta-tillbaka-vad"][value="bilder"]');
  await page.getByRole('button', { name: 'Ta tillbaka' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await look(visit, page, 'link some pictures wrong');
  await page.getByLabel('Utflykten till sjön').check();
  await page.getByLabel('Klassen sjunger').check();
  await look(visit, page, 'link some pictures');
  await page.getByRole('button', { name: 'Ta tillbaka' }).click();
  await page.getByRole('heading', { name: 'Du har tagit tillbaka en del' }).waitFor();
  await page.getByText('0 av 2 borttagna').waitFor();
  await page.getByText('Ska tas bort senast').first().waitFor();
  await look(visit, page, 'link some pictures receipt');

  const { publiceringar } = await call(visit, staff, 'GET', '/api/publiceringar');
  const ordered = publiceringar.find(({ bild }) => bild.titel === 'Utflykten till sjön');
  await call(visit, staff, 'POST', `/api/publiceringar/${ordered.id}/kommando`, { kommando: 'borttagen' },
    { 'If-Match': `"${ordered.version}"` });
  await open(page, '/samtycke/status');
  await page.getByText('1 av 2 borttagna').waitFor();
  const row = (title) => page.locator('#bilderna dl > div', { hasText: title });
  await row('Utflykten till sjön').getByText('Borttagen').waitFor();
  await row('Skolgården').getByText('Visas').waitFor();
  await look(visit, page, 'link some pictures taken down');
  // What is left can still be chosen, and what is taken back cannot be again.
  await page.getByRole('link', { name: 'Ta tillbaka ditt ja' }).click();
  await page.check('[name="ta-tillbaka-vad"][value="bilder"]');
  await page.getByLabel('Skolgården').waitFor();
  assert.equal(await page.getByLabel('Utflykten till sjön').count(), 0);
});

journey('who takes pictures back with a fresh link shows who they are on that page', async (visit) => {
  const addresses = ['bild3@demo.example', 'bild4@demo.example'];
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  await inForce(visit, staff, admin, 'Barn Länk', addresses);
  await published(visit, staff, 'Barn Länk', 'Matsalen');
  const page = await visit.person(PHONE);
  // The other guardian's own link, out of the receipt.
  await open(page, linkIn(await letter(visit, admin, 'samtycke-kvittens', addresses[1])));
  await page.getByRole('link', { name: 'Ta tillbaka ditt ja' }).click();
  await page.check('[name="ta-tillbaka-vad"][value="bilder"]');
  await page.getByRole('button', { name: 'Visa bilderna' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await look(visit, page, 'link withdraw code wrong');
  await control(page, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', addresses[1], 1)));
  await page.getByRole('button', { name: 'Visa bilderna' }).click();
  await page.getByLabel('Matsalen').check();
  await page.getByRole('button', { name: 'Ta tillbaka' }).click();
  await page.getByText('0 av 1 borttagna').waitFor();
});

journey('a guardian changes the answers before the other has signed, who then signs the new ones', async (visit) => {
  const addresses = ['andra1@demo.example', 'andra2@demo.example'];
  const [first, second] = addresses;
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const one = await visit.person({ ...PHONE, viewport: { width: 360, height: 740 } });
  const link = await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS });
  await signedFirst(visit, one, admin, link, await childAnswers(visit, staff, 'Barn Ändrat', addresses), first);
  const invitation = linkIn(await letter(visit, admin, 'samtycke-medsignera', second));

  await open(one, '/samtycke/status');
  await one.getByRole('link', { name: 'Ändra svaren' }).click();
  await one.waitForURL('**/samtycke/andra');
  await one.getByText('Länken som de andra har fått slutar att gälla.').waitFor();
  await look(visit, one, 'link change');
  await one.getByRole('button', { name: 'Börja ändra' }).click();
  await onTo(one, 5);
  await fill(one, { 'kanal-intranat': 'nej' });
  await one.getByRole('button', { name: 'Nästa' }).click();
  await onStep(one, 6);
  await one.getByRole('button', { name: 'Nästa' }).click();
  await onStep(one, 7);
  await one.getByText('Barn Ändrat').waitFor();
  await look(visit, one, 'link change review');

  // Meanwhile the other one's link is used up, and without the code nobody reads what is being changed.
  const late = await visit.person(PHONE);
  visit.complaints.expectStatus(410);
  await open(late, invitation);
  await late.getByRole('heading', { name: 'Länken går inte att använda' }).waitFor();

  const code = codeIn(await letter(visit, admin, 'samtycke-kod', first, 1));
  await control(one, 'kod').fill(code);
  await one.getByRole('button', { name: 'Signera' }).click();
  await one.getByText('Alla har inte skrivit under än').waitFor();

  const two = await visit.person(PHONE);
  const view = await signedNext(visit, two, admin, linkIn(await letter(visit, admin, 'samtycke-medsignera', second, 1)), second);
  assert.equal(view.samtycke.lage, 'vantar-pa-granskning');
  assert.deepEqual(view.samtycke.omfattning.kanaler, ['kommunens-konton', 'webbplats']);
});

journey('answers in force are changed by the own link, and count until the new ones are signed', async (visit) => {
  const addresses = ['ny1@demo.example', 'ny2@demo.example'];
  const [first, second] = addresses;
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const { own, two } = await inForce(visit, staff, admin, 'Barn Nytt', addresses);
  await published(visit, staff, 'Barn Nytt', 'Vårfesten');

  const page = await visit.person(PHONE);
  await open(page, own);
  await page.getByRole('link', { name: 'Ändra svaren' }).click();
  await page.getByText('De gamla svaren gäller tills alla har skrivit under.').waitFor();
  await page.getByRole('heading', { name: 'Visa att det är du' }).waitFor();
  await look(visit, page, 'link change in force');
  await page.getByRole('button', { name: 'Börja ändra' }).click();
  await page.locator('#kod:focus').waitFor();
  await control(page, 'kod').fill(codeIn(await letter(visit, admin, 'samtycke-kod', first, 1)));
  await page.getByRole('button', { name: 'Börja ändra' }).click();
  await onTo(page, 5);
  await fill(page, { 'kanal-webbplats': 'nej' });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 6);
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, 7);
  const code = codeIn(await letter(visit, admin, 'samtycke-kod', first, 2));
  await control(page, 'kod').fill(code);
  await page.getByRole('button', { name: 'Signera' }).click();
  await page.getByText('Alla har inte skrivit under än').waitFor();
  // The other one still has the old yes.
  await open(two, '/samtycke/status');
  await two.getByText('Ditt ja gäller.').waitFor();

  await signedNext(visit, two, admin, linkIn(await letter(visit, admin, 'samtycke-medsignera', second, 1)), second);
  await open(page, '/samtycke/status');
  await page.getByText('Ditt ja gäller.').waitFor();
  // What the new answers do not allow is on its way down.
  await page.getByText('0 av 1 borttagna').waitFor();
  await look(visit, page, 'link changed in force');
  // And the old link says where to look.
  const old = await visit.person(PHONE);
  await open(old, own);
  await old.getByText('Ett nyare svar gäller i stället.').waitFor();
  await look(visit, old, 'link replaced');
});
