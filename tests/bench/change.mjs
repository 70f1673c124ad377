// From a press to the next page or step, while every request is held back: what it takes, and what it waits for.

/** As long as a finger rests on a button: what pressing it draws is not part of what letting go does. */
const PRESS_MILLIS = 60;
/** Whoever has not come on by then waits for the store. */
const PATIENCE_MILLIS = 4000;

/**
 * What it returns presses `element` on a page whose `watch` is armed and knows with `isNext` when one has come on.
 * Gives the milliseconds, and the requests that were waited for.
 */
export async function pressing(page) {
  let holding = false;
  const held = [];
  await page.route('**/*', (route) => {
    if (holding) held.push(route);
    else route.continue();
  });
  const come = () => page.waitForFunction(() => globalThis.watch.isNext(), null, { timeout: PATIENCE_MILLIS });
  return async (element, name) => {
    holding = true;
    await element.click({ delay: PRESS_MILLIS });
    const free = await come().then(() => true, () => false);
    if (!free && held.length === 0) {
      throw new Error(`«${name}» leads nowhere: ${(await page.locator('body').innerText()).slice(0, 1500)}`);
    }
    const waited = free ? [] : held.map((route) => named(route.request()));
    const millis = free ? await page.evaluate(() => globalThis.watch.done) : PATIENCE_MILLIS;
    holding = false;
    await Promise.all(held.splice(0).map((route) => route.continue()));
    await come();
    return { millis, waited };
  };
}

const named = (request) => `${request.method()} ${new URL(request.url()).pathname.replace(/[0-9a-f]{16,}/, '…')}`;
