// Builds the SurveyJS page from our own form table: the same questions in the
// same steps, asked under the same conditions, with the same checks on length
// and shape.

import { build } from 'esbuild';

const EMAIL = '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$';
const TYPES = {
  account: () => ({ type: 'text' }),
  address: () => ({ type: 'text' }),
  choice: ({ choices }) => ({ type: 'radiogroup', choices: options(choices) }),
  choices: ({ choices }) => ({ type: 'checkbox', choices: options(choices) }),
  date: () => ({ type: 'text', validators: [{ type: 'regex', regex: '^\\d{4}-\\d{2}-\\d{2}$' }] }),
  email: () => ({ type: 'text', inputType: 'email', validators: [{ type: 'regex', regex: EMAIL }] }),
  guidelines: (_, policy) => ({
    type: 'checkbox',
    choices: confirmed(policy).map(({ id, title }) => ({ value: id, text: title })),
    validators: [{ type: 'answercount', minCount: confirmed(policy).length }],
  }),
  line: () => ({ type: 'text', maxLength: 200 }),
  'long-text': ({ min, max }) => ({
    type: 'comment',
    maxLength: max,
    validators: [{ type: 'text', minLength: min, maxLength: max }],
  }),
  name: () => ({ type: 'text', maxLength: 200 }),
  number: ({ min, max }) => ({ type: 'text', inputType: 'number', min, max }),
  phone: () => ({ type: 'text', inputType: 'tel' }),
  tick: ({ label }) => ({ type: 'checkbox', titleLocation: 'hidden', choices: [{ value: 'ja', text: label }] }),
  unit: (_, policy) => ({
    type: 'dropdown',
    choices: [
      ...policy.units.map(({ id, name }) => ({ value: id, text: name })),
      { value: 'saknas', text: 'Min enhet saknas' },
    ],
  }),
  warnings: () => null,
};

const options = (choices) => choices.map(({ id, label }) => ({ value: id, text: label }));
const confirmed = (policy) => policy.guidelines.filter(({ confirm }) => confirm);

/** Our form and policy as a SurveyJS definition, with these answers in it. */
export function definition(form, policy, answers) {
  const element = (question) => {
    const type = TYPES[question.kind](question, policy);
    if (!type) return [];
    const answer = answers[question.id];
    return [{
      name: question.id,
      title: question.label,
      description: question.hint || undefined,
      isRequired: !question.optional,
      visibleIf: question.when
        ? `{${question.when.field}} anyof ${JSON.stringify(question.when.values)}`
        : undefined,
      // A checkbox holds a list, even of a single tick.
      defaultValue: type.type === 'checkbox' && answer !== undefined ? [answer].flat() : answer,
      ...type,
    }];
  };
  return {
    title: form.title,
    pages: form.steps.map(({ slug, title, questions }) => ({
      name: slug,
      title,
      elements: questions.flatMap(element),
    })),
    showProgressBar: 'top',
    checkErrorsMode: 'onNextPage',
    clearInvisibleValues: 'onHidden',
  };
}

/** The page's files, bundled and minified; `answers` are those of a draft that is filled in. */
export async function page(form, policy, answers = {}) {
  const questions = {
    name: 'form',
    setup(builder) {
      builder.onResolve({ filter: /^bench:form$/ }, ({ path }) => ({ path, namespace: 'bench' }));
      builder.onLoad({ filter: /.*/, namespace: 'bench' }, () => ({
        contents: JSON.stringify(definition(form, policy, answers)),
        loader: 'json',
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [new URL('page.js', import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    outdir: '/',
    entryNames: '[name]-[hash]',
    write: false,
    plugins: [questions],
  });
  const files = Object.fromEntries(outputFiles.map(({ path, contents }) => [path, contents]));
  const named = (ending) => Object.keys(files).find((path) => path.endsWith(ending));
  files['/'] = `<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ansök om att starta ett konto</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${named('.css')}">
<script type="module" src="${named('.js')}"></script>
</head>
<body>
<h1>${form.title}</h1>
<p>Sidan öppnas …</p>
<div id="formular"></div>
</body>
</html>`;
  return files;
}
