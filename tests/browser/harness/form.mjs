// Answering a form as its page shows it: the control behind a field's id says
// how it is answered.

import { until } from './until.mjs';

/** Answers that keep every rule of «Starta konto», step by step, in the demo. */
export const APPLICATION = [
  {
    'sokande-roll': 'medarbetare',
    'chef-namn': 'Chef Demo',
    'chef-epost': 'chef@demo.example',
    'chef-godkannande': 'be-chefen',
  },
  {
    enhet: 'Näringslivsenheten',
    'befintliga-konton': true,
  },
  {
    plattform: 'instagram',
    'konto-namn': 'exempelkommunen.foretagarna',
    'oppet-slutet': 'oppet',
    'drivs-av': 'verksamheten',
    syfte: 'Visa företagare vilken hjälp de kan få av kommunen.',
    mal: 'Fler företagare hör av sig innan de söker tillstånd.',
    malgrupp: 'De som driver eller vill starta företag i kommunen.',
    beskrivning: 'Exempelkommunen berättar för företagare om stöd, träffar och tillstånd.',
  },
  {
    'ansvarig-namn': 'Kontoansvarig Demo',
    'ansvarig-epost': 'kontoansvarig@demo.example',
    'ersattare-namn': 'Ersättare Demo',
    'ersattare-epost': 'ersattare@demo.example',
    'inlagg-per-vecka': '5',
    'bevakning-varje-vardag': 'ja',
    svarstid: 'ja',
    underskrift: 'ja',
    funktionsadress: 'ja',
    tvastegsverifiering: 'ja',
  },
  {
    personer: 'ja',
    'rattslig-grund': 'samtycke',
    'rutin-for-samtycke': 'Vi frågar före varje fotografering och sparar svaren i ärendet.',
    'verksamheten-ror': ['inget'],
    'profilbild-visar-logotyp': true,
    bakgrundsbild: true,
    'utan-reklam': true,
    'alt-text-och-textning': true,
    arkivansvarig: 'Registrator',
  },
];

/** The number of the last step, where everything is reviewed. */
export const REVIEW = 1 + APPLICATION.length;

/** Fields that are asked only sometimes, whatever the answers before them. */
const MAYBE_ASKED = new Set(['befintliga-konton']);

/** Answers the fields of one page, in the order given. */
export async function fill(page, answers) {
  for (const [id, answer] of Object.entries(answers)) await put(page, id, answer);
}

/** The control of a field; for a group, its first choice. */
export function control(page, id) {
  return page.locator(`[id="${id}"]`);
}

async function put(page, id, answer) {
  const field = control(page, id);
  if (MAYBE_ASKED.has(id) && (await field.count()) === 0) return;
  await field.waitFor();
  const kind = await field.evaluate((node) => node.getAttribute('role') ?? node.type);
  const choose = (value) => page.check(`[name="${id}"][value="${value}"]`);
  switch (kind) {
    case 'radio':
      return choose(answer);
    case 'checkbox':
      if (!Array.isArray(answer)) return field.setChecked(answer);
      for (const value of answer) await choose(value);
      return;
    case 'combobox':
      await field.fill(answer);
      return page.locator(`[id="${id}-lista"] [role="option"]`, { hasText: answer }).first().click();
    default:
      return field.fill(answer);
  }
}

/** Waits until the review shows what is to be confirmed, which is drawn after the answers. */
export async function onConfirmations(page) {
  await page.getByRole('heading', { name: 'Innan du skickar in' }).waitFor();
}

/** Ticks every box of a group that may be empty. */
export async function tickAll(page, name) {
  for (const box of await page.locator(`input[type="checkbox"][name="${name}"]`).all()) await box.check();
}

/** Waits until the page shows step `number`. */
export async function onStep(page, number) {
  await page.locator('h1', { hasText: `Steg ${number} av` }).waitFor();
}

/** Presses Nästa and waits for step `number`. */
export async function nextTo(page, number) {
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, number);
}

/** Begins an application from its overview and stands on its first step. */
export async function begin(page) {
  await page.goto('/ansok');
  await page.check('[name="chef-ja"][value="ja"]');
  await page.getByRole('button', { name: 'Börja ansökan' }).click();
  await onStep(page, 1);
}

/** Fills in the steps from `from` and stands on step `to`. */
export async function fillThrough(page, { from = 1, to = REVIEW, application = APPLICATION } = {}) {
  for (let step = from; step < to; step += 1) {
    await fill(page, application[step - 1]);
    await nextTo(page, step + 1);
  }
}

/** Confirms what the review asks for and presses the button that sends. */
export async function send(page, { twice = false } = {}) {
  await onConfirmations(page);
  await tickAll(page, 'riktlinjer');
  await tickAll(page, 'varningar');
  await page.getByRole('button', { name: 'Skicka in ansökan' }).click({ clickCount: twice ? 2 : 1 });
}

/** Waits for the receipt and returns the case's number and id. */
export async function receipt(page) {
  await page.waitForURL('**/kvittens');
  await page.getByRole('heading', { name: 'Vi har tagit emot det du skickade in' }).waitFor();
  return {
    number: (await page.locator('.receipt-number').innerText()).trim(),
    id: caseId(page),
  };
}

/** The id of the case that the address names. */
export function caseId(page) {
  return new URL(page.url()).pathname.split('/')[2];
}

/** Waits until the page says that the draft is in the store. */
export async function saved(page) {
  await page.locator('.kept', { hasText: 'Sparat, men inte inskickat' }).waitFor();
}

/** What the store has of a draft, asked with the page's own session. */
export async function storedAnswers(page, id) {
  const answer = await page.request.get(`/api/arenden/${id}`);
  if (!answer.ok()) throw new Error(`case ${id}: ${answer.status()}`);
  const { utkast } = await answer.json();
  return utkast.svar;
}

/** Waits until the store has this answer. */
export async function storedAs(page, id, field, value) {
  await until(`the store has ${field} = ${value}`, async () => (await storedAnswers(page, id))[field] === value);
}
