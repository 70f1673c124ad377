// How people set up what they see: their own colours, no motion, large text,
// wide spacing. Every page, behind the login too.

import assert from 'node:assert/strict';

import { journey, setUp } from '../harness/journey.mjs';
import { fits, open } from '../harness/layout.mjs';
import { OPEN, STEPS, behindLogin } from '../harness/place.mjs';

setUp();

/** A screen of 1280 × 1024 at 400 %, which is what WCAG 1.4.10 asks of text that is read downwards. */
const AT_400_PERCENT = { width: 320, height: 256 };

/** Walks through every page with somebody who may open them all. */
async function everywhere(visit, page, look) {
  visit.complaints.expectStatus(404);
  for (const path of [...OPEN, ...STEPS, ...(await behindLogin(page))]) {
    await open(page, path);
    await settled(page);
    await look(path);
  }
}

/** Waits until what the page asks the store for has come. */
async function settled(page) {
  await page.getByText('Hämtar').first().waitFor({ state: 'hidden' });
}

journey('at 400 % nothing scrolls sideways, and what stays in place leaves room to read', async (visit) => {
  const page = await visit.person({ role: 'kommunikator', viewport: AT_400_PERCENT });
  await everywhere(visit, page, async (path) => {
    await fits(page);
    await visit.picture(`400 percent ${path}`, page);
    // What sticks to the window may not fill it.
    const covered = await page.evaluate(() => {
      window.scrollTo(0, 400);
      const sticky = [...document.querySelectorAll('body *')].filter((node) => {
        const { position } = getComputedStyle(node);
        return (position === 'fixed' || position === 'sticky') && node.checkVisibility();
      });
      const heights = sticky.map((node) => {
        const { top, bottom } = node.getBoundingClientRect();
        return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
      });
      return Math.max(0, ...heights) / innerHeight;
    });
    assert.ok(covered < 0.5, `${path}: ${Math.round(covered * 100)} % of the window is covered`);
  });
});

journey('text spacing as WCAG 1.4.12 asks cuts nothing off, on any page', async (visit) => {
  const page = await visit.person({ role: 'kommunikator', screen: 'phone' });
  await everywhere(visit, page, async (path) => {
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      // The widest letters that any system has, since which ones it has is not ours to know.
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; font-family: monospace !important; } p { margin-block-end: 2em !important; }`);
      document.adoptedStyleSheets.push(sheet);
    });
    await fits(page);
    // The list shows a line or two of each row, and a button that shows them whole.
    const whole = page.getByRole('button', { name: 'Visa alla rader' });
    if ((await whole.count()) !== 0) {
      await whole.click();
      await page.getByRole('button', { name: 'Visa bara raderna i fönstret' }).waitFor();
      await fits(page);
    }
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((node) => {
          const { overflowX, overflowY, clipPath } = getComputedStyle(node);
          const clips = [overflowX, overflowY].some((overflow) => overflow === 'hidden' || overflow === 'clip');
          return clips && clipPath === 'none' && node.checkVisibility() && node.textContent.trim() !== ''
            && (node.clientWidth + 1 < node.scrollWidth || node.clientHeight + 1 < node.scrollHeight);
        })
        .map((node) => `${node.className} «${node.textContent.trim().slice(0, 40)}»`));
    assert.deepEqual(cut, [], path);
  });
});

journey('in forced colours every control has an edge, focus is seen, and the page one is on is marked', async (visit) => {
  const page = await visit.person({ role: 'kommunikator', forcedColors: 'active' });
  await everywhere(visit, page, async (path) => {
    const edgeless = await page.evaluate(() => {
      const paper = getComputedStyle(document.documentElement).backgroundColor;
      const seen = (node) => node.checkVisibility() && 0 < node.getBoundingClientRect().width;
      const has = (node) => {
        const style = getComputedStyle(node);
        const edged = ['Top', 'Right', 'Bottom', 'Left'].every((side) =>
          style[`border${side}Style`] !== 'none' && style[`border${side}Width`] !== '0px'
            && style[`border${side}Color`] !== paper);
        return edged || style.textDecorationLine.includes('underline') || style.appearance === 'auto';
      };
      return [...document.querySelectorAll('.button, .input, select, textarea, input')]
        .filter((node) => seen(node) && !has(node))
        .map((node) => node.outerHTML.slice(0, 120));
    });
    assert.deepEqual(edgeless, [], path);
    // The first stop after the skip link shows that it has focus.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== 'none' && style.outlineWidth;
    });
    assert.ok(outline, `${path}: focus is not seen`);
    await visit.picture(`forced colours ${path}`, page);
  });
  // Where one is differs from where one can go by more than colour.
  await open(page, '/forteckning');
  const [here, elsewhere] = await page.evaluate(() => {
    const line = (node) => {
      const { borderBlockEndStyle, borderBlockEndColor, borderBlockEndWidth } = getComputedStyle(node);
      return [borderBlockEndStyle, borderBlockEndColor, borderBlockEndWidth].join(' ');
    };
    return [document.querySelector('.nav [aria-current]'), document.querySelector('.nav a:not([aria-current])')].map(line);
  });
  assert.notEqual(here, elsewhere);
});

journey('whoever wants no motion gets none, on any page', async (visit) => {
  const page = await visit.person({ role: 'kommunikator', reducedMotion: 'reduce' });
  await everywhere(visit, page, async (path) => {
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((node) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(node);
          const still = transitionDuration.split(', ').every((time) => time === '0s') && animationName === 'none';
          return !still || scrollBehavior === 'smooth';
        })
        .map((node) => `${node.tagName}.${node.className}`));
    assert.deepEqual(moving, [], path);
  });
});
