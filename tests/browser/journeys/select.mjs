// A list to choose from shows what is chosen: when it has been chosen, when
// the page is opened at its address, and when one comes back to it.

import assert from 'node:assert/strict';

import { journey, setUp } from '../harness/journey.mjs';
import { held, holds, press } from '../harness/key.mjs';
import { open } from '../harness/layout.mjs';
import { until } from '../harness/until.mjs';

setUp();

const staff = { role: 'kommunikator' };

/** What each list shows, by its id: the words of every chosen option, and the value that goes with them. */
const shown = (page) => page.locator('main select').evaluateAll((all) =>
  Object.fromEntries(all.map(({ id, value, selectedOptions }) =>
    [id, [value, ...[...selectedOptions].map((option) => option.text)]])));

/** Waits until the lists show this. */
async function shows(page, wanted, what) {
  let seen;
  // An address leads to its page in a moment, and the register's own lists come with the register.
  await until(what, async () => {
    seen = await shown(page).catch(() => null);
    return seen && Object.entries(wanted).every(([id, one]) => String(seen[id]) === String(one));
  }).catch(() => assert.deepEqual(seen, wanted, what));
}

/** Chooses the last option of a list, which was not chosen before. Returns what is shown then. */
async function chooseLast(page, id) {
  const option = page.locator(`#${id} option`).last();
  const value = await option.getAttribute('value');
  const before = await shown(page);
  assert.notEqual(before[id][0], value, id);
  await page.selectOption(`#${id}`, value);
  await page.waitForURL((url) => url.searchParams.get(id) === value);
  const wanted = { ...before, [id]: [value, await option.evaluate(({ text }) => text)] };
  await shows(page, wanted, `${id} shows what was chosen, and the other lists what they showed`);
  return wanted;
}

/** The page anew, in this window and in another person's. */
async function anew(visit, page, wanted, person) {
  await page.reload();
  await shows(page, wanted, 'after a reload');
  const other = await visit.person(person);
  await open(other, page.url());
  await shows(other, wanted, 'at the same address');
}

const REGISTER = ['plattform', 'forvaltning', 'status'];
for (const [who, person, ids] of [
  // Ordered by a list where the headings have no room.
  ['anybody with a phone', { screen: 'phone' }, [...REGISTER, 'ordning']],
  ['staff', staff, [...REGISTER, 'flagga']],
]) {
  journey(`the lists of the register show what ${who} chose, also anew, after Back and when cleared`, async (visit) => {
    const page = await visit.person(person);
    await open(page, '/forteckning');
    await page.locator('.row .row__link').first().waitFor();
    const states = [await shown(page)];
    for (const id of ids) states.push(await chooseLast(page, id));
    await anew(visit, page, states.at(-1), person);

    // To another page and back, then from choice to choice.
    await page.getByRole('link', { name: 'Hör av dig' }).click();
    await page.waitForURL('**/kontakt');
    await page.goBack();
    await shows(page, states.at(-1), 'back from another page');
    for (const state of states.slice(0, -1).reverse()) {
      await page.goBack();
      await shows(page, state, 'after Back');
    }
    for (const state of states.slice(1)) {
      await page.goForward();
      await shows(page, state, 'after Forward');
    }
    await page.getByRole('button', { name: 'Rensa filter' }).first().click();
    const cleared = { ...states[0], ...('ordning' in states[0] && { ordning: states.at(-1).ordning }) };
    await shows(page, cleared, 'cleared, in the same order');
  });
}

for (const [what, path, ids, away] of [
  ['consents', '/samtycken', ['lage', 'enhet'], 'Fråga om samtycke'],
  ['inbox', '/arenden', ['handlaggare', 'blankett', 'flagga'], 'Samtycken'],
]) {
  journey(`the lists of the ${what} show what staff chose, also anew, and back from another page`, async (visit) => {
    const page = await visit.person(staff);
    await open(page, path);
    await page.locator('main select').first().waitFor();
    let wanted = await shown(page);
    for (const id of ids) {
      wanted = await chooseLast(page, id);
      await page.getByRole('link', { name: away, exact: true }).first().click();
      await page.waitForURL((url) => url.pathname !== path);
      await page.goBack();
      await shows(page, wanted, 'back from another page');
    }
    await anew(visit, page, wanted, staff);
  });
}

for (const [what, path, id] of [
  ['register', '/forteckning', 'plattform'],
  ['consents', '/samtycken', 'lage'],
  ['inbox', '/arenden', 'blankett'],
]) {
  journey(`arrow keys in a list of the ${what} choose one after the other, and focus stays`, async (visit) => {
    const page = await visit.person(staff);
    await open(page, path);
    await page.locator('tbody tr, .row .row__link').first().waitFor();
    const options = await page.locator(`#${id} option`)
      .evaluateAll((all) => all.map(({ value, text }) => [value, text]));
    assert.ok(2 < options.length, id);
    await page.locator(`#${id}`).focus();
    const list = await held(page);
    const steps = [...options.slice(1).map((one) => ['ArrowDown', one]), ['Home', options[0]]];
    for (const [key, option] of steps) {
      await press(page, key, list);
      await page.waitForURL((url) => (url.searchParams.get(id) ?? '') === option[0]);
      await shows(page, { [id]: option }, `after ${key}`);
      await holds(list, `${option[1]} is shown`);
    }
  });
}
