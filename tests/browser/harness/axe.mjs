// Accessibility by axe-core: WCAG 2.2 level A and AA, no exceptions.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Most places shown per violation. */
const NODES_MAX = 4;

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Throws with every violation on the page as it is now. */
export async function axe(page) {
  // Through the debugger's door, for the page's own policy lets no script in.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: source });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, ${JSON.stringify({
      runOnly: { type: 'tag', values: TAGS },
      // Target size is new in 2.2 and off unless asked for.
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
    })}).then((result) => JSON.stringify(result.violations))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(`axe could not run: ${exceptionDetails.exception?.description}`);
  const violations = JSON.parse(result.value);
  if (violations.length === 0) return;
  const lines = violations.flatMap(({ id, help, nodes }) => [
    `${id}: ${help} (${nodes.length})`,
    ...nodes.slice(0, NODES_MAX).map(({ target, failureSummary, html }) =>
      `  ${target.flat().join(' ')}\n    ${html.slice(0, 200)}\n    ${failureSummary.replaceAll('\n', '\n    ')}`),
  ]);
  throw new Error(`axe on ${page.url()}:\n${lines.join('\n')}`);
}
