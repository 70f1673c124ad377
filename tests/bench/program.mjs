// A store that is measured, started as people start it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

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

export class Program {
  /** `words` gets a port and gives the words to start with; `first` is the path of a first answer. */
  constructor(path, words, first, { cwd }) {
    Object.assign(this, { path, words, first, cwd });
  }

  /** Starts; resolves with the milliseconds until the first answer had come. */
  async start() {
    this.port ??= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    this.said = '';
    const before = performance.now();
    this.child = spawn(this.path, this.words(this.port), { cwd: this.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.said = (this.said + text).slice(-10_000);
      });
    }
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`${this.path} ended: ${this.said}`);
      if (await answers(this.port, this.first)) return performance.now() - before;
      if (before + 120_000 < performance.now()) throw new Error(`${this.path} does not answer: ${this.said}`);
      await setTimeout(1);
    }
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  /** Resident memory now and at most, in MB. */
  memory() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const megabytes = (name) => Number(status.match(new RegExp(`${name}:\\s+(\\d+) kB`))[1]) / 1024;
    return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
  }
}

/** Whether a 200 comes back; on a connection of its own, since nobody may listen yet. */
function answers(port, path) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    socket
      .on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`))
      .on('data', (bytes) => {
        text += bytes.toString('latin1');
        if (text.length < 12) return;
        resolve(text.startsWith('HTTP/1.1 200'));
        socket.destroy();
      })
      .on('error', () => resolve(false))
      .on('close', () => resolve(false));
  });
}
