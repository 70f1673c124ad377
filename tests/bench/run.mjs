// Takes every number in one run and prints them as one table.
//
// Words pick measurements: those whose name holds one of them.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PROGRAM as CHROMIUM, cookies as cookiesOf } from './browser.mjs';
import * as check from './check.mjs';
import { Client } from './client.mjs';
import { pocketbase } from './comparators/pocketbase.mjs';
import { page as surveyPage } from './comparators/survey/build.mjs';
import * as dead from './dead.mjs';
import { draft } from './draft.mjs';
import * as heading from './heading.mjs';
import * as keystroke from './keystroke.mjs';
import { describe } from './machine.mjs';
import { PROGRAM, WHOLE, command, klartecken } from './ours.mjs';
import * as link from './link.mjs';
import * as page from './page.mjs';
import * as paint from './paint.mjs';
import * as read from './read.mjs';
import { accounts } from './rows.mjs';
import * as start from './start.mjs';
import { serve } from './static.mjs';
import * as step from './step.mjs';
import * as submit from './submit.mjs';
import { Table } from './table.mjs';
import * as verdict from './verdict.mjs';
import * as wasm from './wasm.mjs';
import * as wire from './wire.mjs';

const ROWS = 10_000;
const MANY_ROWS = 100_000;
/** Drafts that lie ready for the steps. */
const DRAFTS = 9;

for (const name of ['KLARTECKEN', 'POCKETBASE']) {
  if (!process.env[name]) throw new Error(`${name} must name a program; \`cargo xtask bench\` sets it`);
}

const begun = performance.now();
const root = fileURLToPath(new URL('../../', import.meta.url));
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
mkdirSync(target, { recursive: true });
// In the target directory and not in /tmp, which may be no disk at all.
const directory = mkdtempSync(join(target, 'bench-'));
const table = new Table();
const machine = describe({ directory, programs: [PROGRAM, process.env.POCKETBASE, CHROMIUM] });
const closing = [() => rmSync(directory, { recursive: true, force: true })];
let failed = 0;

try {
  const rules = wasm.build();
  const form = await wasm.form(rules);
  const rows = accounts(ROWS);
  const ours = await klartecken(directory, rows);
  closing.push(() => ours.program.stop());
  const other = await pocketbase(directory, form, rows);
  closing.push(() => other.program.stop());
  const survey = await serve(await surveyPage(form, ours.policy));
  closing.push(() => survey.close());
  const pages = await open(ours, form, survey);

  await take('wire', () => wire.measure(table, pages));
  await take('paint', () => paint.measure(table, pages));
  await take('own heading on screen', () => heading.measure(table, ours));
  await take('link', () => link.measure(table, ours, pages));
  await take('step', () => step.measure(table, { form, policy: ours.policy, pages }));
  await take('page to page of one program', () => page.measure(table, ours));
  await take('keystroke', () => keystroke.measure(table, { ours, count: ROWS }));
  await take('keystroke', async () => {
    const many = await klartecken(directory, accounts(MANY_ROWS));
    closing.push(() => many.program.stop());
    await keystroke.measure(table, { ours: many, count: MANY_ROWS });
    await many.program.stop();
  });
  await take('check', async () => check.measure(table, { rules, form, policy: ours.policy, rows: await snapshot(ours) }));
  await take('verdict', async () => verdict.measure(table, { rules, policy: ours.policy, rows: await snapshot(ours) }));
  await take('submit', () => submit.measure(table, { ours, other }));
  await take('read', () => read.measure(table, { ours, other, rows }));
  await take('dead', () => dead.measure(table, directory));
  await take('memory', () => start.measureMemory(table, { ours, other }));
  await take('start', () => start.measure(table, { ours, other, rows }));
} finally {
  for (const close of closing.reverse()) await close();
}

console.log(`\n${machine.join('\n')}\n`);
table.print();
const { kept, of } = table.score;
console.log(`\n${kept} of ${of} numbers are kept; the run took ${((performance.now() - begun) / 60_000).toFixed(1)} min`);
if (0 < failed) {
  console.log(`${failed} measurements could not be taken`);
  process.exitCode = 1;
}

/** Takes a measurement, unless others were asked for. One that fails is told and not hidden. */
async function take(name, measure) {
  const wanted = process.argv.slice(2);
  if (0 < wanted.length && !wanted.some((word) => name.includes(word))) return;
  console.log(`Measuring ${name} …`);
  try {
    await measure();
  } catch (error) {
    failed += 1;
    console.error(`  ${name} could not be taken: ${error.stack}`);
    table.remark(`${name} could not be taken: ${error.message.split('\n')[0]}`);
  }
}

/** The rows of the register, as the app gets them. */
async function snapshot({ program }) {
  const client = await Client.to(program.url);
  const { konton } = (await client.json('GET', WHOLE)).json;
  client.close();
  return konton;
}

/** The door, open to everybody, the wizard's first step and SurveyJS's page, and drafts that are filled in. */
async function open({ program, employee, policy }, form, survey) {
  const cookies = cookiesOf(program.url, employee);
  const client = await Client.to(program.url);
  const begin = async (answers) => {
    const { headers, json } = await client.json('POST', '/api/arenden', command(employee), { form: form.id });
    if (answers) {
      const put = { ...employee, 'if-match': headers.etag };
      await client.json('PUT', `/api/arenden/${json.id}/utkast`, put, answers);
    }
    return `${program.url}/ansok/${json.id}/${form.steps[0].slug}`;
  };
  const cases = [];
  for (let number = 0; number < DRAFTS; number += 1) {
    cases.push(await begin(draft(policy, `vaxthuset.steg.${number}`)));
  }
  const ready = 'main form button[type=submit]';
  const wizard = { url: await begin(null), ready, cookies };
  client.close();
  return {
    door: { url: `${program.url}/ansok`, ready },
    wizard,
    survey: { url: `${survey.url}/`, ready: '#formular input' },
    cases,
    cookies,
  };
}
