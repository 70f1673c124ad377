// The whole way: an employee applies, the manager says yes, communications
// ask for more and decide, the account goes live and stands in the register.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { APPLICATION, begin, control, fillThrough, receipt, send } from '../harness/form.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open, ready } from '../harness/layout.mjs';
import { until } from '../harness/until.mjs';

setUp();

const ADDRESS = `https://www.instagram.com/${APPLICATION[2]['konto-namn']}/`;

journey('apply, approve, complete, decide, report, and stand in the register', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare' });
  const manager = await visit.person({ role: 'chef' });
  const staff = await visit.person({ role: 'kommunikator' });
  const anyone = await visit.person({ screen: 'phone' });

  // The employee.
  await begin(employee);
  await fillThrough(employee);
  await visit.picture('way review');
  await send(employee);
  const { number, id } = await receipt(employee);
  assert.match(number, /\d/);
  await look(visit, employee, 'way receipt');
  await employee.getByText('Chef Demo får ansökan').waitFor();

  // The manager, who finds it waiting.
  await open(manager, '/godkann');
  await manager.getByRole('link', { name: number }).click();
  await manager.waitForURL(`**/arenden/${id}`);
  await look(visit, manager, 'way manager');
  await act(manager, 'Säg nej');
  await manager.getByRole('button', { name: 'Säg nej till ansökan' }).click();
  await manager.locator('#fel-lista:focus').waitFor();
  await axe(manager);
  await act(manager, 'Godkänn');
  await manager.getByRole('button', { name: 'Godkänn ansökan' }).click();
  await confirm(manager, 'Godkänn ansökan');
  await manager.getByText('Du har godkänt.').waitFor();

  // Communications take it and ask for more about one step.
  await open(staff, '/arenden');
  await look(visit, staff, 'way inbox');
  await staff.getByRole('link', { name: number }).click();
  await staff.waitForURL(`**/arenden/${id}`);
  await staff.getByRole('button', { name: 'Ta ärendet' }).click();
  await staff.getByText('Du har tagit ärendet.').first().waitFor();
  await look(visit, staff, 'way staff');
  await act(staff, 'Begär komplettering');
  const form = staff.getByRole('form', { name: 'Begär komplettering' });
  await form.getByRole('button', { name: 'Begär komplettering' }).click();
  await staff.locator('#fel-lista:focus').waitFor();
  await axe(staff);
  await form.getByRole('checkbox', { name: 'Kontot' }).check();
  await control(staff, 'kompletteras-hur').fill('Beskriv målgruppen lite närmare.');
  await form.getByRole('button', { name: 'Begär komplettering' }).click();
  await staff.getByText('Begäran är skickad.').waitFor();

  // The employee is told, and only the named step opens.
  await open(employee, '/mina-sidor');
  await employee.getByRole('link', { name: number }).click();
  await employee.getByText('Beskriv målgruppen lite närmare.').first().waitFor();
  await employee.getByRole('link', { name: 'Komplettera' }).click();
  await employee.locator('h1', { hasText: 'Steg 1 av 2: Kontot' }).waitFor();
  await look(visit, employee, 'way completion');
  await control(employee, 'malgrupp').fill('De som driver företag med färre än tio anställda i kommunen.');
  await employee.getByRole('button', { name: 'Nästa' }).click();
  await employee.locator('h1', { hasText: 'Steg 2 av 2' }).waitFor();
  await reviewsCompletion(employee);
  await look(visit, employee, 'way completion review');
  await employee.getByRole('button', { name: 'Skicka in kompletteringen' }).click();
  await receipt(employee);

  // The two sides write to each other.
  await staff.reload();
  await ready(staff);
  await control(staff, 'meddelande').fill('Tack, nu är det tydligt.');
  await staff.getByRole('button', { name: 'Skicka meddelandet' }).click();
  await staff.getByText('Tack, nu är det tydligt.').first().waitFor();

  // The decision, with its reasons.
  await act(staff, 'Godkänn');
  await control(staff, 'motivering').fill('Kontot fyller ett behov som inget annat konto fyller.');
  await staff.getByRole('button', { name: 'Godkänn ansökan' }).click();
  await confirm(staff, 'Godkänn ansökan');
  await staff.getByText('Godkänt. Den som söker får besked.').waitFor();

  // The applicant learns the outcome and why, and reports the account.
  await open(employee, `/arenden/${id}`);
  await employee.getByText('Kontot fyller ett behov').first().waitFor();
  await employee.getByText('Tack, nu är det tydligt.').first().waitFor();
  await look(visit, employee, 'way granted');
  await act(employee, 'Anmäl att kontot är igång');
  await employee.getByRole('button', { name: 'Anmäl kontot' }).click();
  await employee.locator('#fel-lista:focus').waitFor();
  await axe(employee);
  await control(employee, 'adress').fill(`${ADDRESS}?utm_source=prov`);
  await control(employee, 'startdatum').fill(new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' }));
  await employee.getByRole('button', { name: 'Anmäl kontot' }).click();
  await employee.getByText('Tack. Kontot är anmält.').waitFor();
  await employee.getByText('Kontot står i förteckningen.').first().waitFor();

  // Anyone sees it, without logging in, with its canonical address.
  const rows = await until('the account is in the register', async () => {
    const answer = await anyone.request.get('/api/forteckning');
    return (await answer.text()).includes(APPLICATION[2]['konto-namn']) && answer.json();
  });
  assert.ok(JSON.stringify(rows).includes(APPLICATION[2].beskrivning));
  assert.ok(!JSON.stringify(rows).includes('@demo.example'), 'no private person is in the register');
  await open(anyone, `/forteckning?fritext=${APPLICATION[2]['konto-namn']}`);
  await anyone.getByRole('link', { name: APPLICATION[2]['konto-namn'] }).first().waitFor();
  await look(visit, anyone, 'way register');
});

