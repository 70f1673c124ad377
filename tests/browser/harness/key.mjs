// A page with nothing but a keyboard.

import assert from 'node:assert/strict';

/** More presses than any page has places to stop at. */
export const STOPS_MAX = 120;

/** Answers a field by keys, as its control is answered. */
export async function answerByKeys(page, id, answer) {
  const [first] = await page.locator(`[id="${id}"]`).all();
  // A question that the answers so far do not open.
  if (!first) return;
  const kind = await first.evaluate((node) => node.getAttribute('role') ?? node.type);
  if (kind === 'radio') {
    await choose(page, id, answer);
    return;
  }
  if (kind === 'checkbox') {
    const values = Array.isArray(answer) ? answer : ['ja'];
    for (const value of values) {
      await tabUntil(page, async () => {
        const place = await focused(page);
        return place.name === id && place.value === value;
      });
      await page.keyboard.press('Space');
    }
    return;
  }
  await tabUntil(page, async () => (await focused(page)).id === id);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(answer);
  if (kind === 'combobox') {
    await page.locator(`[id="${id}-lista"] [role="option"]`, { hasText: answer }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  }
}

/** Goes to a group of radios and to the one with this value. */
export async function choose(page, name, value) {
  await tabUntil(page, async () => (await focused(page)).name === name);
  await page.keyboard.press('Space');
  for (let press = 0; press < STOPS_MAX; press += 1) {
    if ((await focused(page)).value === value) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no choice ${value} in ${name}`);
}

/** Goes on to what has this tag and begins with this text. */
export async function tabTo(page, text, tag) {
  await tabUntil(page, async () => {
    const place = await focused(page);
    return place.text.startsWith(text) && place.tag === tag.toUpperCase();
  });
}

/** Presses Tab until one is there. */
export async function tabUntil(page, there) {
  for (let press = 0; press < STOPS_MAX; press += 1) {
    await page.keyboard.press('Tab');
    if (await there()) return;
  }
  throw new Error(`Tab does not lead there: ${there}`);
}

/** Where focus is. */
export function focused(page) {
  return page.evaluate(() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    return {
      tag: node.tagName,
      id: node.id,
      name: node.name ?? '',
      value: node.value ?? '',
      checked: node.checked ?? false,
      text: node.textContent.trim(),
      outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    };
  });
}

/** Waits until everything that the last key led to at once is on the screen. */
function drawn(page) {
  // What the app does in a frame, such as pointing at an option, is drawn in the frame after it.
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The element that has focus: that very one, which no other is, however like it. */
export const held = (page) => page.evaluateHandle(() => document.activeElement);

/** Throws unless focus is in this very element. An element that has been built anew is another one. */
export async function holds(element, what) {
  const instead = await element.evaluate((node) => {
    const now = document.activeElement;
    if (now === node) return null;
    const name = ({ tagName, id, value }) => `${tagName.toLowerCase()}#${id} «${value ?? ''}»`;
    const standing = node.isConnected ? 'still on the page' : 'no longer on the page';
    return `focus is in ${name(now)}, not in ${name(node)}, which is ${standing}`;
  });
  if (instead) assert.fail(`${what}: ${instead}`);
}

/** Presses a key, after which focus must be in `element`. */
export async function press(page, key, element) {
  await page.keyboard.press(key);
  await drawn(page);
  await holds(element, `after ${key}`);
}

/** Presses a key that leads to what `locator` finds before it is pressed. Returns that element. */
export async function pressTo(page, key, locator) {
  const element = await locator.elementHandle();
  await press(page, key, element);
  return element;
}

/**
 * Types letter by letter in the field that has focus. After each one the field still has it, the text is what one
 * would expect, and so is the place of the caret, which a text that is written anew loses. Calls `judge` as well.
 */
export async function typeIn(page, field, letters, judge = async () => {}) {
  const standing = () => field.evaluate((node) => [node.value, node.selectionStart, node.selectionEnd]);
  for (const letter of letters) {
    const [value, start, end] = await standing();
    await page.keyboard.type(letter);
    await drawn(page);
    await holds(field, `after ${letter} in «${value}»`);
    const wanted = [value.slice(0, start) + letter + value.slice(end), start + 1, start + 1];
    assert.deepEqual(await standing(), wanted, `after ${letter} in «${value}»`);
    await judge();
  }
}
