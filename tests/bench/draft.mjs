// An application that keeps every rule, as somebody would have written it.

const ANSWERS = {
  'sokande-namn': 'Medarbetare Demo',
  'sokande-epost': 'medarbetare@demo.example',
  'sokande-telefon': '070-174 06 05',
  'sokande-roll': 'medarbetare',
  'chef-namn': 'Enhetschef Demo',
  'chef-epost': 'chef@demo.example',
  'chef-godkannande': 'ja',
  'chef-datum': '2026-01-15',
  enhet: 'saknas',
  'enhet-namn': 'Växthuset i Ekbacken',
  'befintliga-konton': 'ja',
  plattform: 'facebook',
  'oppet-slutet': 'oppet',
  'drivs-av': 'verksamheten',
  syfte: 'Vi vill berätta för dem som bor i närheten vad som odlas i växthuset och när det är öppet.',
  mal: 'Om ett år ska dubbelt så många komma på visningarna, och fler ska veta hur man odlar själv.',
  malgrupp: 'De som bor i kommunen och är nyfikna på odling, i första hand familjer med barn.',
  beskrivning: 'Växthuset i Ekbacken visar vad som växer just nu och när det är öppet för besök.',
  'ansvarig-namn': 'Kontoansvarig Demo',
  'ansvarig-epost': 'ansvarig@demo.example',
  'ersattare-namn': 'Ersättare Demo',
  'ersattare-epost': 'ersattare@demo.example',
  publicister: 'publicist@demo.example\npublicist2@demo.example',
  'inlagg-per-vecka': '3',
  'bevakning-varje-vardag': 'ja',
  svarstid: 'ja',
  underskrift: 'ja',
  funktionsadress: 'ja',
  tvastegsverifiering: 'ja',
  personer: 'ja',
  'rattslig-grund': 'samtycke',
  'rutin-for-samtycke': 'Vi frågar före fotograferingen och förvarar svaren i kommunens arkiv.',
  'verksamheten-ror': ['inget'],
  'profilbild-visar-logotyp': 'ja',
  bakgrundsbild: 'ja',
  'utan-reklam': 'ja',
  'alt-text-och-textning': 'ja',
  arkivansvarig: 'Registrator på förvaltningen',
};

/** The draft for an account of this name, with the policy's guidelines read. */
export function draft(policy, handle = 'vaxthuset.ekbacken') {
  return {
    form: 'starta-konto',
    svar: {
      ...ANSWERS,
      'konto-namn': handle,
      riktlinjer: policy.guidelines.filter(({ confirm }) => confirm).map(({ id }) => id),
      varningar: ['avsandare-syns'],
    },
  };
}
