// Whose yes it is: the unit finds out who has answered, and until then it is no yes.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { CHILD_CHANNELS, PHONE, ask, call, childAnswers, letter, linkIn, look, signedFirst, signedNext } from '../harness/consent.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';

setUp();

const CONFIRM = 'Bekräfta vem det är';

/** A child of the library's whom two guardians have answered for, with codes to addresses of their own. */
async function answered(visit, child, addresses) {
  const [first, second] = addresses;
  const staff = await visit.person({ role: 'kommunikator' });
  const admin = await visit.person({ role: 'administrator' });
  const [one, two] = [await visit.person(PHONE), await visit.person(PHONE)];
  const link = await ask(visit, staff, 'samtycke-ungdom', { kanaler: CHILD_CHANNELS, enhet: 'biblioteket' });
  await signedFirst(visit, one, admin, link, await childAnswers(visit, staff, child, addresses), first);
  await signedNext(visit, two, admin, linkIn(await letter(visit, admin, 'samtycke-medsignera', second)), second);
  const { samtycken: [line] } = await call(visit, staff, 'POST', '/api/samtycken/sok', { sok: child });
  return { staff, admin, one, two, line };
}

/** Opens the question of the act and answers it. */
async function act(page, name, labels) {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  for (const label of labels) await dialog.getByLabel(label).first().check();
  return dialog.locator('.buttons').getByRole('button', { name, exact: true });
}

journey('the unit confirms who has answered, on a phone, and only then it counts', async (visit) => {
  const child = 'Barn Bekräftat';
  const { one, admin } = await answered(visit, child, ['kolla1@demo.example', 'kolla2@demo.example']);
  await open(one, '/samtycke/status');
  await one.getByText('Ditt ja är mottaget. Det gäller när').waitFor();

  const librarian = await visit.person({ role: 'medarbetare', ...PHONE });
  await open(librarian, '/samtycken');
  await librarian.locator('#att-kontrollera').getByRole('link', { name: 'Visa dem' }).click();
  await librarian.waitForURL('**/samtycken?kontrollera=ja');
  await axe(librarian);
  await fits(librarian);
  await visit.picture('confirm list phone', librarian);
  await librarian.getByRole('link', { name: child }).click();
  await librarian.getByRole('heading', { name: child, level: 1 }).waitFor();
  await librarian.getByText('Det är inte kontrollerat vem som har svarat').waitFor();
  await look(visit, librarian, 'confirm consent phone');

  // What is missing is said, and nothing has happened.
  await (await act(librarian, CONFIRM, [])).click();
  await librarian.getByText('Välj vem det gäller.').waitFor();
  await look(visit, librarian, 'confirm wrong phone');
  await librarian.getByRole('dialog').getByRole('button', { name: 'Avbryt' }).click();
  for (const [who, how] of [['Vårdnadshavare Sex', 'Jag känner personen'], ['Vårdnadshavare Andra', 'Jag ringde numret']]) {
    await (await act(librarian, CONFIRM, [who, how])).click();
    await librarian.locator('#besked:focus').waitFor();
  }
  await librarian.locator('.status', { hasText: 'Gäller' }).first().waitFor();
  await librarian.getByText('Bekräftad av enheten').first().waitFor();
  await look(visit, librarian, 'confirmed phone');
  await open(one, '/samtycke/status');
  await one.getByText('Ditt ja gäller.').waitFor();
  await letter(visit, admin, 'samtycke-kvittens', 'kolla1@demo.example');

});

journey('an answer that somebody else gave is no yes, and nothing is left to do', async (visit) => {
  const child = 'Barn Främmande';
  const { staff, line, one } = await answered(visit, child, ['okand1@demo.example', 'okand2@demo.example']);
  await open(staff, `/samtycken/${line.id}`);
  await (await act(staff, 'Det var någon annan', ['Vårdnadshavare Andra'])).click();
  await staff.locator('.status', { hasText: 'Nekat' }).first().waitFor();
  await axe(staff);
  await open(one, '/samtycke/status');
  await one.getByText('Svaret är nej.').waitFor();
  const { far } = await call(visit, staff, 'GET', `/api/samtycken/${line.id}`);
  assert.deepEqual(far, []);
});

journey('a no that was a mistake is lifted in one press, and the pictures stay', async (visit) => {
  const child = 'Barn Misstag';
  const { staff, line, two, admin } = await answered(visit, child, ['fel1@demo.example', 'fel2@demo.example']);
  let view = await call(visit, staff, 'GET', `/api/samtycken/${line.id}`);
  for (const { part } of view.underskrifter) {
    view = await call(visit, staff, 'POST', `/api/samtycken/${line.id}/kommando`,
      { kommando: 'bekrafta', part, hur: 'ringde' }, { 'If-Match': `"${view.version}"` });
  }
  const stranger = await visit.person(PHONE);
  await open(stranger, linkIn(await letter(visit, admin, 'samtycke-kvittens', 'fel1@demo.example')));
  await stranger.getByRole('link', { name: 'Ta tillbaka ditt ja' }).click();
  await stranger.check('[name="ta-tillbaka-vad"][value="allt"]');
  await stranger.getByRole('button', { name: 'Ta tillbaka' }).click();
  await stranger.getByText('Vi har fått ditt nej. Inga nya bilder visas.').waitFor();
  await open(two, '/samtycke/status');
  await two.getByText('Svaret gäller inte just nu.').waitFor();

  await open(staff, `/samtycken/${line.id}`);
  await (await act(staff, 'Berätta vad ni kom fram till', ['Det var ett misstag'])).click();
  await staff.locator('.status', { hasText: 'Gäller' }).first().waitFor();
  await open(two, '/samtycke/status');
  await two.getByText('Ditt ja gäller.').waitFor();
});
