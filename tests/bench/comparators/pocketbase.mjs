// PocketBase with collections like ours: cases with the form's fields and
// their limits, and the register.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '../client.mjs';
import { Program } from '../program.mjs';

const OPERATOR = 'operator@demo.example';
const EMPLOYEE = 'medarbetare@demo.example';
const PASSWORD = 'klartecken-bench';
/** Most records in one request to its batch API. */
const BATCH = 500;
/** Most records in one page of its lists. */
const PAGE_MAX = 1000;

const PROGRAM = process.env.POCKETBASE;

/** A field's name as PocketBase allows it. */
const named = (id) => id.replaceAll('-', '_');

const KINDS = {
  account: () => ({ type: 'text' }),
  address: () => ({ type: 'text', max: 2000 }),
  choice: ({ choices }) => ({ type: 'select', maxSelect: 1, values: choices.map(({ id }) => id) }),
  choices: ({ choices }) => ({ type: 'select', maxSelect: choices.length, values: choices.map(({ id }) => id) }),
  date: () => ({ type: 'date' }),
  email: () => ({ type: 'email' }),
  guidelines: () => ({ type: 'json' }),
  line: () => ({ type: 'text', max: 200 }),
  'long-text': ({ min, max }) => ({ type: 'text', min, max }),
  name: () => ({ type: 'text', max: 200 }),
  number: ({ min, max }) => ({ type: 'number', min, max, onlyInt: true }),
  phone: () => ({ type: 'text', max: 30 }),
  tick: () => ({ type: 'select', maxSelect: 1, values: ['ja'] }),
  unit: () => ({ type: 'text' }),
  warnings: () => ({ type: 'json' }),
};

/** PocketBase with the collections made, one employee and the register filled. */
export async function pocketbase(directory, form, accounts) {
  const data = join(directory, 'pocketbase');
  mkdirSync(data);
  execFileSync(PROGRAM, ['superuser', 'upsert', OPERATOR, PASSWORD, '--dir', data], { stdio: 'ignore' });
  const program = new Program(
    PROGRAM,
    (port) => ['serve', '--http', `127.0.0.1:${port}`, '--dir', data],
    '/api/health',
    { cwd: directory },
  );
  await program.start();
  const client = await Client.to(program.url);
  const login = async (collection, identity) =>
    (await client.json('POST', `/api/collections/${collection}/auth-with-password`, {}, { identity, password: PASSWORD })).json;
  const operator = { authorization: (await login('_superusers', OPERATOR)).token };

  await client.json('PATCH', '/api/settings', operator, { batch: { enabled: true, maxRequests: BATCH, timeout: 60 } });
  await client.json('POST', '/api/collections/users/records', operator, {
    email: EMPLOYEE, password: PASSWORD, passwordConfirm: PASSWORD, verified: true,
  });
  const questions = form.steps.flatMap((step) => step.questions);
  await client.json('POST', '/api/collections', operator, {
    name: 'cases',
    type: 'base',
    createRule: '@request.auth.id != "" && owner = @request.auth.id',
    updateRule: 'owner = @request.auth.id',
    viewRule: 'owner = @request.auth.id',
    fields: [
      { name: 'owner', type: 'text' },
      { name: 'state', type: 'select', maxSelect: 1, values: ['utkast', 'vantar-pa-chef', 'under-granskning'] },
      { name: 'created', type: 'autodate', onCreate: true },
      { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
      ...questions.map((question) => ({ name: named(question.id), ...KINDS[question.kind](question) })),
    ],
    indexes: ['CREATE INDEX cases_owner ON cases (owner, state)'],
  });
  await client.json('POST', '/api/collections', operator, {
    name: 'accounts',
    type: 'base',
    listRule: '',
    fields: ['platform', 'handle', 'url', 'unit', 'department', 'description', 'status']
      .map((name) => ({ name, type: 'text' })),
    indexes: ['CREATE INDEX accounts_unit ON accounts (unit)'],
  });
  for (let from = 0; from < accounts.length; from += BATCH) {
    await client.json('POST', '/api/batch', operator, {
      requests: accounts.slice(from, from + BATCH).map((account) => ({
        method: 'POST',
        url: '/api/collections/accounts/records',
        body: { ...account, status: 'aktivt' },
      })),
    });
  }
  const { token, record } = await login('users', EMPLOYEE);
  client.close();
  // From here on its first answer is one from the data.
  program.first = page(1);
  return { program, employee: { authorization: token }, owner: record.id };
}

/** The path of a page of 50. */
export const page = (number) => `/api/collections/accounts/records?sort=unit&perPage=50&page=${number}`;

/** The paths of everything, in as few pages as it allows. */
export const whole = (count) => Array.from(
  { length: Math.ceil(count / PAGE_MAX) },
  (_, number) => `/api/collections/accounts/records?sort=unit&perPage=${PAGE_MAX}&page=${1 + number}&skipTotal=1`,
);

/** The answers as a record of its collection. */
export const record = ({ svar }) => Object.fromEntries(
  Object.entries(svar).map(([id, answer]) => [named(id), id === 'inlagg-per-vecka' ? Number(answer) : answer]),
);
