// An account that exists: closed, handed over, renamed and rested, from the
// form to what the register says of it.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { control, fill, nextTo, onConfirmations, onStep, receipt, tickAll } from '../harness/form.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';
import { until } from '../harness/until.mjs';

setUp();

const REASON = 'Verksamheten läggs ned och kontot behövs inte längre.';

/** An account that runs and whose name leads to no other, a different one for each index. */
async function running(page, index) {
  const answer = await page.request.get('/api/forteckning');
  const { konton } = await answer.json();
  const runs = konton.filter(({ plattform, status }) => plattform === 'instagram' && status === 'aktivt');
  const isAlone = ({ konto }) => konton.filter((other) => other.konto.includes(konto)).length === 1;
  const account = runs.filter(isAlone)[index];
  assert.ok(account, `account ${index}`);
  return account;
}

/** What the register tells anybody of the account now. */
async function row(page, { id }) {
  const answer = await page.request.get('/api/forteckning');
  const { konton } = await answer.json();
  return konton.find((account) => account.id === id);
}

/** The day `days` from now, as people write it. */
function day(days) {
  const then = new Date(Date.now() + days * 86_400_000);
  return then.toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
}

/** Fills in the form for this account and change, and sends it. Returns the case's number and id. */
async function ask(visit, page, account, change, answers) {
  await open(page, '/andra');
  await page.getByRole('link', { name: 'Börja anmälan' }).click();
  await onStep(page, 1);
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await fill(page, { konto: account.konto });
  await nextTo(page, 2);
  await fill(page, { andring: change });
  await nextTo(page, 3);
  await page.getByRole('button', { name: 'Nästa' }).click();
  await page.locator('#fel-lista:focus').waitFor();
  await axe(page);
  await fill(page, answers);
  await visit.picture(`change ${change}`, page);
  await nextTo(page, 4);
  await axe(page);
  await page.getByText(account.konto).first().waitFor();
  await onConfirmations(page);
  await tickAll(page, 'varningar-andring');
  await page.getByRole('button', { name: 'Skicka in' }).click();
  return receipt(page);
}

/** Staff take the case and say yes. */
async function grant(staff, id) {
  await open(staff, `/arenden/${id}`);
  await staff.getByRole('button', { name: 'Ta ärendet' }).click();
  await staff.getByText('Du har tagit ärendet.').first().waitFor();
  await axe(staff);
  await staff.getByRole('button', { name: 'Godkänn', exact: true }).click();
  await staff.getByRole('button', { name: 'Godkänn ändringen' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Godkänn ändringen' }).click();
  await staff.getByText('Godkänt. Den som söker får besked.').waitFor();
}

journey('an account is closed: asked for, granted, and closed in the register for everybody', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare' });
  const account = await running(employee, 0);
  const { number, id } = await ask(visit, employee, account, 'avsluta', {
    'avsluta-orsak': REASON,
    'avsluta-datum': day(0),
    arkiverat: 'ja',
    'fragor-besvarade': true,
    'behorigheter-borttagna': true,
    'bilder-hanterade': true,
  });
  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, '/arenden?blankett=andra-konto');
  await staff.getByRole('link', { name: number }).waitFor();
  await grant(staff, id);
  await visit.picture('change granted', staff);

  // The applicant reads it, and everybody sees that the account is closed and since when.
  await open(employee, `/arenden/${id}`);
  await employee.getByRole('heading', { name: 'Godkänd' }).waitFor();
  const anyone = await visit.person({ screen: 'phone' });
  await until('the register says closed', async () => (await row(anyone, account)).status === 'avslutat');
  await open(anyone, `/forteckning?status=avslutat&fritext=${encodeURIComponent(account.konto)}`);
  const line = anyone.locator('.row', { hasText: account.konto }).first();
  await line.getByText('Avslutat').first().waitFor();
  await fits(anyone);

  // It cannot be changed any more, and its page says so.
  await open(employee, `/konto/${account.id}`);
  await employee.getByText('Avslutat').first().waitFor();
  assert.equal(await employee.getByRole('link', { name: 'Ändra eller avsluta kontot' }).count(), 0);
  await employee.goto(`/andra/ny?konto=${account.id}`);
  await onStep(employee, 1);
  await employee.getByRole('button', { name: 'Nästa' }).click();
  await employee.locator('#fel-lista', { hasText: 'redan avslutat' }).waitFor();
});

