/** The directions of ARCHITECTURE.md, "The house": imports point one way, and never in a circle. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [...allowed, from] },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only(
      'contract-is-a-leaf',
      '^lib/contract/',
      ['^node_modules/zod/'],
      'lib/contract is what the wire says: everything takes it from there',
    ),
    only(
      'lead-stands-alone',
      '^lib/lead/',
      [
        '^lib/contract/(lead-schema|column-settings|characters)\\.ts$',
        '^lib/(count|errors|quoting|to-word)\\.ts$',
      ],
      'lib/lead runs in the browser: beside itself it knows the types of the lead schema and how messages are written',
    ),
    only(
      'statistics-is-a-leaf',
      '^lib/statistics/',
      [],
      'lib/statistics is arithmetic: it knows nothing else',
    ),
    only(
      'model-stands-alone',
      '^lib/model/',
      ['^lib/(lead|contract|statistics)/', '^node_modules/zod/'],
      'lib/model knows leads, the artifact of the contract, and arithmetic',
    ),
    {
      name: 'scorer-loads-no-schema',
      severity: 'error',
      comment: 'the scorer runs in the browser; only what reads an artifact from outside checks it',
      from: {
        path: '^lib/model/',
        pathNot: '^lib/model/(parse-artifact|decode-artifact|explain-issue)\\.ts$',
      },
      to: {
        path: '^(lib/contract|node_modules/zod)/|^lib/model/(parse|decode)-artifact',
        pathNot: '^lib/contract/words\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    only(
      'text-stands-alone',
      '^lib/files/text/',
      ['^lib/(errors|count|quoting)\\.ts$', '^lib/contract/words\\.ts$', '^(node:)?(buffer|stream|zlib)$'],
      'lib/files/text makes text of bytes',
    ),
    only(
      'tables-stand-on-text',
      '^lib/files/(csv|parquet)/',
      [
        '^lib/files/(text|csv)/',
        '^lib/(errors|count|to-word)\\.ts$',
        '^lib/contract/words\\.ts$',
        '^node_modules/(hyparquet|fzstd)',
        '^(node:)?zlib$',
      ],
      'lib/files/csv and lib/files/parquet read the form, not the meaning',
    ),
    only(
      'table-stands-in-csv',
      '^lib/files/table/',
      ['^lib/files/((text|csv)/|check-header\\.ts$)', '^lib/(errors|count)\\.ts$'],
      'lib/files/table finds the table in a text, and knows no model',
    ),
    only(
      'header-is-words',
      '^lib/files/check-header\\.ts$',
      ['^lib/lead/value-words\\.ts$', '^lib/(errors|count|quoting)\\.ts$'],
      'what training refuses as a header scoring refuses, too',
    ),
    only(
      'scoring-joins-files-and-models',
      '^lib/files/scoring/',
      [
        '^lib/files/(text|csv|table)/',
        '^lib/(lead|model)/',
        '^lib/files/check-header\\.ts$',
        '^lib/(errors|count|reference|to-word)\\.ts$',
        '^(node:)?(timers/promises|worker_threads)$',
      ],
      'lib/files/scoring knows files, leads and models, and no training',
    ),
    only(
      'form-speaks-of-leads',
      '^lib/form/',
      ['^lib/lead/', '^lib/errors\\.ts$', '^node_modules/zod/'],
      'lib/form arranges the fields of leads',
    ),
    only(
      'client-stands-alone',
      '^lib/client/',
      ['^lib/contract/index\\.ts$'],
      'lib/client runs in the browser and in the code of others; of the contract it takes the types, which are all that index.ts has',
    ),
    {
      name: 'page-takes-types',
      severity: 'error',
      comment: 'a browser that draws an answer need not load what checks it',
      from: { path: '^web/' },
      to: { path: '^(lib/contract|node_modules/zod)/', pathNot: '^lib/contract/(index|words)\\.ts$' },
    },
    only(
      'learning-is-pure',
      '^lib/learning/',
      [
        '^lib/(lead|model|statistics)/',
        '^lib/contract/((training-)?words|(column|trainer)-settings)\\.ts$',
        '^lib/files/((csv|text|table)/|check-header\\.ts$)',
        '^lib/(base64|count|errors|format-figures|quoting|sha256|to-word|typed-arrays)\\.ts$',
        '^node_modules/(ml-matrix|ml-logistic-regression)/',
        '^(node:)?(crypto|worker_threads)$',
      ],
      "lib/learning computes; reading and writing files is the CLI's",
    ),
    only(
      'importing-makes-artifacts',
      '^lib/importing/',
      [
        '^lib/(lead|model|learning|statistics|contract)/',
        '^lib/files/(text|table)/',
        '^node_modules/zod/',
        '^lib/(count|errors|quoting|sha256|to-word|typed-arrays)\\.ts$',
      ],
      'lib/importing reads the files of other libraries; it knows no world and no use case',
    ),
    only(
      'exporting-is-pure',
      '^lib/exporting/',
      ['^lib/(lead|model)/', '^lib/(errors|to-word)\\.ts$'],
      'lib/exporting writes models as text; it knows models and leads',
    ),
    {
      name: 'ports-are-leaves',
      comment:
        'a port speaks of its subject, of what a lead is, and of webhooks and pages of lists, which predictions and jobs have',
      severity: 'error',
      from: { path: '^lib/([^/]+)/ports\\.ts$' },
      to: { pathNot: '^lib/(($1|webhook|acceptance)/|lead/schema\\.ts$)' },
    },
    {
      name: 'ports-are-types',
      severity: 'error',
      from: { path: '^lib/([^/]+/ports|clock)\\.ts$' },
      to: { preCompilationOnly: false },
    },
    {
      name: 'core-knows-no-world',
      severity: 'error',
      comment: 'use cases speak to ports; only worlds pick the adapters, and only roots take a world',
      from: { path: '^lib/', pathNot: '^lib/(adapters|worlds|runtime)/' },
      to: { path: '^lib/(adapters|worlds|runtime)/' },
    },
    {
      name: 'only-worlds-pick-adapters',
      severity: 'error',
      from: { path: '^(lib|functions)/', pathNot: '^lib/(adapters|worlds)/' },
      to: { path: '^lib/adapters/' },
    },
    only(
      'worlds-make-ports',
      '^lib/worlds/',
      ['^lib/adapters/', '^lib/[^/]+/ports\\.ts$', '^lib/runtime/config\\.ts$'],
      'a world makes the ports of adapters and settings, and knows no use case',
    ),
    only(
      'functions-are-thin',
      '^functions/',
      ['^lib/(runtime|worlds)/'],
      'a function is a root, given a world',
    ),
    {
      name: 'sdk-only-in-aws-adapters',
      severity: 'error',
      from: { path: '^(lib|functions|cli)/', pathNot: '^lib/adapters/aws/' },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'functions-and-cli-are-edges',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(functions|cli|infra|tools|tests|web)/' },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      comment: 'what ships may not need what does not',
      from: { path: '^(functions|lib|cli)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    detectProcessBuiltinModuleCalls: true,
  },
};
