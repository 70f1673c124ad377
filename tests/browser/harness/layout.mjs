// What a person can see of the page's shape.

/** Throws when the page is wider than the screen, naming what sticks out. */
export async function fits(page) {
  const out = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return null;
    return [...document.querySelectorAll('body *')]
      .filter((node) => width + 1 < node.getBoundingClientRect().right)
      .map((node) => `${node.tagName.toLowerCase()}.${node.className} «${node.textContent.trim().slice(0, 40)}»`)
      .slice(0, 8);
  });
  if (out) throw new Error(`${page.url()} scrolls sideways because of:\n${out.join('\n')}`);
}

/** The page once the app has taken over from the static shell. */
export async function open(page, path) {
  await page.goto(path);
  await ready(page);
}

/** Waits until the app has drawn a page with a heading of its own. */
export async function ready(page) {
  await page.locator('#app main h1').waitFor();
}
