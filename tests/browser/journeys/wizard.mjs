// Filling in: steps, errors, back and forward, reload, branches.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import {
  APPLICATION, REVIEW, begin, caseId, control, fill, fillThrough, nextTo, onStep, saved,
} from '../harness/form.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';

setUp();

const employee = { role: 'medarbetare' };

journey('every step, empty, with errors and filled in, has no violations and fits 320 px', async (visit) => {
  const page = await visit.person(employee);
  const look = async (name) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await axe(page);
    }
    await visit.picture(`wizard ${name}`);
    await page.setViewportSize(SCREENS.phone);
    await fits(page);
    await axe(page);
    await visit.picture(`wizard ${name} phone`);
    await page.setViewportSize(SCREENS.laptop);
    await page.emulateMedia({ colorScheme: 'light' });
  };
  await begin(page);
  for (let step = 1; step < REVIEW; step += 1) {
    await look(`${step} empty`);
    await page.getByRole('button', { name: 'Nästa' }).click();
    await page.locator('#fel-lista:focus').waitFor();
    await look(`${step} errors`);
    await fill(page, APPLICATION[step - 1]);
    await look(`${step} filled`);
    await nextTo(page, step + 1);
  }
  // What is below the window is drawn last.
  await page.locator('[name="riktlinjer"]').first().waitFor();
  await look('review');
  await page.getByRole('button', { name: 'Skicka in ansökan' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await look('review errors');
});

journey('a failed Nästa keeps the answers, sums up the errors and leads to each', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await page.check('[name="sokande-roll"][value="medarbetare"]');
  await control(page, 'chef-namn').fill('Chef Demo');
  await control(page, 'chef-epost').fill('chef');
  await control(page, 'chef-epost').blur();
  assert.equal(await page.locator('.field__error').count(), 0, 'nothing is said on leaving a field');
  await page.getByRole('button', { name: 'Nästa' }).click();

  const summary = page.locator('#fel-lista');
  await summary.and(page.locator(':focus')).waitFor();
  await summary.getByRole('heading', { name: 'Det finns fel på sidan' }).waitFor();
  assert.match(await page.title(), /^Fel: Steg 1 av/);
  assert.equal(await control(page, 'chef-namn').inputValue(), 'Chef Demo');
  assert.equal(await control(page, 'chef-epost').inputValue(), 'chef');

  // One link per finding, in field order, in the same words as at the field.
  const links = await summary.getByRole('link').all();
  const targets = await Promise.all(links.map((link) => link.getAttribute('href')));
  assert.deepEqual(targets, ['#chef-epost', '#chef-godkannande']);
  for (const link of links) {
    const id = (await link.getAttribute('href')).slice(1);
    const sentence = await link.innerText();
    const error = page.locator(`[id="${id}-error"]`);
    assert.equal((await error.textContent()).trim(), `Fel: ${sentence}`);
    assert.doesNotMatch(sentence, /ogiltig|vänligen/i);
    assert.match(sentence, /\.$/);
  }
  assert.equal(await control(page, 'chef-epost').getAttribute('aria-invalid'), 'true');
  const described = await control(page, 'chef-epost').getAttribute('aria-describedby');
  assert.ok(described.split(' ').includes('chef-epost-error'), described);

  // The link lands in the field, and for radios in the first one, and leaves no hash.
  await links[0].click();
  await control(page, 'chef-epost').and(page.locator(':focus')).waitFor();
  await summary.getByRole('link').nth(1).click();
  await control(page, 'chef-godkannande').and(page.locator(':focus')).waitFor();
  assert.equal(new URL(page.url()).hash, '');

  // A corrected field clears its own error as it changes, and only its own.
  await control(page, 'chef-epost').fill('chef@demo.example');
  await page.locator('[id="chef-epost-error"]').waitFor({ state: 'detached' });
  await page.locator('[id="chef-godkannande-error"]').waitFor();
  assert.equal(await summary.getByRole('link').count(), 1);
  await page.check('[name="chef-godkannande"][value="be-chefen"]');
  await summary.waitFor({ state: 'detached' });
  assert.match(await page.title(), /^Steg 1 av/);
  await nextTo(page, 2);
});

journey('Nästa moves focus to the heading, the title tells the step, the page is at its top', async (visit) => {
  const page = await visit.person({ ...employee, screen: 'phone' });
  await begin(page);
  await fill(page, APPLICATION[0]);
  await nextTo(page, 2);
  await page.locator('h1:focus').waitFor();
  assert.match(await page.title(), /^Steg 2 av 6: Verksamheten – Klartecken$/);
  assert.equal(await page.evaluate(() => Math.round(scrollY)), 0);
});

journey('back, forward, Föregående and reload keep every answer', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { to: 3 });
  await fill(page, { plattform: 'facebook' });
  await page.goBack();
  await onStep(page, 2);
  await page.goBack();
  await onStep(page, 1);
  assert.equal(await control(page, 'chef-namn').inputValue(), APPLICATION[0]['chef-namn']);
  await page.goForward();
  await onStep(page, 2);
  await page.goForward();
  await onStep(page, 3);
  assert.ok(await page.isChecked('[name="plattform"][value="facebook"]'));

  // Föregående never validates: the step is half empty.
  await page.getByRole('link', { name: 'Föregående' }).click();
  await onStep(page, 2);
  await nextTo(page, 3);
  await page.reload();
  await onStep(page, 3);
  assert.ok(await page.isChecked('[name="plattform"][value="facebook"]'));
});

