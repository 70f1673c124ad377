// Puts ajv's and zod's checks beside ours in one page.

import { compile as ajv } from './ajv.js';
import { parse } from './state.js';
import { compile as zod } from './zod.js';

globalThis.schemas = (form, policy, today, answers) => {
  const state = parse(answers);
  const beside = { ajv: ajv(form, policy, today), zod: zod(form, policy, today) };
  const times = (count, keeps) => {
    let kept = 0;
    for (let number = 0; number < count; number += 1) kept += keeps(state) ? 1 : 0;
    return kept;
  };
  return {
    /** Whether each finds these changed answers right. */
    judge: (changed) =>
      Object.fromEntries(Object.entries(beside).map(([name, keeps]) => [name, keeps(parse(changed))])),
    ajv: (count) => times(count, beside.ajv),
    zod: (count) => times(count, beside.zod),
  };
};