journey('a refusal reaches the applicant with its reasons', async (visit) => {
  const employee = await visit.person({ role: 'medarbetare2' });
  await begin(employee);
  const application = structuredClone(APPLICATION);
  application[0] = { 'sokande-roll': 'enhetschef' };
  application[2]['konto-namn'] = 'exempelkommunen.avslag';
  await fillThrough(employee, { application });
  await send(employee);
  const { id } = await receipt(employee);

  const staff = await visit.person({ role: 'kommunikator' });
  await open(staff, `/arenden/${id}`);
  await staff.getByRole('button', { name: 'Ta ärendet' }).click();
  await staff.getByText('Du har tagit ärendet.').first().waitFor();
  await act(staff, 'Avslå');
  await staff.getByRole('button', { name: 'Avslå ansökan' }).click();
  await staff.locator('#fel-lista:focus').waitFor();
  await control(staff, 'motivering').fill('Det finns redan ett konto för samma målgrupp.');
  await staff.getByRole('button', { name: 'Avslå ansökan' }).click();
  await confirm(staff, 'Avslå ansökan');
  await staff.getByText('Avslaget.').waitFor();

  await open(employee, `/arenden/${id}`);
  await employee.getByText('Det finns redan ett konto för samma målgrupp.').first().waitFor();
});

journey('nobody is offered to decide in their own case, and a stranger does not find it', async (visit) => {
  visit.complaints.expectStatus(404);
  const applicant = await visit.person({ role: 'kommunikator' });
  await begin(applicant);
  const application = structuredClone(APPLICATION);
  application[0] = { 'sokande-roll': 'enhetschef' };
  application[2]['konto-namn'] = 'exempelkommunen.egen';
  await fillThrough(applicant, { application });
  await send(applicant);
  const { id } = await receipt(applicant);
  await open(applicant, `/arenden/${id}`);
  await applicant.getByRole('button', { name: 'Ta tillbaka ansökan' }).waitFor();
  for (const name of ['Ta ärendet', 'Godkänn', 'Avslå']) {
    assert.equal(await applicant.getByRole('button', { name, exact: true }).count(), 0, name);
  }
  const stranger = await visit.person({ role: 'medarbetare2' });
  await stranger.goto(`/arenden/${id}`);
  await ready(stranger);
  assert.equal(await stranger.getByText('exempelkommunen.egen').count(), 0);
  assert.equal((await stranger.request.get(`/api/arenden/${id}`)).status(), 404);
});

journey('two handlers on one case: the second is told, and keeps what was typed', async (visit) => {
  visit.complaints.expectStatus(409, 412);
  const employee = await visit.person({ role: 'medarbetare2' });
  await begin(employee);
  const application = structuredClone(APPLICATION);
  application[0] = { 'sokande-roll': 'enhetschef' };
  application[2]['konto-namn'] = 'exempelkommunen.tva';
  await fillThrough(employee, { application });
  await send(employee);
  const { id } = await receipt(employee);
  const first = await visit.person({ role: 'kommunikator' });
  const second = await visit.person({ role: 'kommunikator2' });
  for (const page of [first, second]) await open(page, `/arenden/${id}`);
  await control(second, 'meddelande').fill('Hur ofta tänker ni publicera?');
  await first.getByRole('button', { name: 'Ta ärendet' }).click();
  await first.getByText('Du har tagit ärendet.').first().waitFor();
  await second.getByRole('button', { name: 'Skicka meddelandet' }).click();
  await second.locator('#besked').waitFor();
  await look(visit, second, 'way changed by somebody else');
  assert.equal(await control(second, 'meddelande').inputValue(), 'Hur ofta tänker ni publicera?');
});

/** Opens the form of a command. */
async function act(page, name) {
  await page.getByRole('button', { name, exact: true }).first().click();
}

/** Answers the question before an act that cannot be undone. */
async function confirm(page, name) {
  await axe(page);
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

/** Judges the page as it stands, wide and narrow, light and dark. */
async function look(visit, page, name) {
  const before = page.viewportSize();
  for (const [screen, colorScheme] of [['laptop', 'light'], ['laptop', 'dark'], ['phone', 'light']]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(SCREENS[screen]);
    await fits(page);
    await axe(page);
    await visit.picture(`${name} ${screen} ${colorScheme}`, page);
  }
  await page.setViewportSize(before);
}

/** Every answer stands on the review, but only those on the step that was named can be changed. */
async function reviewsCompletion(page) {
  for (const [title, open] of [['Du och din chef', false], ['Kontot', true], ['Bemanning och bevakning', false]]) {
    const heading = page.getByRole('heading', { level: 2, name: title, exact: true });
    const section = page.locator('section').filter({ has: heading });
    await section.locator('dt').first().waitFor();
    const ways = await section.getByRole('link', { name: /^Ändra/ }).count();
    assert.equal(0 < ways, open, `${title} has ${ways} ways to change it`);
    assert.equal(await section.getByText('Stängt').count(), open ? 0 : 1, title);
  }
}
