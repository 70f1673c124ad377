import { mkdtempSync } from 'node:fs';
import { withBrowser, withPage, slowDown } from './browser.mjs';
import { klartecken, command } from './ours.mjs';
import { Client } from './client.mjs';
import { accounts } from './rows.mjs';
import { watch } from './watch.mjs';
const dir = mkdtempSync('/tmp/zz-');
const { program, employee } = await klartecken(dir, accounts(1000));
const client = await Client.to(program.url);
const [name, value] = employee.cookie.split('=');
const cookies = [{ name, value, url: program.url, httpOnly: true, sameSite: 'Lax' }];
const { json } = await client.json('POST', '/api/arenden', command(employee), { form: 'starta-konto' });
const url = `${program.url}/ansok/${json.id}/du-och-din-chef`;
for (let i = 0; i < 4; i++) await withBrowser((b) => withPage(b, async (page, session) => {
  await page.context().addCookies(cookies);
  await page.addInitScript(watch);
  await page.addInitScript((s) => globalThis.watch.until(s), 'main form button[type=submit]');
  await session.send('Profiler.enable');
  await slowDown(session);
  if (process.argv[2]) { await session.send('Profiler.setSamplingInterval', { interval: 500 }); await session.send('Profiler.start'); }
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.watch.ready !== null);
  await page.waitForTimeout(1500);
  const w = await page.evaluate(() => ({ p: watch.paint, r: watch.ready, t: watch.tasks }));
  console.log('paint', w.p|0, 'ready', w.r|0, w.t.map(([a, d]) => `${a|0}+${d|0}`).join(' '));
  if (process.argv[2]) {
    const { profile } = await session.send('Profiler.stop');
    const self = new Map(); const byId = new Map(profile.nodes.map((n) => [n.id, n]));
    profile.samples.forEach((id, k) => { const n = byId.get(id); const key = `${n.callFrame.functionName}@${n.callFrame.url.split('/').pop().slice(0,20)}`; self.set(key, (self.get(key) || 0) + profile.timeDeltas[k] / 1000); });
    console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([k, v]) => `${v.toFixed(0)} ${k}`).join('\n'));
  }
}));
await program.stop(); client.close();
process.exit(0);
