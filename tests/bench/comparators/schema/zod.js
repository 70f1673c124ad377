// The form as a zod schema.

import * as z from 'zod';

import * as is from './state.js';

const text = (min, max) => z.string().min(min).max(max);
const named = () => text(1, 200).regex(new RegExp(is.LETTER, 'u'));
const oneOf = (ids) => z.enum(ids);
const distinct = (list) => new Set(list).size === list.length;

const KINDS = {
  account: () => text(1, 200),
  address: () => text(1, 2000),
  choice: ({ choices }) => oneOf(choices.map(({ id }) => id)),
  choices: ({ choices }) =>
    z.array(oneOf(choices.map(({ id }) => id))).min(1).refine(distinct)
      .refine((list) => list.length === 1 || !list.includes(is.NONE)),
  date: (_, __, today) => z.iso.date().refine((day) => day <= today),
  email: () => z.email().max(254),
  guidelines: (_, policy) => z.array(oneOf(is.confirmed(policy))).min(is.confirmed(policy).length).refine(distinct),
  line: named,
  'long-text': ({ min, max }) => text(min, max),
  name: named,
  number: ({ min, max }) => z.int().min(min).max(max),
  phone: () => z.string().regex(new RegExp(is.PHONE)),
  tick: () => z.literal('ja'),
  unit: (_, policy) => oneOf(is.units(policy)),
  warnings: () => z.array(z.string()),
};

/** A function that tells whether a parsed application keeps everything. */
export function compile(form, policy, today) {
  const shape = {};
  const conditions = [];
  for (const question of is.questions(form)) {
    const { id, kind, optional, when } = question;
    let type = is.PROMISES.includes(id) ? z.literal('ja') : KINDS[kind](question, policy, today);
    if (id === is.PUBLISHERS) type = z.array(z.email().max(254)).max(is.PUBLISHERS_MAX);
    const personal = new RegExp(is.PERSONAL);
    if (id === is.DESCRIPTION) type = type.refine((value) => !personal.test(value));
    const must = !optional && !is.UNLESS_SIMILAR.includes(id);
    if (must && when) conditions.push([id, when.field, new Set(when.values)]);
    shape[id] = must && !when ? type : type.optional();
  }
  const handles = Object.entries(is.HANDLES).map(([platform, pattern]) => [platform, new RegExp(pattern, 'u')]);
  const patterns = new Map(handles);
  const schema = z.strictObject(shape).superRefine((state, context) => {
    const wrong = (field) => context.addIssue({ code: 'custom', path: [field], message: field });
    for (const [field, other, values] of conditions) {
      if (values.has(state[other]) && state[field] === undefined) wrong(field);
    }
    for (const [one, other] of is.DIFFERENT) {
      if (state[one] !== undefined && state[one] === state[other]) wrong(one);
    }
    if (patterns.get(state[is.PLATFORM])?.test(state[is.HANDLE]) === false) wrong(is.HANDLE);
    const reason = state[is.REASON] ?? '';
    if (state[is.POSTS] < policy.numbers.posts_per_week_min && reason.length < is.REASON_CHARS_MIN) wrong(is.POSTS);
  });
  return (state) => schema.safeParse(state).success;
}
