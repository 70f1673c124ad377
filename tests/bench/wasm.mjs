// The rules compiled to WebAssembly as the app's are: the same profile, the
// same flags, the same tools, the same passes.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const ROOT = new URL('../../', import.meta.url).pathname;
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
const CRATE = 'check-bench';
/** Where `cargo xtask` keeps the tools that are not on PATH. */
const TOOLS = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'klartecken/tools');
const PATH = [
  join(TOOLS, 'wasm-bindgen-cli-0.2.129/bin'),
  join(TOOLS, 'binaryen-132.0.0/node_modules/.bin'),
  process.env.PATH,
].join(delimiter);

/** What Rust's target has and a stripped file no longer says. */
const FEATURES = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'multivalue']
  .map((feature) => `--enable-${feature}`);

/** How the app is compiled besides its profile: what `COMPILED` in `src/xtask/app.rs` says. */
const COMPILED = {
  RUSTC_BOOTSTRAP: '1',
  CARGO_UNSTABLE_BUILD_STD: 'std,panic_abort',
  CARGO_UNSTABLE_BUILD_STD_FEATURES: 'optimize_for_size',
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: '-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none',
};

/** Builds the crate; returns its script and its bytes. */
export function build() {
  const run = (program, ...words) =>
    execFileSync(program, words, { cwd: ROOT, env: { ...process.env, ...COMPILED, PATH }, stdio: ['ignore', 'inherit', 'inherit'] });
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