journey('a manager is replaced: the new one says yes before staff do, and then answers for it', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare' });
  const account = await running(employee, 1);
  const { number, id } = await ask(visit, employee, account, 'byta-ansvarig', {
    'vem-byts': 'chef',
    'ny-namn': 'Chef Demo',
    'ny-epost': 'chef@demo.example',
  });
  const manager = await visit.person({ role: 'chef' });
  await open(manager, '/godkann');
  await manager.getByRole('link', { name: number }).click();
  await manager.waitForURL(`**/arenden/${id}`);
  await manager.getByRole('button', { name: 'Godkänn', exact: true }).click();
  await manager.getByRole('button', { name: 'Godkänn ändringen' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Godkänn ändringen' }).click();
  await manager.getByText('Du har godkänt.').waitFor();
  const staff = await visit.person({ role: 'kommunikator' });
  await grant(staff, id);
  await open(manager, '/mina-sidor');
  await manager.getByRole('link', { name: account.konto }).first().waitFor();
  await open(staff, `/konto/${account.id}`);
  await staff.getByText('Chef Demo').first().waitFor();
});

journey('an account gets a new name, which is judged while it is typed', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare' });
  const [account, other] = [await running(employee, 2), await running(employee, 3)];
  const { id } = await ask(visit, employee, account, 'byta-adress', {
    'nytt-kontonamn': 'exempelkommunen.omdopt',
  });
  // A taken name is told with whose it is.
  const again = await visit.person({ role: 'medarbetare2' });
  await again.goto(`/andra/ny?konto=${account.id}`);
  await onStep(again, 1);
  await nextTo(again, 2);
  await fill(again, { andring: 'byta-adress' });
  await nextTo(again, 3);
  await control(again, 'nytt-kontonamn').fill(other.konto);
  await again.getByText(`Upptaget av ${other.enhet}`).waitFor();

  const staff = await visit.person({ role: 'kommunikator' });
  await grant(staff, id);
  const anyone = await visit.person();
  await until('the register has the new name', async () =>
    (await row(anyone, account)).konto === 'exempelkommunen.omdopt');
  await open(anyone, '/forteckning?fritext=exempelkommunen.omdopt');
  await anyone.getByRole('link', { name: 'exempelkommunen.omdopt' }).first().waitFor();
});

journey('an account rests until a day, and whoever answers for it takes it up again', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare' });
  const account = await running(employee, 4);
  const { id } = await ask(visit, employee, account, 'pausa', {
    'paus-orsak': 'Simhallen renoveras och har stängt under tiden.',
    'paus-slut': day(30),
  });
  const staff = await visit.person({ role: 'kommunikator' });
  await grant(staff, id);
  await until('the register says paused', async () => (await row(staff, account)).status === 'pausat');
  await open(staff, `/konto/${account.id}`);
  await staff.getByText('Pausat').first().waitFor();
  await staff.getByRole('button', { name: 'Ta kontot i drift igen' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Ta kontot i drift igen' }).click();
  await staff.locator('#besked:focus').waitFor();
  await until('the register says active', async () => (await row(staff, account)).status === 'aktivt');
});

journey('who changes their mind takes the change back, and the account stays as it was', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare' });
  const account = await running(employee, 5);
  const { id } = await ask(visit, employee, account, 'pausa', {
    'paus-orsak': 'Vi har ont om folk under sommaren.',
    'paus-slut': day(60),
  });
  await open(employee, `/arenden/${id}`);
  await employee.getByRole('button', { name: 'Ta tillbaka ändringen' }).click();
  await employee.getByRole('dialog').getByRole('button', { name: 'Ta tillbaka ändringen' }).click();
  await employee.getByText('Du har tagit tillbaka det.').waitFor();
  assert.equal((await row(employee, account)).status, account.status);
  await employee.setViewportSize(SCREENS.phone);
  await fits(employee);
});
