const { join } = require('node:path');
const LONG = require('./tests/long-tests.cjs');

// What the tests start (the command, stacks, emulators: some hundred processes) keeps its compiled sources, and starts in half the time.
process.env.NODE_COMPILE_CACHE ??= join(__dirname, 'node_modules/.cache/scorelane-tests');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts', ...LONG.map((path) => `!${path}`)],
  transform: {
    // Packages that are modules only.
    '^.+\\.ts$|/hy(parquet|snappy)[^/]*/.+\\.js$|/(string-width|strip-ansi|ansi-regex|get-east-asian-width)/[^/]+\\.js$':
      [
        '@swc/jest',
        { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } },
      ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!hyparquet|hysnappy|string-width|strip-ansi|ansi-regex|get-east-asian-width)',
  ],
  // A test's globals belong to its sandbox, where looking one up takes a hundred times as long as a local name.
  sandboxInjectedGlobals: [
    'Math',
    'Number',
    'Array',
    'Object',
    'String',
    'Map',
    'Set',
    'JSON',
    'Float64Array',
    'Uint8Array',
  ],
  setupFiles: ['<rootDir>/tests/support/seed-properties.ts'],
  // Jest leaves a core free for itself, which of two is half of them. Three at a time take as long: what waits, waits for processes.
  maxWorkers: Math.max(2, require('node:os').availableParallelism() - 1),
  testTimeout: 90_000,
};
