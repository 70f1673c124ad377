// Focus after every key. What is drawn while somebody types must not be drawn
// over the field they type in: an element that is taken off the page and put
// back, or built anew, has lost focus, and the next letter goes nowhere.

import assert from 'node:assert/strict';

import { APPLICATION, begin, control, fillThrough, onStep, saved } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { held, holds, press, pressTo, tabTo, tabUntil, typeIn } from '../harness/key.mjs';
import { open } from '../harness/layout.mjs';
import { until } from '../harness/until.mjs';

setUp();

const employee = { role: 'medarbetare' };
const SEARCH = '#fritext';

const radios = (page, name) => page.locator(`[type="radio"][name="${name}"]`);

/** Presses ArrowDown until the radio with this value is chosen; focus is in each on the way. */
async function arrowTo(page, name, value) {
  const values = await radios(page, name).evaluateAll((all) => all.map((radio) => radio.value));
  let at = values.indexOf(await page.evaluate(() => document.activeElement.value));
  while (values[at] !== value) {
    at = (at + 1) % values.length;
    const radio = await pressTo(page, 'ArrowDown', radios(page, name).nth(at));
    assert.ok(await radio.isChecked(), values[at]);
  }
}

/** The heading that a new step gives focus to. */
async function headingOf(page, step) {
  await onStep(page, step);
  await page.locator('h1:focus').waitFor();
  return held(page);
}

journey('in a step each key leaves focus where one writes, and Tab, arrows and Enter lead on', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  let heading = await headingOf(page, 1);
  await saved(page);
  await holds(heading, 'the draft is saved beside it');

  // Once around the roles. Some open questions below, which others close.
  const role = 'sokande-roll';
  await pressTo(page, 'Tab', control(page, 'sokande-namn'));
  await tabUntil(page, () => page.evaluate((role) => document.activeElement.name === role, role));
  await holds(await radios(page, role).first().elementHandle(), 'Tab leads to the first role');
  await press(page, 'Space', await held(page));
  const last = await radios(page, role).last().inputValue();
  await arrowTo(page, role, last);
  await arrowTo(page, role, 'medarbetare');
  const name = await pressTo(page, 'Tab', control(page, 'chef-namn'));
  await typeIn(page, name, 'Chef Dmo');
  for (const key of ['ArrowLeft', 'ArrowLeft']) await press(page, key, name);
  await typeIn(page, name, 'e');
  assert.equal(await name.inputValue(), 'Chef Demo');
  const email = await pressTo(page, 'Tab', control(page, 'chef-epost'));
  await typeIn(page, email, 'chef');

  // Enter in a field is Nästa. What is wrong takes focus, and goes away while it is corrected.
  await page.keyboard.press('Enter');
  await page.locator('#fel-lista:focus').waitFor();
  await pressTo(page, 'Tab', page.locator('#fel-lista a').first());
  await press(page, 'Enter', email);
  await press(page, 'End', email);
  await typeIn(page, email, '@demo.example');
  await page.locator('[id="chef-epost-error"]').waitFor({ state: 'detached' });
  await typeIn(page, email, 'a');
  await press(page, 'Backspace', email);
  await pressTo(page, 'Tab', radios(page, 'chef-godkannande').first());
  await press(page, 'Space', await held(page));
  await arrowTo(page, 'chef-godkannande', 'be-chefen');
  await page.locator('#fel-lista').waitFor({ state: 'detached' });
  const asked = await radios(page, 'chef-godkannande').and(page.locator(':checked')).elementHandle();
  await holds(asked, 'the summary is gone');

  await tabTo(page, 'Nästa', 'button');
  await page.keyboard.press('Enter');
  heading = await headingOf(page, 2);
  await saved(page);
  await holds(heading, 'the step before it is saved');
  await pressTo(page, 'Tab', control(page, 'enhet'));
});

journey('what is known about an account name changes under it for every letter', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { to: 3 });
  const { konton } = await (await page.request.get('/api/forteckning')).json();
  const taken = konton.find(({ plattform }) => plattform === 'instagram');
  await radios(page, 'plattform').first().focus();
  await press(page, 'Space', await held(page));
  await arrowTo(page, 'plattform', taken.plattform);
  const name = await pressTo(page, 'Tab', control(page, 'konto-namn'));
  const answer = page.locator('[id="konto-namn-svar"]');
  await typeIn(page, name, taken.konto);
  await answer.getByText('Upptaget av').waitFor();
  await saved(page);
  await holds(name, 'the name is taken');
  // A letter in the middle makes it another name.
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await press(page, key, name);
  await typeIn(page, name, 'q7');
  await press(page, 'Control+A', name);
  await press(page, 'Backspace', name);
  assert.equal((await answer.innerText()).trim(), '');
  await typeIn(page, name, APPLICATION[2]['konto-namn']);
  await answer.getByText('Ledigt i förteckningen').waitFor();
  await saved(page);
  await holds(name, 'the name is free');

  const open = await pressTo(page, 'Tab', radios(page, 'oppet-slutet').first());
  await press(page, 'Space', open);
  await pressTo(page, 'Tab', radios(page, 'drivs-av').first());
  await press(page, 'Space', await held(page));
  await arrowTo(page, 'drivs-av', 'verksamheten');
  const purpose = await pressTo(page, 'Tab', control(page, 'syfte'));
  await typeIn(page, purpose, 'Visa vägen.');
  await saved(page);
  await holds(purpose, 'the draft is saved');
});

