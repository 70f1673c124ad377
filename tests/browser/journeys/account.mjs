// An account's own page: certified by whoever answers for it, and closed when
// nobody uses it.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';

setUp();

/** The account that the demo's manager answers for. */
const OWN = 'exempelbiblioteket';

/** An account of this name, as the register tells of it; or the one at `index` that nobody answers for. */
async function account(page, name) {
  const answer = await page.request.get('/api/forteckning');
  const { konton } = await answer.json();
  const found = konton.find(({ konto }) => konto === name) ?? konton.find((row) =>
    row.status === 'aktivt' && row.konto !== OWN);
  assert.ok(found, name);
  return found;
}

/** Presses the button of a command, reads the question, and says yes to it. */
async function act(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Avbryt' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name, exact: true }).and(page.locator(':focus')).waitFor();
  await page.getByRole('button', { name, exact: true }).click();
  await axe(page);
  await dialog.getByRole('button', { name, exact: true }).click();
  await page.locator('#besked:focus').waitFor();
}

journey('a manager certifies an account, and it says who did and when', async (visit) => {
  const manager = await visit.person({ role: 'chef' });
  const { id } = await account(manager, OWN);
  await open(manager, `/konto/${id}`);
  await act(manager, 'Uppgifterna stämmer');
  await manager.getByText('Du har intygat att uppgifterna stämmer.').waitFor();
  await manager.locator('.history', { hasText: 'Chef Demo' }).waitFor();
  assert.equal(await manager.getByRole('heading', { name: 'Behöver kontrolleras' }).count(), 0);
  await axe(manager);
  await visit.picture('account certified', manager);
  await manager.setViewportSize(SCREENS.phone);
  await fits(manager);
});

journey('closing for inactivity is announced with time to answer, seen by all who answer for it, and taken back', async (visit) => {
  const staff = await visit.person({ role: 'kommunikator' });
  const { id } = await account(staff, OWN);
  await open(staff, `/konto/${id}`);
  await act(staff, 'Varsla om stängning');
  await staff.getByRole('heading', { name: 'Stängning varslad' }).waitFor();
  // Not at once: there are days to answer.
  assert.equal(await staff.getByRole('button', { name: 'Stäng kontot', exact: true }).count(), 0);
  assert.equal(await staff.getByRole('button', { name: 'Varsla om stängning' }).count(), 0);

  await open(staff, '/forteckning?flagga=varslat');
  await staff.locator('.row', { hasText: OWN }).getByText('Stängning varslad').waitFor();

  const manager = await visit.person({ role: 'chef' });
  await open(manager, `/konto/${id}`);
  await manager.getByRole('heading', { name: 'Stängning varslad' }).waitFor();
  await manager.getByRole('button', { name: 'Uppgifterna stämmer' }).click();
  await manager.getByRole('dialog').getByText('Varslet om stängning tas tillbaka.').waitFor();
  await manager.getByRole('dialog').getByRole('button', { name: 'Uppgifterna stämmer' }).click();
  await manager.locator('#besked:focus').waitFor();
  assert.equal(await manager.getByRole('heading', { name: 'Stängning varslad' }).count(), 0);
});

journey('two at one account: the second is told that it has changed', async (visit) => {
  visit.complaints.expectStatus(409, 412);
  const first = await visit.person({ role: 'kommunikator' });
  const second = await visit.person({ role: 'kommunikator2' });
  const { id } = await account(first, null);
  for (const page of [first, second]) await open(page, `/konto/${id}`);
  await act(first, 'Varsla om stängning');
  await second.getByRole('button', { name: 'Uppgifterna stämmer' }).click();
  await second.getByRole('dialog').getByRole('button', { name: 'Uppgifterna stämmer' }).click();
  await second.locator('#besked:focus').waitFor();
  await second.locator('#besked .notice--stop').waitFor();
  // The page shows it as it is now.
  await second.getByRole('heading', { name: 'Stängning varslad' }).waitFor();
});

journey('who does not answer for an account can read it and do nothing to it', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare2' });
  const { id } = await account(employee, null);
  await open(employee, `/konto/${id}`);
  for (const name of ['Uppgifterna stämmer', 'Varsla om stängning', 'Stäng kontot']) {
    assert.equal(await employee.getByRole('button', { name }).count(), 0, name);
  }
  await employee.getByRole('link', { name: 'Ändra eller avsluta kontot' }).waitFor();
});
