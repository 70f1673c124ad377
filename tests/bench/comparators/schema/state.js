// The application as a program holds it that has parsed its fields: numbers
// are numbers and lists are lists.

/** What only our own rules know of each field, by its id. */
export const PROMISES = ['bevakning-varje-vardag', 'svarstid', 'underskrift'];
export const UNLESS_SIMILAR = ['befintliga-konton'];
export const POSTS = 'inlagg-per-vecka';
export const REASON = 'inlagg-undantag';
export const REASON_CHARS_MIN = 20;
export const PUBLISHERS = 'publicister';
export const PUBLISHERS_MAX = 50;
export const NONE = 'inget';
export const DESCRIPTION = 'beskrivning';
export const PLATFORM = 'plattform';
export const HANDLE = 'konto-namn';
export const DIFFERENT = [
  ['chef-epost', 'sokande-epost'],
  ['ersattare-epost', 'ansvarig-epost'],
];
export const LETTER = '\\p{L}';
export const PHONE = '^\\+?[0-9 ()/.–-]{6,25}$';
export const PERSONAL = '\\d{6,8}[-+]?\\d{4}|[^\\s@]+@[^\\s@]+\\.[^\\s@]+|0\\d{1,3}[- ]?\\d{2,3} ?\\d{2} ?\\d{2}';
export const HANDLES = {
  facebook: '^[\\p{L}0-9.-]{5,75}$',
  instagram: '^[a-z0-9._]{1,30}$',
  youtube: '^@?[\\p{L}0-9._-]{3,30}$',
  linkedin: '^[\\p{L}0-9-]{3,100}$',
  tiktok: '^@?[a-z0-9._]{2,24}$',
  x: '^@?[A-Za-z0-9_]{1,15}$',
};

/** Every question of the form. */
export const questions = (form) => form.steps.flatMap((step) => step.questions);

/** The ids of the guidelines to confirm. */
export const confirmed = (policy) => policy.guidelines.filter(({ confirm }) => confirm).map(({ id }) => id);

/** The ids of the units to choose from. */
export const units = (policy) => [...policy.units.map(({ id }) => id), 'saknas'];

/** The draft's answers, parsed. */
export function parse(answers) {
  const state = { ...answers };
  state[POSTS] = Number(answers[POSTS]);
  if (answers[PUBLISHERS]) state[PUBLISHERS] = answers[PUBLISHERS].split('\n');
  return state;
}
