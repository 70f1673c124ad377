// The rules compiled to WebAssembly as the app's are: the same profile, the
// same tools, which `cargo xtask bench` has put on PATH, the same passes.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = new URL('../../', import.meta.url).pathname;
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
const CRATE = 'check-bench';
/** What Rust's target has and a stripped file no longer says. */
const FEATURES = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'multivalue']
  .map((feature) => `--enable-${feature}`);

/** Builds the crate; returns its script and its bytes. */
export function build() {
  const run = (program, ...words) =>
    execFileSync(program, words, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  run('cargo', 'build', '--quiet', '--locked', '--package', CRATE, '--profile', 'wasm-release', '--target', 'wasm32-unknown-unknown');
  const out = join(TARGET, 'bench');
  mkdirSync(out, { recursive: true });
  const compiled = join(TARGET, `wasm32-unknown-unknown/wasm-release/${CRATE}.wasm`);
  run('wasm-bindgen', '--target', 'web', '--no-typescript', '--out-dir', out, compiled);
  // Named so that Node takes it for the module it is, wherever it lies.
  const script = join(out, `${CRATE}.mjs`);
  renameSync(join(out, `${CRATE}.js`), script);
  const small = join(out, `${CRATE}.wasm`);
  run('wasm-opt', '-Oz', ...FEATURES, '-o', small, join(out, `${CRATE}_bg.wasm`));
  return { script, bytes: readFileSync(small) };
}

/** The form's table as the rules have it. */
export async function form({ script, bytes }) {
  const { initSync } = await import(script);
  initSync({ module: bytes });
  return JSON.parse(globalThis.klartecken.form());
}
