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
      'lead-stands-alone',
      '^lib/lead/',
      [],
      'lib/lead runs in the browser: it imports nothing outside itself',
    ),
    only(
      'model-stands-alone',
      '^lib/model/',
      ['^lib/lead/'],
      'lib/model runs in the browser: it knows leads and itself',
    ),
    only(
      'csv-stands-alone',
      '^lib/files/csv/',
      ['^lib/(errors|count)\\.ts$', '^(node:)?buffer$'],
      'lib/files/csv reads the form, not the meaning',
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
      [],
      'lib/client runs in the browser and in the code of others',
    ),
    only(
      'learning-is-pure',
      '^lib/learning/',
      [
        '^lib/(lead|model)/',
        '^lib/files/(csv|text)/',
        '^lib/(base64|count|errors|format-figures|quoting|sha256|typed-arrays)\\.ts$',
        '^node_modules/(ml-matrix|ml-logistic-regression)/',
        '^(node:)?(crypto|worker_threads)$',
      ],
      "lib/learning computes; reading and writing files is the CLI's",
    ),
    only(
      'ports-know-the-core',
      '^lib/ports\\.ts$',
      ['^lib/(lead|model|prediction|registry|auth|webhook)/'],
      'ports speak of the core only',
    ),
    only(
      'job-ports-know-the-core',
      '^lib/jobs/ports\\.ts$',
      ['^lib/(jobs|webhook)/'],
      'ports speak of the core only',
    ),
    only(
      'training-ports-know-the-core',
      '^lib/trainings/ports\\.ts$',
      ['^lib/trainings/'],
      'ports speak of the core only',
    ),
    {
      name: 'core-knows-no-adapter',
      severity: 'error',
      comment: 'use cases speak to ports; only lib/runtime picks the adapters',
      from: {
        path: '^lib/(lead|model|files|learning|pages|jobs|trainings|prediction|registry|auth|http|client)/|^lib/[^/]+\\.ts$',
      },
      to: { path: '^lib/(adapters|runtime)/' },
    },
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
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    detectProcessBuiltinModuleCalls: true,
  },
};
