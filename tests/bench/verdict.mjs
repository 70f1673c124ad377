// How long the answer to «Får jag publicera det här?» takes in the browser.

import { readFileSync } from 'node:fs';

import { slowDown, withBrowser, withPage } from './browser.mjs';
import { draft } from './draft.mjs';
import { serve } from './static.mjs';

const PEOPLE = 10_000;
const ON_PICTURE = 30;
const ROUNDS = 50;
const MUST = 5;

/** Measures the slowest of many verdicts; `rules` is what `wasm.build` made. */
export async function measure(table, { rules, policy, rows }) {
  const server = await serve({
    '/': `<!DOCTYPE html><html lang="sv"><title>Besked</title><link rel="icon" href="data:,">
<script type="module">
import init from '/rules.js';
await init({ module_or_path: '/rules.wasm' });
document.title = 'Klar';
</script>`,
    '/rules.js': readFileSync(rules.script),
    '/rules.wasm': rules.bytes,
  });
  const today = new Date().toISOString().slice(0, 10);
  const account = rows.find((row) => row.status === 'aktivt') ?? rows[0];
  const people = Array.from({ length: PEOPLE }, (_, number) => person(number, account, today));
  // Spread over all of them, so that nobody is found by standing first.
  const step = Math.floor(PEOPLE / ON_PICTURE);
  const question = {
    konto: account.id,
    kanal: 'enhetens-konto',
    medium: 'foto',
    andamal: 'informera',
    tagen: today,
    personer: { slag: 'personer', individer: people.filter((_, at) => at % step === 0).slice(0, ON_PICTURE).map(({ id }) => id) },
    namn: 'fornamn',
    foretag: false,
    egen_bild: true,
    tvekan: false,
  };
  try {
    const millis = await withBrowser((browser) => withPage(browser, async (page, session) => {
      await page.goto(server.url);
      await page.waitForFunction(() => document.title === 'Klar');
      const good = draft(policy);
      await page.evaluate(
        (words) => globalThis.klartecken.prepare(...words),
        [JSON.stringify(good), JSON.stringify(policy), JSON.stringify(rows), today],
      );
      const told = await page.evaluate(
        (words) => globalThis.klartecken.crowd(...words),
        [JSON.stringify(people), JSON.stringify(question)],
      );
      if (told !== '1 of 1') throw new Error(`the picture may not be published: ${told}`);
      await slowDown(session, { network: false });
      return page.evaluate((rounds) => {
        const millis = [];
        for (let round = 0; round < rounds; round += 1) {
          const start = performance.now();
          globalThis.klartecken.verdict(1);
          millis.push(performance.now() - start);
        }
        return millis;
      }, ROUNDS);
    }));
    const worst = Math.max(...millis);
    table.add({
      what: `verdict for a picture of ${ON_PICTURE} people over ${PEOPLE} consents, CPU÷4, slowest of ${ROUNDS}`,
      must: `≤ ${MUST} ms`,
      unit: 'ms',
      ours: worst,
      keeps: worst <= MUST,
    });
  } finally {
    await server.close();
  }
}

/** Somebody who has said yes to everything. */
function person(number, account, today) {
  const id = `individ-${number}`;
  return {
    id,
    namn: `Elev ${number}`,
    enhet: account.enhet,
    personal: false,
    skyddad: false,
    avliden: false,
    avbojt: false,
    samtycken: [
      {
        samtycke: `samtycke-${number}`,
        nummer: `S-${number}`,
        enhet: account.enhet,
        konto: account.id,
        lage: 'galler',
        omfattning: {
          tillfalle: { slag: 'fortlopande' },
          medier: ['foto', 'film'],
          kanaler: ['enhetens-konto', 'webbplats'],
          andamal: ['informera'],
          delning: false,
          namn: 'fornamn',
          giltighet: { slag: 'tills-vidare' },
        },
        fran: today,
      },
    ],
  };
}
