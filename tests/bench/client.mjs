// A keep-alive HTTP client on a bare socket, so that the asker costs little
// beside the store that answers.

import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');

/** One connection; one request at a time. */
export class Client {
  static async to(url) {
    const { hostname, port } = new URL(url);
    const client = new Client();
    client.host = `${hostname}:${port}`;
    client.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(client.socket, 'connect');
    client.received = Buffer.alloc(0);
    client.socket.on('data', (bytes) => {
      client.received = client.received.length === 0 ? bytes : Buffer.concat([client.received, bytes]);
      client.deliver();
    });
    const fail = (error) => {
      client.waiting?.reject(error ?? new Error('the store closed the connection'));
      client.waiting = null;
    };
    client.socket.on('error', fail).on('close', () => fail());
    return client;
  }

  /** Sends a request; resolves with status, headers and the bytes of the body. */
  ask(method, path, headers = {}, body = '') {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const length = method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    this.socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${lines}${length}\r\n${body}`);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  /** The same, where anything but success is an error; the body is read as JSON. */
  async json(method, path, headers = {}, value = undefined) {
    const body = value === undefined ? '' : JSON.stringify(value);
    const answer = await this.ask(method, path, { 'content-type': 'application/json', ...headers }, body);
    if (answer.status < 200 || 300 <= answer.status) {
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body.toString().slice(0, 600)}`);
    }
    return { ...answer, json: answer.body.length === 0 ? null : JSON.parse(answer.body) };
  }

  close() {
    this.waiting = null;
    this.socket.destroy();
  }

  /** Hands over the answer once all of it is here. */
  deliver() {
    if (!this.waiting) return;
    this.head ??= readHead(this.received);
    if (!this.head) return;
    const { status, headers, start } = this.head;
    let body;
    let end;
    if (headers['transfer-encoding'] === 'chunked') {
      const chunks = readChunks(this.received, start);
      if (!chunks) return;
      ({ body, end } = chunks);
    } else {
      end = start + Number(headers['content-length'] ?? 0);
      if (this.received.length < end) return;
      body = this.received.subarray(start, end);
    }
    this.received = this.received.subarray(end);
    this.head = null;
    const { resolve } = this.waiting;
    this.waiting = null;
    resolve({ status, headers, body });
  }
}

function readHead(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return null;
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(first.split(' ')[1]), headers, start: end + HEAD_END.length };
}

function readChunks(bytes, start) {
  const parts = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf(LINE_END, at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const from = lineEnd + LINE_END.length;
    const next = from + size + LINE_END.length;
    if (bytes.length < next) return null;
    if (size === 0) return { body: Buffer.concat(parts), end: next };
    parts.push(bytes.subarray(from, from + size));
    at = next;
  }
}

/**
 * Lets `count` clients run `act(client, number)` over and over for `seconds`.
 * Returns acts per second and the time an act takes in the middle, in ms.
 */
export async function load(url, { clients: count, seconds }, act) {
  const clients = await Promise.all(Array.from({ length: count }, () => Client.to(url)));
  const times = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(clients.map(async (client, number) => {
    for (let before = performance.now(); before < end; ) {
      await act(client, number);
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
  }));
  const took = (performance.now() - start) / 1000;
  clients.forEach((client) => client.close());
  times.sort((a, b) => a - b);
  return { perSecond: times.length / took, middle: times[times.length >> 1], slowest: times.at(-1) };
}