journey('a deep link to a later step leads to the first unfinished one', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  const id = caseId(page);
  await page.goto(`/ansok/${id}/granska`);
  await onStep(page, 1);
  await fillThrough(page, { to: 3 });
  await saved(page);
  await page.goto(`/ansok/${id}/bilder-lag-och-sakerhet`);
  await onStep(page, 3);
  assert.equal(new URL(page.url()).pathname, `/ansok/${id}/kontot`);
});

journey('an answer opens questions, and closing them drops what they held', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await page.check('[name="sokande-roll"][value="enhetschef"]');
  assert.equal(await control(page, 'chef-namn').count(), 0);
  await page.check('[name="sokande-roll"][value="medarbetare"]');
  await control(page, 'chef-namn').fill('Chef Demo');
  await page.check('[name="sokande-roll"][value="enhetschef"]');
  await control(page, 'chef-namn').waitFor({ state: 'detached' });
  await nextTo(page, 2);
  await page.goBack();
  await onStep(page, 1);
  await page.check('[name="sokande-roll"][value="medarbetare"]');
  assert.equal(await control(page, 'chef-namn').inputValue(), '');
});

journey('nothing is chosen beforehand', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  for (let step = 1; step < REVIEW; step += 1) {
    const chosen = await page.locator('main input:checked').count();
    assert.equal(chosen, 0, `step ${step}`);
    await fill(page, APPLICATION[step - 1]);
    await nextTo(page, step + 1);
  }
  assert.equal(await page.locator('main input:checked').count(), 0);
});

journey('from the review an answer is changed and one is straight back', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page);
  await page.getByRole('link', { name: 'Ändra Syfte' }).click();
  await onStep(page, 3);
  await control(page, 'syfte').and(page.locator(':focus')).waitFor();
  await control(page, 'syfte').fill('Svara företagare där de redan är, varje vardag.');
  await page.getByRole('button', { name: 'Till granskningen' }).click();
  await onStep(page, REVIEW);
  await page.getByText('Svara företagare där de redan är, varje vardag.').waitFor();
  // An optional answer that was skipped says so.
  await page.getByText('Inte angivet').first().waitFor();
});

journey('a changed answer that opens questions leads through them before the review', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  const application = structuredClone(APPLICATION);
  application[0] = { 'sokande-roll': 'enhetschef' };
  await fillThrough(page, { application });
  await page.getByRole('link', { name: 'Ändra Din roll' }).click();
  await onStep(page, 1);
  await page.check('[name="sokande-roll"][value="medarbetare"]');
  await page.getByRole('button', { name: 'Till granskningen' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await fill(page, APPLICATION[0]);
  await page.getByRole('button', { name: 'Till granskningen' }).click();
  await onStep(page, REVIEW);
});

journey('the whole form can be looked through without logging in and without errors', async (visit) => {
  const page = await visit.person();
  await open(page, '/ansok');
  await page.getByRole('link', { name: 'Titta igenom formuläret' }).click();
  for (let step = 1; step < REVIEW; step += 1) {
    await onStep(page, step);
    await page.getByRole('button', { name: 'Nästa' }).click();
  }
  await onStep(page, REVIEW);
  assert.equal(await page.locator('#fel-lista, .field__error').count(), 0);
});

journey('who has not asked the manager comes to a page that says what to do', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fill(page, { ...APPLICATION[0], 'chef-godkannande': 'nej' });
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.waitForURL('**/ansok/chefen**');
  await page.getByRole('link', { name: /mejl|mail|e-post/i }).first().waitFor();
  assert.equal(await page.locator('.field__error').count(), 0);
  await axe(page);
});

journey('while typing the account name the answer comes without a request', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { to: 3 });
  const taken = await takenAccount(page);
  await saved(page);
  await page.waitForLoadState('networkidle');
  const requests = [];
  page.on('request', (request) => {
    if (!request.url().endsWith('/utkast')) requests.push(request.url());
  });
  await page.check(`[name="plattform"][value="${taken.plattform}"]`);
  const answer = page.locator('[id="konto-namn-svar"]');
  await control(page, 'konto-namn').fill(taken.konto);
  await answer.getByText('Upptaget av').waitFor();
  await control(page, 'konto-namn').fill(APPLICATION[2]['konto-namn']);
  await answer.getByText('Ledigt i förteckningen').waitFor();
  assert.deepEqual(requests, []);
});

journey('Avbryt asks, says what is kept, and can throw the draft away', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  const id = caseId(page);
  await saved(page);
  await page.getByRole('button', { name: 'Avbryt' }).click();
  const dialog = page.getByRole('dialog', { name: 'Vill du avbryta?' });
  await dialog.getByText('sparat som utkast').waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await dialog.getByRole('button', { name: 'Lämna och spara utkastet' }).click();
  await page.getByRole('heading', { name: 'Mina sidor' }).waitFor();
  await page.goto(`/ansok/${id}/du-och-din-chef`);
  await onStep(page, 1);
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await dialog.getByRole('button', { name: 'Ta bort utkastet' }).click();
  await page.getByRole('heading', { name: 'Mina sidor' }).waitFor();
  const answer = await page.request.get(`/api/arenden/${id}`);
  assert.equal(answer.status(), 404);
});

/** An Instagram account that the public register already has. */
async function takenAccount(page) {
  const snapshot = await (await page.request.get('/api/forteckning')).json();
  const rows = snapshot.konton ?? snapshot.rader;
  return rows.find((row) => row.plattform === 'instagram');
}
