// What happens to a draft, and to a send, on bad days.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import {
  APPLICATION, begin, caseId, control, fill, fillThrough, nextTo, onStep, receipt, saved, send,
  storedAnswers, storedAs,
} from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { ready } from '../harness/layout.mjs';
import { PASSWORD } from '../harness/store.mjs';

setUp();

const employee = { role: 'medarbetare' };
const HEAD_OF_UNIT = [{ 'sokande-roll': 'enhetschef' }, ...APPLICATION.slice(1)];

journey('a draft follows to another device', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fill(page, APPLICATION[0]);
  await storedAs(page, caseId(page), 'chef-epost', 'chef@demo.example');
  const elsewhere = await visit.person({ ...employee, screen: 'phone' });
  await elsewhere.goto(page.url());
  await onStep(elsewhere, 1);
  assert.equal(await control(elsewhere, 'chef-epost').inputValue(), 'chef@demo.example');
  await elsewhere.goto('/mina-sidor');
  await elsewhere.locator(`a[href*="${caseId(page)}"]`).waitFor();
});

journey('a browser opened again has what never reached the store', async (visit) => {
  visit.complaints.expectUnreachable();
  const page = await visit.person(employee);
  await begin(page);
  await saved(page);
  await page.context().setOffline(true);
  await fill(page, APPLICATION[0]);
  await page.getByText('Ingen kontakt med tjänsten.').waitFor();
  const storageState = await page.context().storageState();
  const address = page.url();
  await page.context().close();

  const again = await visit.person({ storageState });
  await again.goto(address);
  await onStep(again, 1);
  assert.equal(await control(again, 'chef-namn').inputValue(), 'Chef Demo');
  await storedAs(again, caseId(again), 'chef-namn', 'Chef Demo');
});

