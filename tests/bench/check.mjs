// How many whole applications a second are checked in the browser.

import { build } from 'esbuild';
import { readFileSync } from 'node:fs';

import { withBrowser, withPage } from './browser.mjs';
import { draft } from './draft.mjs';
import { median } from './round.mjs';
import { serve } from './static.mjs';

const ROUNDS = 9;
const ROUND_MILLIS = 200;
/** Which of the others ours is held to, and how many times as fast it is to be. */
const MUST_RATIO = { ajv: 2 };

/** Answers that each checker must refuse, or it does not do the same work. */
const BROKEN = [
  { 'sokande-namn': '' },
  { 'sokande-epost': 'medarbetare' },
  { 'chef-namn': undefined },
  { 'chef-epost': 'medarbetare@demo.example' },
  { 'chef-datum': '2999-01-01' },
  { 'chef-datum': '2026-02-30' },
  { plattform: 'anslagstavlan' },
  { 'konto-namn': 'x x' },
  { syfte: 'För kort' },
  { mal: 'a'.repeat(501) },
  { beskrivning: 'Skriv till medarbetare@demo.example så svarar vi.' },
  { 'ersattare-epost': 'ansvarig@demo.example' },
  { publicister: 'publicist' },
  { 'inlagg-per-vecka': '51' },
  { 'inlagg-per-vecka': '0' },
  { svarstid: 'nej' },
  { 'rutin-for-samtycke': undefined },
  { 'verksamheten-ror': ['inget', 'barn'] },
  { 'utan-reklam': '' },
  { riktlinjer: [] },
];

/** Measures with the register's `rows` in place; `rules` is what `wasm.build` made. */
export async function measure(table, { rules, form, policy, rows }) {
  const { outputFiles } = await build({
    entryPoints: [new URL('comparators/schema/page.js', import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const server = await serve({
    '/': `<!DOCTYPE html><html lang="sv"><title>Kontroll</title><link rel="icon" href="data:,">
<script type="module" src="/schemas.js"></script>
<script type="module">
import init from '/rules.js';
await init({ module_or_path: '/rules.wasm' });
document.title = 'Klar';
</script>`,
    '/schemas.js': outputFiles[0].contents,
    '/rules.js': readFileSync(rules.script),
    '/rules.wasm': rules.bytes,
  });
  const today = new Date().toISOString().slice(0, 10);
  const good = draft(policy);
  try {
    const rates = await withBrowser((browser) => withPage(browser, async (page) => {
      await page.goto(server.url);
      await page.waitForFunction(() => document.title === 'Klar');
      await page.evaluate(([form, policy, today, answers]) => {
        globalThis.beside = globalThis.schemas(form, policy, today, answers);
      }, [form, policy, today, good.svar]);
      const find = (svar) => page.evaluate(
        (words) => JSON.parse(globalThis.klartecken.prepare(...words)),
        [JSON.stringify({ ...good, svar }), JSON.stringify(policy), JSON.stringify(rows), today],
      );
      for (const change of BROKEN) {
        const svar = { ...good.svar, ...change };
        const refused = { ours: 0 < (await find(svar)).length };
        const beside = await page.evaluate((answers) => globalThis.beside.judge(answers), svar);
        for (const [name, kept] of Object.entries(beside)) refused[name] = !kept;
        const lax = Object.keys(refused).filter((name) => !refused[name]);
        if (0 < lax.length) throw new Error(`${lax} let through ${JSON.stringify(change)}`);
      }
      const left = await find(good.svar);
      const kept = await page.evaluate(() => [globalThis.klartecken.check(1), globalThis.beside.ajv(1), globalThis.beside.zod(1)]);
      if (kept.some((count) => count !== 1)) throw new Error(`refused: ${kept} ${JSON.stringify(left)}`);
      return page.evaluate(rate, { rounds: ROUNDS, millis: ROUND_MILLIS });
    }));
    const ours = median(rates.ours);
    for (const name of ['ajv', 'zod']) {
      const other = median(rates[name]);
      const must = MUST_RATIO[name];
      table.add({
        what: `a full application checked, wasm in the browser, register of ${rows.length}`,
        must: must && `≥ ${must} ×`,
        unit: '/s',
        ours,
        other,
        otherIs: name,
        keeps: must && must * other <= ours,
      });
    }
  } finally {
    await server.close();
  }
  table.remark(`Checking: medians of ${ROUNDS} rounds in turn; each refuses the same ${BROKEN.length} broken applications; ours also looks in the register and says what to do.`);
}

/** Runs in the page: checks a second, a list per checker, one after another in every round. */
function rate({ rounds, millis }) {
  const sides = {
    ours: (count) => globalThis.klartecken.check(count),
    ajv: globalThis.beside.ajv,
    zod: globalThis.beside.zod,
  };
  const rates = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  // One round more than wanted: the first one warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(sides)) {
      let count = 0;
      const start = performance.now();
      let now = start;
      while (now < start + millis) {
        count += run(200);
        now = performance.now();
      }
      if (0 < round) rates[name].push(count / ((now - start) / 1000));
    }
  }
  return rates;
}
