// A page with nothing but a keyboard.

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