journey('an expired session asks to log in on the spot and loses nothing', async (visit) => {
  visit.complaints.expectStatus(401);
  const page = await visit.person(employee);
  await begin(page);
  const id = caseId(page);
  await saved(page);
  await page.context().clearCookies();
  await fill(page, APPLICATION[0]);
  const dialog = page.getByRole('dialog', { name: 'Du har loggats ut' });
  await dialog.waitFor();
  await axe(page);
  // Later, and then after all.
  await dialog.getByRole('button', { name: 'Logga in senare' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Logga in igen' }).click();
  await dialog.waitFor();
  await dialog.getByLabel('Användarnamn').fill('medarbetare');
  await dialog.getByLabel('Lösenord').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Logga in', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await control(page, 'chef-namn').inputValue(), 'Chef Demo');
  await storedAs(page, id, 'chef-epost', 'chef@demo.example');
});

journey('whoever stays away is warned in time and can stay logged in', async (visit) => {
  const page = await visit.person(employee);
  await page.clock.install();
  await begin(page);
  await saved(page);
  await page.clock.fastForward('57:30');
  const dialog = page.getByRole('dialog', { name: /Du loggas ut om/ });
  await dialog.waitFor();
  await axe(page);
  await dialog.getByRole('button', { name: 'Stanna inloggad' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

journey('offline in the middle: one goes on, and everything is saved when the network is back', async (visit) => {
  visit.complaints.expectUnreachable();
  const page = await visit.person(employee);
  await begin(page);
  const id = caseId(page);
  await fillThrough(page, { to: 3 });
  await saved(page);
  await page.context().setOffline(true);
  await fill(page, APPLICATION[2]);
  await nextTo(page, 4);
  await page.getByText('Ingen kontakt med tjänsten.').waitFor();
  await axe(page);
  await fill(page, APPLICATION[3]);
  await nextTo(page, 5);
  await page.context().setOffline(false);
  await saved(page);
  const answers = await storedAnswers(page, id);
  assert.equal(answers.syfte, APPLICATION[2].syfte);
  assert.equal(answers['ersattare-namn'], APPLICATION[3]['ersattare-namn']);
});

journey('a send without network is not sent, keeps everything, and goes through later, once', async (visit) => {
  visit.complaints.expectUnreachable();
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { application: account(HEAD_OF_UNIT, 'offline') });
  await saved(page);
  await page.context().setOffline(true);
  await send(page);
  await page.locator('#inte-skickat:focus').waitFor();
  await axe(page);
  await visit.picture('send failed');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Skicka in ansökan' }).click();
  const { id } = await receipt(page);
  await sentOnce(page, id);
});

journey('a restarted store has the draft, and takes what was typed meanwhile', async (visit) => {
  visit.complaints.expectUnreachable();
  const page = await visit.person(employee);
  await begin(page);
  const id = caseId(page);
  await fill(page, APPLICATION[0]);
  await storedAs(page, id, 'chef-namn', 'Chef Demo');
  await visit.store.stop();
  await control(page, 'chef-namn').fill('Enhetschef Demo');
  await page.getByText('Ingen kontakt med tjänsten.').waitFor();
  await visit.store.resume();
  await storedAs(page, id, 'chef-namn', 'Enhetschef Demo');
  await saved(page);
});

journey('two tabs on one draft: the second is told and chooses, nothing is overwritten unseen', async (visit) => {
  visit.complaints.expectStatus(412);
  const first = await visit.person(employee);
  await begin(first);
  const id = caseId(first);
  await fill(first, APPLICATION[0]);
  await storedAs(first, id, 'chef-epost', 'chef@demo.example');
  const second = await first.context().newPage();
  await second.goto(first.url());
  await onStep(second, 1);
  await control(first, 'chef-namn').fill('Chef Ett');
  await storedAs(first, id, 'chef-namn', 'Chef Ett');
  await control(second, 'chef-namn').fill('Chef Två');
  const dialog = second.getByRole('dialog', { name: 'Utkastet finns i två versioner' });
  await dialog.getByText('Ansvarig enhetschef, namn').waitFor();
  await axe(second);
  assert.equal((await storedAnswers(second, id))['chef-namn'], 'Chef Ett');
  await dialog.getByRole('button', { name: 'Det som står här' }).click();
  await storedAs(second, id, 'chef-namn', 'Chef Två');
  await control(first, 'chef-namn').fill('Chef Tre');
  const other = first.getByRole('dialog', { name: 'Utkastet finns i två versioner' });
  await other.getByRole('button', { name: 'Det som är sparat i tjänsten' }).click();
  await other.waitFor({ state: 'hidden' });
  assert.equal(await control(first, 'chef-namn').inputValue(), 'Chef Två');
});

journey('a double click on send sends once, and Back shows the receipt', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { application: account(HEAD_OF_UNIT, 'dubbel') });
  await send(page, { twice: true });
  const { id } = await receipt(page);
  await sentOnce(page, id);
  await page.goBack();
  await ready(page);
  await page.goForward();
  await receipt(page);
  await page.goto(`/ansok/${id}/granska`);
  await receipt(page);
  await sentOnce(page, id);
});

journey('a send whose answer got lost is repeated without being sent twice', async (visit) => {
  visit.complaints.expectUnreachable();
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { application: account(HEAD_OF_UNIT, 'borta') });
  await saved(page);
  await page.route('**/kommando', async (route) => {
    // The store gets it and answers; the answer never arrives.
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await send(page);
  await page.locator('#inte-skickat').waitFor();
  await page.getByRole('button', { name: 'Skicka in ansökan' }).click();
  const { id } = await receipt(page);
  await sentOnce(page, id);
});

journey('the store killed while sending: the send is repeated and counts once', async (visit) => {
  visit.complaints.expectUnreachable();
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { application: account(HEAD_OF_UNIT, 'dodad') });
  await saved(page);
  await page.route('**/kommando', async (route) => {
    const answer = route.fetch().catch(() => null);
    await visit.store.stop('SIGKILL');
    await answer;
    await route.abort();
  }, { times: 1 });
  await send(page);
  await page.locator('#inte-skickat').waitFor();
  await visit.store.resume();
  await page.getByRole('button', { name: 'Skicka in ansökan' }).click();
  const { id } = await receipt(page);
  await sentOnce(page, id);
});

journey('a wrong password is told at the field, and nothing is told about who exists', async (visit) => {
  visit.complaints.expectStatus(401);
  const page = await visit.person();
  const tell = async (name) => {
    await page.goto('/logga-in');
    await page.getByLabel('Användarnamn').fill(name);
    await page.getByLabel('Lösenord').fill('fel lösenord');
    await page.getByRole('button', { name: 'Logga in', exact: true }).click();
    await page.locator('#fel-lista:focus').waitFor();
    return page.locator('#fel-lista').innerText();
  };
  const known = await tell('medarbetare');
  await axe(page);
  assert.match(await page.title(), /^Fel: Logga in/);
  assert.equal(await tell('finns-inte'), known);
});

journey('who is not logged in logs in on the way and comes where they were going', async (visit) => {
  const page = await visit.person();
  await page.goto('/ansok/ny');
  await page.getByLabel('Användarnamn').fill('medarbetare');
  await page.getByLabel('Lösenord').fill(PASSWORD);
  await page.getByRole('button', { name: 'Logga in', exact: true }).click();
  await onStep(page, 1);
  assert.equal(await control(page, 'sokande-epost').inputValue(), 'medarbetare@demo.example');
});

journey('what people type is text, whatever it looks like', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  const application = account(HEAD_OF_UNIT, 'text');
  const nasty = '<script>alert(1)</script> javascript:alert(1) \u202Eåäö \u0061\u030A';
  application[2].syfte = `${nasty} Berätta om vardagen i verksamheten.`;
  application[4].arkivansvarig = nasty;
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    return dialog.dismiss();
  });
  await fillThrough(page, { application });
  await page.getByText('<script>alert(1)</script>').first().waitFor();
  await send(page);
  const { id } = await receipt(page);
  const staff = await visit.person({ role: 'kommunikator' });
  await staff.goto(`/arenden/${id}`);
  await ready(staff);
  await staff.getByText('<script>alert(1)</script>').first().waitFor();
  assert.equal(dialogs, 0);
});

/** The application for an account of its own, so that journeys do not meet. */
function account(application, name) {
  const copy = structuredClone(application);
  copy[2]['konto-namn'] = `exempelkommunen.${name}`;
  return copy;
}

/** Throws unless the case was sent exactly once. */
async function sentOnce(page, id) {
  const answer = await page.request.get(`/api/arenden/${id}`);
  const { handelser } = await answer.json();
  assert.equal(handelser.filter((event) => event.action === 'skicka-in').length, 1);
}
