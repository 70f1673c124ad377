// Answering a form as its page shows it: the control behind a field's id says
// how it is answered.

/** Whatever unit the list offers first, so that no policy is known here. */
const FIRST = { first: true };

/** Answers that keep every rule of «Starta konto», step by step. */
export const APPLICATION = [
  {
    'sokande-roll': 'medarbetare',
    'chef-namn': 'Enhetschef Demo',
    'chef-epost': 'chef@demo.example',
    'chef-godkannande': 'be-chefen',
  },
  {
    enhet: FIRST,
    'befintliga-konton': true,
  },
  {
    plattform: 'instagram',
    'konto-namn': 'exempelkommunen.provkonto',
    'oppet-slutet': 'oppet',
    'drivs-av': 'verksamheten',
    syfte: 'Berätta om vad som händer i verksamheten varje vecka.',
    mal: 'Fler invånare känner till verksamheten och hittar hit.',
    malgrupp: 'Invånare i kommunen som är nyfikna på verksamheten.',
    beskrivning: 'Exempelkommunen berättar om vardagen i verksamheten.',
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

/** Answers the fields of one page, in the order given. */
export async function fill(page, answers) {
  for (const [id, answer] of Object.entries(answers)) await put(page, id, answer);
}

async function put(page, id, answer) {
  const control = page.locator(`[id="${id}"]`);
  await control.waitFor();
  const kind = await control.evaluate((node) => node.getAttribute('role') ?? node.type);
  const choose = (value) => page.check(`[name="${id}"][value="${value}"]`);
  switch (kind) {
    case 'radio':
      return choose(answer);
    case 'checkbox':
      if (Array.isArray(answer)) {
        for (const value of answer) await choose(value);
        return;
      }
      return control.setChecked(answer);
    case 'combobox': {
      if (answer.first) await control.click();
      else await control.fill(answer);
      const option = page.locator(`[id="${id}-lista"] [role="option"]`).first();
      return option.click();
    }
    default:
      return control.fill(answer);
  }
}

/** Ticks every box of a group that may be empty. */
export async function tickAll(page, name) {
  for (const box of await page.locator(`input[type="checkbox"][name="${name}"]`).all()) await box.check();
}

/** The number N of «Steg N av M», or 0 on other pages. */
export async function stepNumber(page) {
  const heading = await page.locator('h1').innerText();
  return Number(/Steg (\d+) av/.exec(heading)?.[1] ?? 0);
}

/** Waits until the page shows step `number`. */
export async function onStep(page, number) {
  await page.locator('h1', { hasText: `Steg ${number} av` }).waitFor();
}

/** Presses Nästa on step `number` and waits for the one after. */
export async function next(page, number) {
  await page.getByRole('button', { name: 'Nästa' }).click();
  await onStep(page, number + 1);
}
