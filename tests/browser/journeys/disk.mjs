// A full disk: nothing that was typed is lost, people are told, and all is
// well again once there is room, without a restart.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { axe } from '../harness/axe.mjs';
import {
  APPLICATION, begin, caseId, control, fill, fillThrough, nextTo, onStep, receipt, saved, send,
  storedAnswers, storedAs,
} from '../harness/form.mjs';
import { journey, setUp } from '../harness/journey.mjs';

// The smallest limit there is, which the demo does not reach by itself.
setUp({ args: ['--demo', '--data-max', '1'] });

/** Fields for long answers, each as long as a draft may have it. */
const LONG = ['syfte', 'mal', 'malgrupp', 'beskrivning', 'rutin-for-samtycke', 'arkivansvarig'];
const LONG_CHARS_MAX = 20_000;

/** Asks the store something as the person of this page. */
async function ask(page, method, path, data, headers = {}) {
  const { origin } = new URL(page.url());
  return page.request.fetch(path, { method, data, headers: { Origin: origin, ...headers } });
}

/** A new draft, or null when there is no room for it. */
async function draft(page) {
  const answer = await ask(page, 'POST', '/api/arenden', { form: 'starta-konto' }, {
    'Idempotency-Key': randomUUID(),
  });
  return answer.ok() ? answer.json() : null;
}

/** Writes long answers into a draft. Returns it as it then is, or null when there is no room for them. */
async function write(page, { id, version }, chars) {
  const svar = Object.fromEntries(LONG.map((field) => [field, 'å'.repeat(chars)]));
  const path = `/api/arenden/${id}/utkast`;
  const answer = await ask(page, 'PUT', path, { form: 'starta-konto', svar }, { 'If-Match': `"${version}"` });
  if (answer.status() === 507) return null;
  assert.equal(answer.status(), 200, await answer.text());
  return answer.json();
}

/** Writes drafts, as somebody else might, until nothing more fits. Returns their ids. */
async function fillTheDisk(page) {
  const ids = [];
  // First in large pieces, then in ever smaller ones.
  for (let chars = LONG_CHARS_MAX; 1 <= chars; chars = Math.floor(chars / 4)) {
    for (let begun = await draft(page); begun; begun = await draft(page)) {
      ids.push(begun.id);
      if (!(await write(page, begun, chars))) break;
    }
  }
  // What is left takes a line of the history, until it does not.
  const answer = await page.request.get(`/api/arenden/${ids[0]}`);
  for (let last = await answer.json(); last; last = await write(page, last, LONG_CHARS_MAX));
  return ids;
}

/** Throws drafts away, which makes room. */
async function discard(page, ids) {
  for (const id of ids) assert.equal((await ask(page, 'DELETE', `/api/arenden/${id}`)).status(), 204);
}

journey('a full disk: what is typed stays, is told, and is saved once there is room', async (visit) => {
  visit.complaints.expectStatus(507);
  const page = await visit.person({ role: 'medarbetare' });
  await begin(page);
  const id = caseId(page);
  await fillThrough(page, { to: 3 });
  await storedAs(page, id, 'enhet', 'naringsliv');
  const colleague = await visit.person({ role: 'medarbetare2' });
  await colleague.goto('/mina-sidor');
  const drafts = await fillTheDisk(colleague);

  // Typing and stepping go on; the page says how it stands.
  await fill(page, APPLICATION[2]);
  await page.getByText('Tjänsten kan inte spara just nu.').waitFor();
  await axe(page);
  await visit.picture('disk full', page);
  await nextTo(page, 4);
  await page.reload();
  await onStep(page, 4);
  await page.getByRole('link', { name: 'Föregående' }).click();
  await onStep(page, 3);
  assert.equal(await control(page, 'syfte').inputValue(), APPLICATION[2].syfte);

  // Somebody throws drafts away; the page saves by itself.
  await discard(colleague, drafts);
  await storedAs(page, id, 'syfte', APPLICATION[2].syfte);
  await saved(page);
});

journey('a send to a full disk is not sent, keeps everything, and goes through once there is room', async (visit) => {
  visit.complaints.expectStatus(507);
  const page = await visit.person({ role: 'medarbetare' });
  await begin(page);
  const id = caseId(page);
  const application = structuredClone(APPLICATION);
  application[0] = { 'sokande-roll': 'enhetschef' };
  await fillThrough(page, { application });
  await saved(page);
  const colleague = await visit.person({ role: 'medarbetare2' });
  await colleague.goto('/mina-sidor');
  const drafts = await fillTheDisk(colleague);

  await send(page);
  await page.locator('#inte-skickat:focus').waitFor();
  await page.locator('#inte-skickat', { hasText: 'Det du har skrivit finns kvar här.' }).waitFor();
  await axe(page);
  // Reading goes on all the while.
  assert.equal((await page.request.get('/api/forteckning')).status(), 200);
  assert.equal((await storedAnswers(page, id)).mal, APPLICATION[2].mal);

  await discard(colleague, drafts);
  await page.getByRole('button', { name: 'Skicka in ansökan' }).click();
  const { number } = await receipt(page);
  assert.match(number, /\d/);
  const answer = await page.request.get(`/api/arenden/${id}`);
  const { handelser } = await answer.json();
  assert.equal(handelser.filter((event) => event.action === 'skicka-in').length, 1);
});
