// Every page that anyone can open: it has its heading and title, is
// accessible in light and dark, and fits a narrow screen.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';
import { OPEN } from '../harness/place.mjs';

setUp();

for (const path of OPEN) {
  journey(`${path} has one heading, no violations in light or dark, and fits 320 px`, async (visit) => {
    const page = await visit.person();
    await open(page, path);
    assert.equal(await page.locator('h1:visible').count(), 1);
    assert.match(await page.title(), / – Klartecken$/);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await axe(page);
      await visit.picture(`${path} ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(SCREENS.phone);
    await fits(page);
    await axe(page);
    await visit.picture(`${path} phone`);
    await page.setViewportSize(SCREENS.wall);
    await fits(page);
  });
}

journey('links between pages keep the frame, move focus to the heading and tell the title', async (visit) => {
  const page = await visit.person();
  await open(page, '/');
  await page.getByRole('link', { name: 'Kontakt' }).click();
  await page.waitForURL('**/kontakt');
  await page.locator('h1:focus').waitFor();
  assert.match(await page.title(), /^Kontakt/);
  await page.goBack();
  await page.waitForURL(visit.store.url + '/');
  await page.locator('h1:focus').waitFor();
});

journey('the skip link is first and lands in the content', async (visit) => {
  const page = await visit.person();
  await open(page, '/');
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Hoppa till innehållet' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('#innehall:focus').waitFor();
});
