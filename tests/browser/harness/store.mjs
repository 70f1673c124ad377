// The real store, started as people start it: its own directory, its own
// database, its own port.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from './until.mjs';

/** The password that every demo login has. */
export const PASSWORD = 'klartecken-demo';

/** A port that nothing listens on at this moment. */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A store with demo data in a directory that goes away with `remove`. */
export class Store {
  static async start({ args = ['--demo'] } = {}) {
    const program = process.env.KLARTECKEN;
    if (!program) throw new Error('KLARTECKEN must name the binary; `cargo xtask test` sets it');
    const store = new Store();
    store.program = program;
    store.args = args;
    store.directory = await mkdtemp(join(tmpdir(), 'klartecken-'));
    store.port = await freePort();
    store.url = `http://127.0.0.1:${store.port}`;
    await store.resume();
    return store;
  }

  /** Starts it on the same database and port as before. */
  async resume() {
    const data = join(this.directory, 'klartecken.db');
    const listen = `127.0.0.1:${this.port}`;
    this.log = '';
    this.child = spawn(this.program, ['serve', '--listen', listen, '--data', data, ...this.args], {
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.log += text));
    }
    await until('the store answers /redo', async () => {
      if (this.child.exitCode !== null) throw new Error(`the store ended: ${this.log}`);
      const answer = await fetch(`${this.url}/redo`).catch(() => null);
      return answer?.ok;
    }, { seconds: 60 });
  }

  /** Ends it as an operator does (SIGTERM), or as a power cut does (SIGKILL). */
  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  async remove() {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
