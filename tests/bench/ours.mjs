// Klartecken with its demo, and with the register filled by the command line.

import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { Client } from './client.mjs';
import { Program } from './program.mjs';

export const PROGRAM = process.env.KLARTECKEN;
const EMPLOYEE = 'sokande';
/** Asks people for consent. */
const ASKING = 'fragande';
const PASSWORD = 'klartecken-bench';
const COLUMNS = ['unit', 'department', 'platform', 'handle', 'url', 'description'];

/** A store of its own in a new directory, its register filled with `accounts`. */
export async function klartecken(directory, accounts) {
  const home = join(directory, `klartecken-${accounts.length}`);
  mkdirSync(home, { mode: 0o700 });
  const data = join(home, 'klartecken.db');
  const program = new Program(
    PROGRAM,
    (port) => ['serve', '--listen', `127.0.0.1:${port}`, '--data', data, '--demo', '--log', 'warn'],
    '/redo',
    { cwd: home },
  );
  await program.start();
  const run = (...words) =>
    promisify(execFile)(PROGRAM, words, {
      cwd: home,
      env: { ...process.env, KLARTECKEN_DATA: data, KLARTECKEN_PASSWORD: PASSWORD },
      maxBuffer: 2 ** 28,
    });
  await run('user', 'add', EMPLOYEE, '--name', 'Sökande Demo', '--email', 'sokande@demo.example', '--role', 'medarbetare');
  await run('user', 'add', ASKING, '--name', 'Frågande Demo', '--email', 'fragar@demo.example', '--role', 'kommunikator');
  const csv = join(home, 'konton.csv');
  writeFileSync(csv, [COLUMNS, ...accounts.map((account) => COLUMNS.map((column) => account[column]))]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\n'));
  const { stdout } = await run('import-accounts', csv);

  const client = await Client.to(program.url);
  const until = performance.now() + 60_000;
  for (;;) {
    const { antal } = (await client.json('GET', page(1))).json;
    if (accounts.length <= antal) break;
    if (until < performance.now()) throw new Error(`only ${antal} accounts came in: ${stdout.slice(0, 2000)}`);
    await setTimeout(50);
  }
  const employee = await login(client, program.url, EMPLOYEE);
  const asking = await login(client, program.url, ASKING);
  const policy = (await client.json('GET', '/api/policy')).json;
  client.close();
  program.first = page(1);
  return { program, employee, asking, policy };
}

/** The headers of somebody who is logged in. The store learns within a second of whom another program added. */
async function login(client, url, name) {
  const headers = { 'content-type': 'application/json', origin: url };
  const body = JSON.stringify({ anvandarnamn: name, losenord: PASSWORD });
  for (let tries = 1; ; tries += 1) {
    const answer = await client.ask('POST', '/api/session', headers, body);
    if (answer.status === 200) return { origin: url, cookie: answer.headers['set-cookie'].split(';')[0] };
    if (4 <= tries) throw new Error(`login: ${answer.status} ${answer.body.toString()}`);
    await setTimeout(700);
  }
}

/** The path of a page of 50. */
export const page = (number) => `/api/forteckning?sida=${number}`;
export const WHOLE = '/api/forteckning';

let keys = 0;

/** Headers of a command: a key of its own, and the version it is meant for. */
export function command(employee, version) {
  keys += 1;
  const key = `00000000-0000-4000-8000-${keys.toString(16).padStart(12, '0')}`;
  const headers = { ...employee, 'idempotency-key': key };
  return version === undefined ? headers : { ...headers, 'if-match': version };
}
