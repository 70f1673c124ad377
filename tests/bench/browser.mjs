// A browser of its own for each measurement, with no cache and no past.

import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const PROGRAM = process.env.CHROMIUM || '/usr/bin/chromium';

/** So long must a page be quiet to be at rest, and so long is that waited for. */
const QUIET_MILLIS = 500;
const PATIENCE_MILLIS = 30_000;

/** Runs `act` with a new browser. */
export async function withBrowser(act, { args = [] } = {}) {
  const browser = await chromium.launch({ executablePath: PROGRAM, args: [...ARGUMENTS, ...args] });
  try {
    return await act(browser);
  } finally {
    await browser.close();
  }
}

/** Runs `act` with a new page of a new person, and the page's CDP session. */
export async function withPage(browser, act, options = {}) {
  const context = await browser.newContext({
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(60_000);
  try {
    const page = await context.newPage();
    return await act(page, await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/**
 * Listens to a page that holds `watch`; what it returns resolves once nothing has been asked for and no long
 * task has run for a while. Playwright's «networkidle» comes once a load, so that later it is no wait at all.
 */
export function resting(page) {
  const underWay = new Set();
  let last = performance.now();
  const ended = (request) => {
    underWay.delete(request);
    last = performance.now();
  };
  page.on('request', (request) => underWay.add(request));
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    const until = performance.now() + PATIENCE_MILLIS;
    for (;;) {
      const sinceTask = await page.evaluate(() =>
        performance.now() - Math.max(0, ...globalThis.watch.tasks.map(([start, duration]) => start + duration)));
      if (underWay.size === 0 && QUIET_MILLIS < Math.min(sinceTask, performance.now() - last)) return;
      if (until < performance.now()) {
        throw new Error(`no rest: ${[...underWay].map((request) => request.url())}, last task ${sinceTask} ms ago`);
      }
      await page.waitForTimeout(50);
    }
  };
}

/** The cookie of a session as a browser keeps it. */
export function cookies(url, { cookie }) {
  const [name, value] = cookie.split('=');
  return [{ name, value, url, httpOnly: true, sameSite: 'Lax' }];
}

/** Lighthouse's slow 4G and a processor a quarter as fast. */
export async function slowDown(session, { network = true } = {}) {
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  if (!network) return;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
}
