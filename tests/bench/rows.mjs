// Made-up accounts for the register: the same for everybody who is measured,
// and the same in every run.

const KINDS = [
  'Förskolan', 'Grundskolan', 'Gymnasiet', 'Biblioteket', 'Fritidsgården', 'Äldreboendet', 'Simhallen',
  'Kulturskolan', 'Hemtjänsten', 'Museet', 'Gruppbostaden', 'Ungdomsmottagningen', 'Familjecentralen', 'Teatern',
];
const PLACES = [
  'Eken', 'Björken', 'Åkern', 'Ängen', 'Öster', 'Väster', 'Norrby', 'Söderby', 'Skogsbrynet', 'Sjöstaden',
  'Kullen', 'Hamnen', 'Torget', 'Stationen', 'Kvarnen', 'Bruket', 'Dalen', 'Höjden', 'Lunden', 'Strandvägen',
];
const DEPARTMENTS = [
  'Utbildningsförvaltningen', 'Kultur- och fritidsförvaltningen', 'Vård- och omsorgsförvaltningen',
  'Socialförvaltningen', 'Samhällsbyggnadsförvaltningen', 'Kommunledningsförvaltningen',
];
const THEMES = [
  'vardagen hos oss', 'öppettider och program', 'nya böcker och författarbesök', 'barnens utställningar',
  'lediga platser', 'lovaktiviteter för unga', 'måltider och recept', 'ombyggnaden', 'årets föreställningar',
];
const PLATFORMS = [
  ['facebook', (handle) => `https://www.facebook.com/${handle}`],
  ['instagram', (handle) => `https://www.instagram.com/${handle}`],
  ['youtube', (handle) => `https://www.youtube.com/@${handle}`],
];

/** Numbers from 0 to 1 that look random and never change (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '');

/** `count` accounts as plain objects. */
export function accounts(count) {
  const next = dice(7);
  const pick = (list) => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, (_, number) => {
    const [kind, place] = [pick(KINDS), pick(PLACES)];
    const [platform, address] = pick(PLATFORMS);
    const handle = `${plain(kind).slice(0, 14)}${plain(place).slice(0, 10)}${number}`;
    const unit = `${kind} ${place} ${1 + (number % 40)}`;
    return {
      unit,
      department: pick(DEPARTMENTS),
      platform,
      handle,
      url: address(handle),
      description: `Följ ${unit}: ${pick(THEMES)} och ${pick(THEMES)}.`,
    };
  });
}

/** What people look for in the register, letter by letter. */
export const WORDS = ['bibliotek', 'förskolan eken', 'instagram', 'öppettider', 'åkern 12', 'simhallenlunden4'];
