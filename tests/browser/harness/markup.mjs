// Whether HTML keeps to the standard, by html-validate.

import { HtmlValidate } from 'html-validate';

const judge = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // Built pages are minified: what HTML lets one leave out is left out.
    'no-implicit-close': 'off',
    'no-implicit-button-type': 'off',
    'no-raw-characters': 'off',
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
  },
});

/** Throws with everything that is wrong in `html`, which came from `path`. */
export async function validate(path, html) {
  const { valid, results } = await judge.validateString(html, path);
  if (valid) return;
  const lines = results
    .flatMap((result) => result.messages)
    .map(({ line, column, ruleId, message }) => `${path}:${line}:${column} ${message} (${ruleId})`);
  throw new Error(lines.join('\n'));
}
