// Every page that anyone can open: it has its heading and title, is
// accessible in light and dark, and fits a narrow screen.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { journey, SCREENS, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';
import { NOWHERE, OPEN, behindLogin } from '../harness/place.mjs';

setUp();

for (const path of OPEN) {
  journey(`${path} has one heading, no violations in light or dark, and fits 320 px`, async (visit) => {
    if (path === NOWHERE) visit.complaints.expectStatus(404);
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

journey('whoever has many ways to go opens them on a phone, and has them on one line on a laptop', async (visit) => {
  for (const role of ['kommunikator', 'chef']) {
    const page = await visit.person({ role, screen: 'phone' });
    await open(page, '/publiceringar');
    const menu = page.getByRole('button', { name: 'Meny' });
    const ways = page.getByRole('navigation', { name: 'Huvudmeny' });
    assert.equal(await menu.getAttribute('aria-expanded'), 'false');
    assert.equal(await ways.count(), 0);
    await menu.press('Enter');
    await ways.getByRole('link', { name: 'Publiceringar' }).and(page.locator('[aria-current=page]')).waitFor();
    await page.getByRole('button', { name: 'Logga ut' }).waitFor();
    await axe(page);
    await fits(page);
    await ways.getByRole('link', { name: 'Får jag publicera?' }).click();
    await page.getByRole('heading', { name: 'Får jag publicera det här?', level: 1 }).waitFor();
    await ways.waitFor({ state: 'detached' });

    await page.setViewportSize(SCREENS.laptop);
    assert.equal(await menu.count(), 0);
    const links = await ways.getByRole('link').all();
    assert.ok(5 < links.length);
    const tops = await Promise.all(links.map(async (link) => (await link.boundingBox()).y));
    assert.equal(new Set(tops).size, 1, `${role}: ${tops}`);

    // Where they would not fit, the top is as low as on a laptop until they are opened.
    const height = async () => (await page.getByRole('banner').boundingBox()).height;
    const low = await height();
    for (const width of [1024, 1100, 1279]) {
      await page.setViewportSize({ width, height: 800 });
      await menu.waitFor();
      assert.equal(await ways.count(), 0, `${role} at ${width}`);
      await page.getByRole('button', { name: 'Logga ut' }).waitFor();
      assert.ok(await height() <= low + 1, `${role} at ${width}: ${await height()}, on a laptop ${low}`);
    }
    await page.setViewportSize({ width: 1100, height: 800 });
    await menu.press('Enter');
    await ways.getByRole('link', { name: 'Publiceringar' }).waitFor();
    await axe(page);
    await fits(page);
    await visit.picture(`top opened ${role}`, page);
    await ways.getByRole('link', { name: 'Publiceringar' }).click();
    await page.getByRole('heading', { name: 'Publiceringar', level: 1 }).waitFor();
    await ways.waitFor({ state: 'detached' });
  }
  // An administrator has so few that they fit.
  const page = await visit.person({ role: 'administrator' });
  await open(page, '/utkorg');
  await page.setViewportSize({ width: 1024, height: 800 });
  assert.equal(await page.getByRole('button', { name: 'Meny' }).count(), 0);
  const links = await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link').all();
  const tops = await Promise.all(links.map(async (link) => (await link.boundingBox()).y));
  assert.equal(new Set(tops).size, 1, `administrator: ${tops}`);
});

journey('nothing of the frame moves from page to page', async (visit) => {
  visit.complaints.expectStatus(404);
  const page = await visit.person({ role: 'kommunikator' });
  for (const screen of ['laptop', 'wall']) {
    await page.setViewportSize(SCREENS[screen]);
    const frames = new Map();
    for (const path of [...OPEN, ...await behindLogin(page)]) {
      await open(page, path);
      const frame = await page.evaluate(() => ['.brand', '#innehall', '.foot__row'].map((selector) => {
        const { left, right } = document.querySelector(selector).getBoundingClientRect();
        return selector === '.brand' ? left : `${left} to ${right}`;
      }).join(', '));
      frames.set(frame, [...(frames.get(frame) ?? []), path]);
    }
    assert.equal(frames.size, 1, JSON.stringify([...frames]));
  }
});

journey('from an address that is nowhere the links lead on, also to pages of another part', async (visit) => {
  visit.complaints.expectStatus(404);
  const page = await visit.person();
  await open(page, '/finns-inte');
  await page.getByRole('heading', { name: 'Sidan finns inte' }).waitFor();
  await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: 'Ansök om konto' }).click();
  await page.waitForURL('**/ansok');
  await page.locator('h1', { hasText: 'Ansök om att starta ett konto' }).waitFor();
});
