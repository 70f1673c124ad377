// What the numbers were taken on.

import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';

import { median } from './round.mjs';

const lock = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url)));
const said = (program, ...words) => execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** Lines about machine, load and versions. */
export function describe({ directory, programs }) {
  const load = loadavg().map((number) => number.toFixed(2)).join(' ');
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const packages = ['ajv', 'playwright-core', 'survey-core', 'survey-js-ui', 'zod']
    .map((name) => `${name} ${lock.packages[`node_modules/${name}`].version}`);
  return [
    `Machine: ${availableParallelism()} cores of ${cpus()[0].model.trim()}, ${memory} GiB, Linux ${release()}`,
    `Load average at start: ${load}; fsync of 4 kB takes ${fsyncMillis(directory).toFixed(2)} ms here (median of 50)`,
    `Versions: ${[
      ...programs.map((program) => said(program, '--version')),
      `node ${process.versions.node}`,
      said('rustc', '--version'),
      ...packages,
    ].join(', ')}`,
  ];
}

function fsyncMillis(directory) {
  const path = join(directory, 'fsync');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 50 }, () => {
    const before = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - before;
  });
  closeSync(file);
  rmSync(path);
  return median(times);
}