/** What the field of a combobox says of its list, judged against the list itself. */
async function listOf(field) {
  const list = await field.evaluate((node) => {
    const popup = document.getElementById(node.getAttribute('aria-controls'));
    const options = [...popup.querySelectorAll('[role="option"]')];
    const pointed = node.getAttribute('aria-activedescendant');
    return {
      isOut: node.getAttribute('aria-expanded') === 'true',
      isSeen: popup.checkVisibility(),
      pointed,
      // All that have the id: it must be one, and an option of this list.
      at: [...document.querySelectorAll('[id]')]
        .filter(({ id }) => id === pointed)
        .map((one) => options.indexOf(one)),
      selected: options.flatMap((one, index) => (one.getAttribute('aria-selected') === 'true' ? [index] : [])),
      labels: options.map((one) => [...one.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE).data),
    };
  });
  assert.equal(list.isOut, list.isSeen, 'the field says whether the list is out');
  assert.equal(list.at.length, list.pointed === null ? 0 : 1, `one element is ${list.pointed}`);
  assert.deepEqual(list.at, list.selected, `the option pointed at by ${list.pointed} is the selected one`);
  assert.ok(list.at.every((place) => 0 <= place), `${list.pointed} is an option of the list`);
  return { isOut: list.isOut, at: list.at[0] ?? null, labels: list.labels };
}

/** Uses a combobox by every key it has; `letters` are to fit several options. Leaves the first of them picked. */
async function combine(page, field, letters) {
  const stands = async (wanted, what) => {
    const { isOut, at } = await listOf(field);
    assert.deepEqual({ isOut, at }, wanted, what);
  };
  await stands({ isOut: false, at: null }, 'at first');
  // What there is to pick may still be on its way, and then comes into a list that is out.
  await press(page, 'ArrowDown', field);
  await until('the list is out', async () => (await listOf(field)).isOut);
  await holds(field, 'the list is out');
  await press(page, 'Escape', field);
  await stands({ isOut: false, at: null }, 'Escape');
  await typeIn(page, field, letters, () => stands({ isOut: true, at: null }, 'while one types'));
  const { labels } = await listOf(field);
  assert.ok(2 < labels.length, `${letters} fits several: ${labels}`);
  const last = labels.length - 1;
  const ways = [['ArrowDown', 0], ['ArrowDown', 1], ['ArrowUp', 0], ['ArrowUp', last], ['ArrowDown', 0]];
  for (const [key, place] of ways) {
    await press(page, key, field);
    await stands({ isOut: true, at: place }, key);
  }

  // Pointed at one, a letter makes another list.
  await press(page, 'Backspace', field);
  await stands({ isOut: true, at: null }, 'Backspace');
  await typeIn(page, field, letters.at(-1));
  for (const key of ['Home', 'Delete']) await press(page, key, field);
  await typeIn(page, field, letters[0]);
  await press(page, 'ArrowDown', field);
  await press(page, 'Escape', field);
  await stands({ isOut: false, at: null }, 'Escape');
  assert.equal(await field.inputValue(), letters, 'Escape keeps what was typed');

  // The list comes out with the option to point at.
  await press(page, 'ArrowDown', field);
  await stands({ isOut: true, at: 0 }, 'out again');
  await press(page, 'ArrowDown', field);
  await press(page, 'Enter', field);
  await stands({ isOut: false, at: null }, 'Enter');
  assert.equal(await field.inputValue(), labels[1]);

  // The answer can be typed away and picked again.
  await press(page, 'Control+A', field);
  await typeIn(page, field, letters, () => stands({ isOut: true, at: null }, 'typed away'));
  await press(page, 'ArrowDown', field);
  await press(page, 'Enter', field);
  await stands({ isOut: false, at: null }, 'Enter again');
  assert.equal(await field.inputValue(), labels[0]);
}

journey('the list of units leaves focus in its field, which points only at options that exist', async (visit) => {
  const page = await visit.person(employee);
  await begin(page);
  await fillThrough(page, { to: 2 });
  await page.locator('h1:focus').waitFor();
  const field = await pressTo(page, 'Tab', control(page, 'enhet'));
  await combine(page, field, 'skola');
  await saved(page);
  await holds(field, 'the unit is saved, and what it has is shown below');
});

journey('so does the list of accounts', async (visit) => {
  const page = await visit.person(employee);
  await open(page, '/andra');
  await page.getByRole('link', { name: 'Börja anmälan' }).click();
  await onStep(page, 1);
  await page.locator('h1:focus').waitFor();
  const field = await pressTo(page, 'Tab', control(page, 'konto'));
  await combine(page, field, 'kommun');
  await saved(page);
  await holds(field, 'the account is saved');
});

