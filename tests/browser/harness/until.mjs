// Waiting on a condition, never on a clock.

import { setImmediate } from 'node:timers/promises';

/** Asks `condition` until it answers something true, and returns that. */
export async function until(what, condition, { seconds = 20 } = {}) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (end < performance.now()) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await setImmediate();
  }
}
