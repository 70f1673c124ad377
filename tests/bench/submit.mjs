// Applications sent in, each answer after its bytes are on the disk.

import { record } from './comparators/pocketbase.mjs';
import { draft } from './draft.mjs';
import { command } from './ours.mjs';
import { interleave, median } from './round.mjs';
import { load } from './client.mjs';

const ROUNDS = 5;
const LOAD = { clients: 16, seconds: 2 };
const MUST = 1.5;

let names = 0;
/** An application for an account that nobody has asked for before. */
function next(policy) {
  names += 1;
  return draft(policy, `vaxthuset.ekbacken.${names}`);
}

export async function measure(table, { ours, other }) {
  const results = await interleave(ROUNDS, {
    ours: () => load(ours.program.url, LOAD, async (client) => {
      const begun = await client.json('POST', '/api/arenden', command(ours.employee), { form: 'starta-konto' });
      const path = `${begun.headers.location}/kommando`;
      const body = { kommando: 'skicka-in', utkast: next(ours.policy) };
      await client.json('POST', path, command(ours.employee, begun.headers.etag), body);
    }),
    both: () => load(other.program.url, LOAD, async (client) => {
      const begun = await client.json('POST', CASES, other.employee, { owner: other.owner, state: 'utkast' });
      const body = { ...record(next(ours.policy)), state: 'under-granskning' };
      await client.json('PATCH', `${CASES}/${begun.json.id}`, other.employee, body);
    }),
    create: () => load(other.program.url, LOAD, (client) =>
      client.json('POST', CASES, other.employee, {
        ...record(next(ours.policy)),
        owner: other.owner,
        state: 'under-granskning',
      })),
  });
  const rate = (name) => median(results[name].map(({ perSecond }) => perSecond));
  const middle = (name) => median(results[name].map(({ middle }) => middle)).toFixed(1);
  const row = (what, ours, other, otherIs) => table.add({
    what,
    must: `≥ ${MUST} ×`,
    unit: '/s',
    ours,
    other,
    otherIs,
    keeps: MUST * other <= ours,
  });
  row('submit: begin and send in, 16 clients', rate('ours'), rate('both'), 'PocketBase, create and update');
  row('submit, per HTTP write', 2 * rate('ours'), rate('create'), 'PocketBase, create');
  table.remark(
    `Submit: medians of ${ROUNDS} rounds of ${LOAD.seconds} s in turn. An application takes ${middle('ours')} ms in the middle, ` +
    `PocketBase's two writes ${middle('both')} ms. Ours is on disk before each answer (synchronous=FULL); ` +
    'PocketBase answers before that (synchronous=NORMAL) and keeps no history.',
  );
}

const CASES = '/api/collections/cases/records';