const links = (page) => page.locator('.row .row__link');
const at = (page, place) => page.locator(`.row[aria-rowindex="${place}"] .row__link`);

/** Waits until what stands in the address is what has been typed. */
const follows = (page, text) => page.waitForURL((url) => (url.searchParams.get('fritext') ?? '') === text);

journey('the list, its count and the address follow each letter of a search, and focus does not', async (visit) => {
  const page = await visit.person();
  // Somebody types before the register is here, and it comes while they do.
  let arrive;
  const typed = new Promise((resolve) => (arrive = resolve));
  await page.route('**/api/forteckning', async (route) => {
    await typed;
    await route.continue();
  });
  await open(page, '/forteckning');
  await page.locator(SEARCH).focus();
  const field = await held(page);
  const half = Math.ceil('exempel'.length / 2);
  await typeIn(page, field, 'exempel'.slice(0, half));
  assert.equal(await links(page).count(), 0, 'the register is not here yet');
  arrive();
  await links(page).first().waitFor();
  await holds(field, 'the register is here');
  await follows(page, 'exempel'.slice(0, half));
  await holds(field, 'the address has followed');

  const agree = async () => {
    const wanted = Number(await page.getByRole('table').first().getAttribute('aria-rowcount')) - 1;
    const told = Number.parseInt((await page.locator('.register__count').innerText()).replaceAll(/\s/g, ''), 10);
    assert.equal(told, wanted, 'the count and the list agree');
  };
  await typeIn(page, field, 'exempel'.slice(half), agree);
  await follows(page, 'exempel');
  await holds(field, 'the address has followed again');
  // In the middle, until nothing is found and the list is gone; and back.
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await press(page, key, field);
  await typeIn(page, field, 'qqq');
  await until('nothing is found', async () => (await links(page).filter({ visible: true }).count()) === 0);
  await follows(page, 'exemqqqpel');
  await holds(field, 'nothing is found');
  for (const left of ['exemqqpel', 'exemqpel', 'exempel']) {
    await press(page, 'Backspace', field);
    assert.equal(await field.inputValue(), left);
  }
  await links(page).first().waitFor();
  await press(page, 'Control+A', field);
  await press(page, 'Backspace', field);
  await follows(page, '');
  await holds(field, 'the search is empty');
});

for (const [who, person, names] of [
  ['anybody', {}, ['Konto', 'Enhet']],
  ['staff', { role: 'kommunikator' }, ['Ansvarig', 'Att göra', 'Konto']],
]) {
  journey(`a heading keeps focus while the list is ordered by it, for ${who}`, async (visit) => {
    const page = await visit.person(person);
    await open(page, '/forteckning');
    await links(page).first().waitFor();
    for (const name of names) {
      const header = page.getByRole('columnheader', { name, exact: true });
      const button = await header.getByRole('button').elementHandle();
      await button.focus();
      for (const key of ['Enter', 'Enter', 'Space']) {
        const before = await header.getAttribute('aria-sort');
        await press(page, key, button);
        const wanted = before === 'ascending' ? 'descending' : 'ascending';
        assert.equal(await header.getAttribute('aria-sort'), wanted, `${name} after ${key}`);
      }
    }
    // From the last heading Tab leads on to the rows, which are others by now.
    const inRow = () => page.evaluate(() => document.activeElement.closest('.accounts__body .row') !== null);
    for (let stop = 0; stop < 10 && !(await inRow()); stop += 1) await page.keyboard.press('Tab');
    assert.ok(await inRow());
  });
}

journey('each arrow key leads to the next row, also while rows are moved to where one scrolls', async (visit) => {
  const page = await visit.person();
  await open(page, '/forteckning');
  await links(page).first().waitFor();
  await page.locator(SEARCH).focus();
  const field = await held(page);
  const rows = Number(await page.getByRole('table').first().getAttribute('aria-rowcount')) - 1;
  const far = Math.min(rows - 1, 30);
  // Rows are drawn as they come into sight, so which element it is shows only afterwards.
  const arrive = async (key, place) => {
    await page.keyboard.press(key);
    await until(`focus is in row ${place} after ${key}`, async () => (await at(page, place).count()) === 1
      && at(page, place).evaluate((link) => link === document.activeElement));
    return at(page, place).innerText();
  };
  const down = [];
  for (let row = 0; row < far; row += 1) down.push(await arrive('ArrowDown', row + 2));
  assert.ok(0 < (await page.evaluate(() => scrollY)), 'one has scrolled');
  const up = [];
  for (let row = far - 2; 0 <= row; row -= 1) up.push(await arrive('ArrowUp', row + 2));
  assert.deepEqual(up.reverse(), down.slice(0, -1), 'the way back passes the same accounts');
  await press(page, 'ArrowUp', field);
  await typeIn(page, field, 'kom');
});
