// The form as a JSON Schema, compiled by ajv.

import Ajv from 'ajv';
import formats from 'ajv-formats';

import * as is from './state.js';

const KINDS = {
  account: () => ({ type: 'string', minLength: 1 }),
  address: () => ({ type: 'string', minLength: 1, maxLength: 2000 }),
  choice: ({ choices }) => ({ enum: choices.map(({ id }) => id) }),
  choices: ({ choices }) => ({
    type: 'array',
    items: { enum: choices.map(({ id }) => id) },
    minItems: 1,
    uniqueItems: true,
    if: { contains: { const: is.NONE } },
    then: { maxItems: 1 },
  }),
  date: (_, __, today) => ({ type: 'string', format: 'date', formatMaximum: today }),
  email: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  guidelines: (_, policy) => ({
    type: 'array',
    items: { enum: is.confirmed(policy) },
    minItems: is.confirmed(policy).length,
    uniqueItems: true,
  }),
  line: () => ({ type: 'string', minLength: 1, maxLength: 200, pattern: is.LETTER }),
  'long-text': ({ min, max }) => ({ type: 'string', minLength: min, maxLength: max }),
  name: () => ({ type: 'string', minLength: 1, maxLength: 200, pattern: is.LETTER }),
  number: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max }),
  phone: () => ({ type: 'string', pattern: is.PHONE }),
  tick: () => ({ const: 'ja' }),
  unit: (_, policy) => ({ enum: is.units(policy) }),
  warnings: () => ({ type: 'array', items: { type: 'string' } }),
};

function schema(form, policy, today) {
  const properties = {};
  const required = [];
  const allOf = [];
  for (const question of is.questions(form)) {
    const { id, kind, optional, when } = question;
    properties[id] = is.PROMISES.includes(id) ? { const: 'ja' } : KINDS[kind](question, policy, today);
    if (optional || is.UNLESS_SIMILAR.includes(id)) continue;
    if (when) {
      allOf.push({
        if: { required: [when.field], properties: { [when.field]: { enum: when.values } } },
        then: { required: [id] },
      });
    } else {
      required.push(id);
    }
  }
  properties[is.PUBLISHERS] = {
    type: 'array',
    items: { type: 'string', format: 'email', maxLength: 254 },
    maxItems: is.PUBLISHERS_MAX,
  };
  properties[is.DESCRIPTION].not = { pattern: is.PERSONAL };
  for (const [one, other] of is.DIFFERENT) properties[one].not = { const: { $data: `1/${other}` } };
  for (const [platform, pattern] of Object.entries(is.HANDLES)) {
    allOf.push({
      if: { properties: { [is.PLATFORM]: { const: platform } } },
      then: { properties: { [is.HANDLE]: { pattern } } },
    });
  }
  allOf.push({
    anyOf: [
      { properties: { [is.POSTS]: { minimum: policy.numbers.posts_per_week_min } } },
      { required: [is.REASON], properties: { [is.REASON]: { minLength: is.REASON_CHARS_MIN } } },
    ],
  });
  return { type: 'object', properties, required, allOf, additionalProperties: false };
}

/** A function that tells whether a parsed application keeps everything. */
export function compile(form, policy, today) {
  const ajv = new Ajv({ allErrors: true, $data: true, strict: true, strictRequired: false, strictTypes: false });
  formats(ajv);
  return ajv.compile(schema(form, policy, today));
}
