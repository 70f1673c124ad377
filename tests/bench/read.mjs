// The register read over HTTP: a page of 50, and everything.

import { load } from './client.mjs';
import * as pocketbase from './comparators/pocketbase.mjs';
import { page, WHOLE } from './ours.mjs';
import { interleave, median } from './round.mjs';

const ROUNDS = 5;
const LOAD = { clients: 16, seconds: 1.5 };
const MUST = 10;
/** As browsers ask. */
const ACCEPTS = { 'accept-encoding': 'gzip, deflate, br' };

export async function measure(table, { ours, other, rows }) {
  const pages = Math.ceil(rows.length / 50);
  let turn = 0;
  // Another page each time, as when people leaf.
  const next = () => 1 + ((turn += 7) % pages);
  const get = async (client, path) => {
    const { status, body } = await client.ask('GET', path, ACCEPTS);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${body.toString().slice(0, 300)}`);
    return body.length;
  };
  const results = await interleave(ROUNDS, {
    page: () => load(ours.program.url, LOAD, (client) => get(client, page(next()))),
    otherPage: () => load(other.program.url, LOAD, (client) => get(client, pocketbase.page(next()))),
    whole: () => load(ours.program.url, LOAD, (client) => get(client, WHOLE)),
    otherWhole: () => load(other.program.url, LOAD, async (client) => {
      for (const path of pocketbase.whole(rows.length)) await get(client, path);
    }),
  });
  const rate = (name) => median(results[name].map(({ perSecond }) => perSecond));
  const row = (what, ours, other, otherIs) => table.add({
    what,
    must: `≥ ${MUST} ×`,
    unit: '/s',
    ours,
    other,
    otherIs,
    keeps: MUST * other <= ours,
  });
  row(`register read, page of 50 of ${rows.length}`, rate('page'), rate('otherPage'), 'PocketBase list');
  row(`register read, all ${rows.length}`, rate('whole'), rate('otherWhole'), 'PocketBase list, 1000 a page');
  const middle = (name) => median(results[name].map(({ middle }) => middle)).toFixed(1);
  table.remark(
    `Register reads: medians of ${ROUNDS} rounds of ${LOAD.seconds} s in turn, 16 clients, packed as browsers ask. ` +
    `A page takes ${middle('page')} ms in the middle (PocketBase ${middle('otherPage')}), all ${middle('whole')} ms (${middle('otherWhole')}).`,
  );
}
