// Where people can go: the pages that anybody opens, and those behind a login.

/** An address without a page. */
export const NOWHERE = '/finns-inte';

/** The pages that anybody can open. */
export const OPEN = [
  '/',
  '/ansok',
  '/ansok/chefen',
  '/andra',
  '/samtycke',
  '/ta-tillbaka',
  '/avliden',
  '/bildstod',
  '/forteckning',
  '/riktlinjer',
  '/tillganglighet',
  '/personuppgifter',
  '/kontakt',
  '/logga-in',
  NOWHERE,
];

/** The steps of the two forms, as one looks through them. */
export const STEPS = [
  ...['du-och-din-chef', 'verksamheten', 'kontot', 'bemanning', 'bilder-lag-och-sakerhet', 'granska'].map((slug) => `/ansok/titta/${slug}`),
  ...['valj-konto', 'vad-galler-det', 'uppgifter', 'granska'].map((slug) => `/andra/titta/${slug}`),
];

/** What staff work in, with a real case and a real account of the demo. Asked with the page's session. */
export async function behindLogin(page) {
  const [cases, accounts] = await Promise.all(
    ['/api/arenden', '/api/forteckning'].map(async (path) => (await page.request.get(path)).json()),
  );
  const reviewed = cases.arenden.find(({ lage }) => lage === 'under-granskning') ?? cases.arenden[0];
  return [
    '/arenden',
    `/arenden/${reviewed.id}`,
    `/konto/${accounts.konton[0].id}`,
    '/mina-sidor',
    '/godkann',
    '/utkorg',
    '/far-jag-publicera',
    '/gallring',
    '/publiceringar',
    '/samtycken',
    '/samtycken/ny',
    '/samtycken/lista',
    '/samtycken/kontrollera',
  ];
}

