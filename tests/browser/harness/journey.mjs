// A journey: a test with a browser and a store, watched for complaints, and
// with a picture of the page when it fails.

import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';

import { chromium } from 'playwright-core';

import { Complaints } from './complaint.mjs';
import { PASSWORD, Store } from './store.mjs';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Screens that people have. Narrow is WCAG's 320 CSS pixels. */
export const SCREENS = {
  phone: { width: 320, height: 640 },
  laptop: { width: 1280, height: 800 },
  wall: { width: 2560, height: 1440 },
};

const MINUTES_MAX = 6;

let browser;
let store;
let start;

/** One store and one browser for the journeys of this file, started by the first of them. */
export function setUp(options) {
  start = async () => {
    [store, browser] = await Promise.all([
      Store.start(options),
      chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ARGUMENTS }),
    ]);
  };
  after(async () => {
    await browser?.close();
    await store?.remove();
  });
}

/** Runs `walk` as a test of this title. */
export function journey(title, walk) {
  test(title, { timeout: MINUTES_MAX * 60_000 }, async () => {
    if (!store) await start();
    const visit = new Visit();
    try {
      await walk(visit);
      visit.complaints.check();
    } catch (error) {
      await visit.picture(`failed ${basename(process.argv[1], '.mjs')} ${title}`);
      throw visit.report(error);
    } finally {
      await visit.close();
    }
  });
}

/** What a journey is given. */
class Visit {
  constructor() {
    this.store = store;
    this.complaints = new Complaints();
    this.contexts = [];
  }

  /** A new person at a new browser: returns their page, nothing opened yet. */
  async person({ screen = 'laptop', dark = false, role = null, ...more } = {}) {
    const context = await browser.newContext({
      baseURL: store.url,
      locale: 'sv-SE',
      timezoneId: 'Europe/Stockholm',
      viewport: SCREENS[screen],
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(45_000);
    this.contexts.push(context);
    await this.complaints.watch(context);
    if (role) await login(context, role);
    return context.newPage();
  }

  /** Keeps a picture of one page, or of every open one. */
  async picture(name, only = null) {
    const directory = process.env.SCREENSHOTS;
    if (!directory) return;
    mkdirSync(directory, { recursive: true });
    const pages = only ? [only] : this.contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      const number = 1 < pages.length ? ` ${1 + index}` : '';
      const file = `${name}${number}`.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '-').replace(/^-/, '');
      await page.screenshot({ path: join(directory, `${file || 'start'}.png`), fullPage: true }).catch(() => {});
    }
  }

  /** The error with what else there is to know: where every page stood, and what it complained of. */
  report(error) {
    const places = this.contexts
      .flatMap((context) => context.pages())
      .map((page) => `page at ${page.url()}`);
    const complaints = this.complaints.list.filter((text) => !error.message.includes(text));
    const from = error.stack.split('\n').filter((line) => line.includes('/journeys/'));
    const report = new Error([error.message, ...places, ...complaints].join('\n'));
    report.stack = [report.message, ...from].join('\n');
    return report;
  }

  async close() {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** What each role's one login gave. The store rightly minds somebody who logs in every second. */
const cookies = new Map();

/** Logs in by the API that the login page uses, so that a journey starts inside. */
async function login(context, role) {
  if (!cookies.has(role)) {
    const answer = await context.request.post('/api/session', {
      headers: { Origin: store.url },
      data: { anvandarnamn: role, losenord: PASSWORD },
    });
    if (!answer.ok()) throw new Error(`login as ${role}: ${answer.status()} ${await answer.text()}`);
    cookies.set(role, await context.cookies());
  }
  await context.addCookies(cookies.get(role));
}
