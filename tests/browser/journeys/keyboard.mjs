// A whole application with nothing but a keyboard.

import assert from 'node:assert/strict';

import { APPLICATION, REVIEW, onConfirmations, onStep, receipt } from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { answerByKeys, choose, focused, tabTo, tabUntil, STOPS_MAX } from '../harness/key.mjs';
import { open } from '../harness/layout.mjs';

setUp();

journey('an application is begun, filled in, reviewed and sent by keyboard alone', async (visit) => {
  const page = await visit.person({ role: 'medarbetare' });
  await open(page, '/');
  await tabTo(page, 'Ansök om konto', 'a');
  await page.keyboard.press('Enter');
  // Another part of the app is loaded, and only then is there a question to go to.
  await page.locator('[name="chef-ja"]').first().waitFor();
  await choose(page, 'chef-ja', 'ja');
  await tabTo(page, 'Börja ansökan', 'button');
  await page.keyboard.press('Enter');
  for (let step = 1; step < REVIEW; step += 1) {
    await onStep(page, step);
    for (const [id, answer] of Object.entries(APPLICATION[step - 1])) await answerByKeys(page, id, answer);
    await tabTo(page, 'Nästa', 'button');
    await page.keyboard.press('Enter');
  }
  await onStep(page, REVIEW);
  await onConfirmations(page);
  for (const name of ['riktlinjer', 'varningar']) {
    const count = await page.locator(`[name="${name}"]`).count();
    for (let index = 0; index < count; index += 1) {
      await tabUntil(page, async () => (await focused(page)).name === name && !(await focused(page)).checked);
      await page.keyboard.press('Space');
    }
  }
  await tabTo(page, 'Skicka in ansökan', 'button');
  await page.keyboard.press('Enter');
  await receipt(page);
});

journey('focus is always seen, and a dialog holds it and gives it back', async (visit) => {
  const page = await visit.person({ role: 'medarbetare' });
  await open(page, '/ansok');
  await choose(page, 'chef-ja', 'ja');
  await tabTo(page, 'Börja ansökan', 'button');
  await page.keyboard.press('Enter');
  await onStep(page, 1);
  const seen = new Set();
  for (let press = 0; press < STOPS_MAX; press += 1) {
    await page.keyboard.press('Tab');
    const place = await focused(page);
    if (place.tag === 'BODY') break;
    assert.ok(place.outlined, `focus is not seen on ${place.tag} «${place.text}»`);
    seen.add(place.text);
  }
  assert.ok(seen.has('Nästa'));
  await page.locator('h1').click();
  await tabTo(page, 'Avbryt', 'button');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Vill du avbryta?' }).waitFor();
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body
      || document.activeElement.closest('dialog') !== null));
  }
  await page.keyboard.press('Escape');
  assert.equal((await focused(page)).text, 'Avbryt');
});
