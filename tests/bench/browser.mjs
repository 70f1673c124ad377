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
