// From the start of the program to its first answer from the data, and the
// memory that everything before it left behind.

import { interleave, median } from './round.mjs';

const ROUNDS = 7;
const MUST_MILLIS = 100;
const MUST_MEGABYTES = 64;

/** Reads the memory of the programs that have answered everything so far. */
export function measureMemory(table, { ours, other }) {
  const [own, others] = [ours.program.memory(), other.program.memory()];
  table.add({
    what: 'memory after all of the above',
    must: `≤ ${MUST_MEGABYTES} MB`,
    unit: 'MB',
    ours: own.now,
    other: others.now,
    otherIs: 'PocketBase',
    keeps: own.now <= MUST_MEGABYTES,
  });
  table.remark(`Memory is resident memory of the process; at most it was ${own.most.toFixed(0)} MB (PocketBase ${others.most.toFixed(0)} MB).`);
}

/** Ends both programs and starts them again and again. */
export async function measure(table, { ours, other, rows }) {
  const start = ({ program }) => async () => {
    await program.stop();
    return program.start();
  };
  const { own, others } = await interleave(ROUNDS, { own: start(ours), others: start(other) });
  table.add({
    what: `start to first answer, a page of ${rows.length} accounts`,
    must: `≤ ${MUST_MILLIS} ms`,
    unit: 'ms',
    ours: median(own),
    other: median(others),
    otherIs: 'PocketBase',
    keeps: median(own) <= MUST_MILLIS,
  });
  table.remark(`Start: medians of ${ROUNDS} starts in turn, on the data that the load left behind.`);
}
