// Runs the journeys and closes with «Browser: N passed, N failed».
//
// An argument picks files by name, or else journeys by title.

import { readdir } from 'node:fs/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const directory = new URL('journeys/', import.meta.url);
const names = (await readdir(directory)).filter((name) => name.endsWith('.mjs')).sort();
const wanted = process.argv[2];
const chosen = wanted ? names.filter((name) => name.includes(wanted)) : names;
const byTitle = wanted && chosen.length === 0;

let passed = 0;
let failed = 0;
const skipped = ({ skip, details }) => skip !== undefined || details.type === 'suite';

run({
  files: (byTitle ? names : chosen).map((name) => new URL(name, directory).pathname),
  // Two cores: a store and a browser already use both.
  concurrency: 1,
  testNamePatterns: byTitle ? [wanted] : undefined,
})
  .on('test:pass', (event) => (passed += skipped(event) ? 0 : 1))
  .on('test:fail', (event) => (failed += skipped(event) ? 0 : 1))
  .on('end', () => {
    process.exitCode = failed === 0 && 0 < passed ? 0 : 1;
  })
  .compose(new spec())
  .on('end', () => console.log(`Browser: ${passed} passed, ${failed} failed`))
  .pipe(process.stdout);
