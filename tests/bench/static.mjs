// Serves files from memory the way our store serves the app: packed ahead with
// brotli, what has a hash in its name kept for ever, the rest asked for anew.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';

/** Above this the best packing takes minutes, and nobody counts the bytes. */
const LARGE_BYTES = 4_000_000;

const KINDS = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  wasm: 'application/wasm',
};

/** Starts a server of `files` (path → text or bytes); resolves with its `url` and `close`. */
export async function serve(files) {
  const packed = new Map(Object.entries(files).map(([path, content]) => [path, pack(path, Buffer.from(content))]));
  const server = createServer((request, response) => {
    const file = packed.get(request.url.split('?')[0]);
    if (!file) {
      response.writeHead(404).end();
    } else if (request.headers['if-none-match'] === file.headers.etag) {
      response.writeHead(304, file.headers).end();
    } else {
      response.writeHead(200, file.headers).end(file.bytes);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pack(path, content) {
  const bytes = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length < LARGE_BYTES ? constants.BROTLI_MAX_QUALITY : 4,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  const hashed = /-[0-9A-Za-z]{8,}\./.test(path);
  return {
    bytes,
    headers: {
      'content-type': KINDS[path.slice(1 + path.lastIndexOf('.'))] ?? KINDS.html,
      'content-encoding': 'br',
      'content-length': bytes.length,
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: `"${bytes.length.toString(16)}"`,
      vary: 'accept-encoding',
    },
  };
}
