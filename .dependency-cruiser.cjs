/**
 * The import table of docs/architecture.md, held against the code.
 *
 * A folder may import itself and what stands in its row; the four stages never import each other.
 * Every client library has one folder or file that imports it (docs/architecture.md, "Adapters").
 */
const mayImport = {
  contracts: [],
  runtime: ['contracts'],
  stack: ['contracts', 'runtime'],
  generator: ['contracts', 'runtime'],
  enrich: ['contracts'],
  ingest: ['contracts', 'runtime'],
  dashboards: ['contracts', 'runtime'],
  web: ['contracts', 'runtime', 'dashboards'],
}

/** The same within the page (web/preview/page/README.md). */
const pageMayImport = {
  words: [],
  elements: ['words'],
  state: ['words'],
  charts: ['words', 'elements'],
  pictures: ['words', 'elements', 'state', 'charts'],
  panels: ['words', 'elements', 'state', 'pictures'],
  frame: ['words', 'elements', 'state'],
}
const page = 'web/preview/page'

const clientLibraries = {
  kafkajs: '^runtime/kafka/',
  '@elastic/elasticsearch': '^runtime/elasticsearch/',
  pino: '^runtime/log[.]ts$',
  'node-cron': '^runtime/schedule[.]ts$',
  'prom-client': '^runtime/metrics[.]ts$',
  fastify: '^web/',
  echarts: '^web/',
}

const every = ['cli', 'bench', 'test', ...Object.keys(mayImport)]

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `${folder}/ may import ${['itself', ...allowed].join(', ')} only.`,
      severity: 'error',
      from: { path: `^${folder}/`, pathNot: '[.]test[.]ts$' },
      to: { path: `^(${every.filter((f) => f !== folder && !allowed.includes(f)).join('|')})/` },
    })),
    ...Object.entries(pageMayImport).map(([folder, allowed]) => ({
      name: `page-${folder}-imports`,
      comment: `${page}/${folder}/ may import ${['itself', ...allowed].join(', ')} only, of the page.`,
      severity: 'error',
      from: { path: `^${page}/${folder}/`, pathNot: '[.]test[.]ts$' },
      to: { path: `^${page}/`, pathNot: `^${page}/(${[folder, ...allowed].join('|')})/` },
    })),
    ...Object.entries(clientLibraries).map(([library, importer]) => ({
      name: `one-importer-of-${library.replace(/\W+/g, '-')}`,
      comment: `${library} is imported by ${importer} only, so that replacing it touches one place.`,
      severity: 'error',
      from: { pathNot: `${importer}|[.]test[.]ts$` },
      to: { path: `node_modules/${library}/` },
    })),
    {
      name: 'contracts-need-zod-only',
      severity: 'error',
      from: { path: '^contracts/', pathNot: '[.]test[.]ts$' },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'enrich-is-pure',
      comment: 'No I/O and no clock: enrich/ may not import Node modules.',
      severity: 'error',
      from: { path: '^enrich/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { pathNot: '[.]test[.]ts$|^test/|^bench/|[.]config[.]ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]tally|node_modules/.*/node_modules)' },
    includeOnly: { path: '[.]ts$|node_modules' },
  },
}
