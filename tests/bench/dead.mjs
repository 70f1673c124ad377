// Links that lead nowhere any more: whether the time of the answer tells why.

import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from './client.mjs';
import { PROGRAM, command } from './ours.mjs';
import { Program } from './program.mjs';
import { interleave, median } from './round.mjs';

const ROUNDS = 1000;
/** Rounds before those that count, while everything is still being warmed. */
const WARMING = 100;
const PASSWORD = 'klartecken-demo';
const UNIT = 'ekskolan';
/** How the time of a link stands in the database, and one that is long past. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g;
const LONG_AGO = '2020';

export async function measure(table, directory) {
  const home = join(directory, 'dead');
  mkdirSync(home, { mode: 0o700 });
  const data = join(home, 'klartecken.db');
  const program = new Program(
    PROGRAM,
    (port) => [
      'serve', '--listen', `127.0.0.1:${port}`, '--data', data, '--demo', '--log', 'warn',
      // So that each request may come from an address of its own, and none is held back.
      '--proxy', '127.0.0.1',
    ],
    '/redo',
    { cwd: home },
  );
  await program.start();
  try {
    const tokens = await make(program);
    await program.stop();
    grow(data, tokens.expired);
    await program.start();
    const millis = await time(program, tokens);
    const medians = Object.entries(millis).map(([kind, times]) => [kind, median(times)]);
    medians.sort(([, one], [, other]) => other - one);
    const [slowest, fastest] = [medians[0], medians.at(-1)];
    table.add({
      what: 'a dead link, whatever the reason: the slowest kind beside the fastest',
      unit: '×',
      ours: slowest[1] / fastest[1],
    });
    const told = medians.map(([kind, middle]) => `${kind} ${(1000 * middle).toFixed(0)} µs`);
    table.remark(`Dead links: medians of ${ROUNDS} requests each, in turn: ${told.join(', ')}.`);
  } finally {
    await program.stop();
  }
}

/** Asks with each token in turn and gives the times by kind, ms. */
async function time(program, tokens) {
  const client = await Client.to(program.url);
  let asked = 0;
  const open = (nyckel) => async (round) => {
    asked += 1;
    const address = [asked >> 16, asked >> 8, asked].map((part) => part & 255).join('.');
    const headers = { 'content-type': 'application/json', origin: program.url, 'x-forwarded-for': `10.${address}` };
    const body = JSON.stringify({ nyckel });
    const before = performance.now();
    const { status } = await client.ask('POST', '/api/lank', headers, body);
    const took = performance.now() - before;
    if (status !== 410) throw new Error(`a dead link answers ${status}`);
    return WARMING <= round ? [took] : [];
  };
  const sides = Object.entries(tokens).map(([kind, token]) => [kind, open(token)]);
  const times = await interleave(WARMING + ROUNDS, Object.fromEntries(sides));
  client.close();
  return Object.fromEntries(Object.entries(times).map(([kind, list]) => [kind, list.flat()]));
}

/** A token of each kind. The one that is to be past its day is still good. */
async function make(program) {
  const client = await Client.to(program.url);
  const origin = { origin: program.url };
  const cookie = ({ headers }) => ({ ...origin, cookie: headers['set-cookie'].split(';')[0] });
  const staff = cookie(await client.json('POST', '/api/session', origin, { anvandarnamn: 'kommunikator', losenord: PASSWORD }));
  const tokenOf = (lank) => lank.split('#')[1];
  const find = async (sok) => (await client.json('POST', '/api/samtycken/sok', staff, { sok })).json.samtycken[0].id;
  // The demo has answers to such a question.
  const like = (await client.json('GET', `/api/samtycken/${await find('elev fyra')}`, staff)).json.utkast;
  const ask = async () => {
    const { json } = await client.json('POST', '/api/samtycke/begaran', command(staff), {
      blankett: 'samtycke-ungdom',
      enhet: UNIT,
      tillfalle: { slag: 'fortlopande' },
      kanaler: like.svar.kanaler,
      konto: null,
      till: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    });
    return { id: json.id, token: tokenOf(json.lank) };
  };

  const closed = await ask();
  await client.json('DELETE', `/api/samtycke/begaran/${closed.id}`, staff);

  // The same answers again, where the other guardian has no e-mail and is handed a link, which the
  // signature uses up.
  const { 'andra-epost': _, ...svar } = like.svar;
  Object.assign(svar, { 'barnets-namn': 'Elev Länk', 'andra-namn': 'Vårdnadshavare Andra', 'andra-telefon': '070-174 06 06' });
  const asked = await ask();
  const one = cookie(await client.json('POST', '/api/lank', origin, { nyckel: asked.token }));
  const kept = await client.json('PUT', '/api/lank/utkast', { ...one, 'if-match': '"0"' }, { form: like.form, svar });
  await client.json('POST', '/api/lank/kommando', command(one, kept.headers.etag), { kommando: 'signera', textversion: kept.json.textversion });
  const handed = await client.json('POST', `/api/samtycken/${await find('elev länk')}/lank`, staff, { part: 1 });
  const used = tokenOf(handed.json.lank);
  const opened = await client.json('POST', '/api/lank', origin, { nyckel: used });
  const { textversion, svar: digest } = opened.json;
  await client.json('POST', '/api/lank/kommando', command(cookie(opened), `"${opened.json.version}"`), { kommando: 'signera', textversion, svar: digest });

  const { token: expired } = await ask();
  client.close();
  return {
    used,
    expired,
    revoked: closed.token,
    unknown: randomBytes(32).toString('base64url'),
    malformed: 'ingen länk',
  };
}

/** Makes a link old, as only time does otherwise: in the file, while no program has it open. */
function grow(data, token) {
  const hash = Buffer.from(createHash('sha256').update(token).digest('hex'));
  const file = readFileSync(data);
  let changed = 0;
  for (let at = file.indexOf(hash); 0 <= at; at = file.indexOf(hash, at + 1)) {
    // The row goes on with when it was made and when it expires; an index holds the hash alone.
    const times = [...file.toString('latin1', at, at + 256).matchAll(TIME)];
    if (times.length < 2) continue;
    file.write(LONG_AGO, at + times[1].index, 'latin1');
    changed += 1;
  }
  if (changed !== 1) throw new Error(`the link is in the database ${changed} times`);
  writeFileSync(data, file);
}
