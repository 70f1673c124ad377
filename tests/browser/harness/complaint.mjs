// What the browser complains of while a journey runs: broken policy, errors
// in the console, exceptions. A journey that expects one says so.

/** What Chromium writes for an answer of this status. */
const ANSWER = /^Failed to load resource: the server responded with a status of (\d{3})/;
const UNREACHABLE = /^Failed to load resource: net::ERR_/;

export class Complaints {
  constructor() {
    this.list = [];
    this.statuses = new Set();
    this.unreachable = false;
    this.broken = false;
  }

  /** Answers of these statuses belong to the journey. */
  expectStatus(...statuses) {
    for (const status of statuses) this.statuses.add(status);
  }

  /** The network or the store goes away in this journey. */
  expectUnreachable() {
    this.unreachable = true;
  }

  /** The app itself is kept from starting in this journey. */
  expectBrokenApp() {
    this.broken = true;
  }

  async watch(context) {
    await context.exposeBinding('complainOfPolicy', (_, text) => this.list.push(text));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        globalThis.complainOfPolicy(
          `Content-Security-Policy: ${event.effectiveDirective} stops ${event.blockedURI} ` +
            `(${event.sourceFile}:${event.lineNumber})`,
        );
      });
    });
    context.on('weberror', (error) => {
      if (!this.broken) this.list.push(`exception: ${error.error().stack ?? error.error()}`);
    });
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.#hear(message.text(), message.location().url);
    });
  }

  #hear(text, url) {
    const status = ANSWER.exec(text);
    if (status && this.statuses.has(Number(status[1]))) return;
    if (UNREACHABLE.test(text) && this.unreachable) return;
    this.list.push(`console: ${text} (${url})`);
  }

  check() {
    if (this.list.length !== 0) throw new Error(`the browser complained:\n${this.list.join('\n')}`);
  }
}
