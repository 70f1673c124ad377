// The forms on paper: as many sheets as people can be asked to print, and nothing missing on them.

import assert from 'node:assert/strict';

import { axe } from '../harness/axe.mjs';
import { journey, setUp } from '../harness/journey.mjs';
import { validate } from '../harness/markup.mjs';

const PAGES_MAX = 2;
// A sheet of A4 between its margins, in CSS pixels.
const PAPER = { width: 688, height: 1040 };

setUp();

/** The forms as the service lists them. */
async function forms(page) {
  await page.goto('/blankett/');
  return page.locator('main li a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
}

async function pages(page) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
}

journey('every form fits on two pages, and the one with pictures on a few', async (visit) => {
  const page = await visit.person({ javaScriptEnabled: false });
  const all = await forms(page);
  assert.ok(8 < all.length, `${all.length} forms`);
  for (const form of all) {
    await page.goto(form);
    const pictured = 0 < (await page.locator('.bild img').count());
    const number = await pages(page);
    assert.ok(number <= (pictured ? 2 * PAGES_MAX : PAGES_MAX), `${form}: ${number} pages`);
  }
});

journey('nothing on a form is cut off on paper, and every picture is there', async (visit) => {
  // axe and the measures are scripts, so this reader lets them run; the page has none of its own.
  const page = await visit.person({ viewport: PAPER });
  const all = await forms(page);
  await axe(page);
  for (const form of all) {
    await page.emulateMedia({ media: 'print' });
    await page.goto(form);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PAPER.width, `${form} is ${wide} pixels wide`);
    const broken = await page
      .locator('img')
      .evaluateAll((images) => images.filter((image) => image.naturalWidth === 0).map((image) => image.src));
    assert.deepEqual(broken, [], form);
    await visit.picture(`print ${form.split('/').at(-1)}`, page);
    await page.emulateMedia({ media: 'screen' });
    await axe(page);
  }
});

journey('a consent on paper has room for all who sign, for staff and for who takes it back', async (visit) => {
  const page = await visit.person({ javaScriptEnabled: false });
  await page.goto('/blankett/samtycke-ungdom.html');
  await validate('samtycke-ungdom', await page.content());
  for (const signer of ['Vårdnadshavare 1', 'Vårdnadshavare 2', 'Den unge själv']) {
    const block = page.locator('.undertecknar').filter({ hasText: signer });
    assert.equal(await block.getByText('Namnteckning').count(), 1, signer);
  }
  const staff = page.locator('.verksamhet');
  for (const note of ['mottagen av', 'Mottagen den', 'Här finns blanketten']) {
    assert.equal(await staff.getByText(note).count(), 1, note);
  }
  const address = `${new URL(visit.store.url).host}/ta-tillbaka`;
  await page.getByRole('img', { name: `QR-kod till ${address}` }).waitFor();
  await page.getByText(address).first().waitFor();

  // Nobody takes back an application for an account that way.
  await page.goto('/blankett/starta-konto.html');
  assert.equal(await page.getByRole('img').count(), 0);
});
