/** Minutes each: `npm test` leaves them out, and `npm run test:long` runs them (jest.long.cjs). */
module.exports = [
  'deployment/*',
  'e2e/*',
  'faults/*',
  'integration/{real-*,stories,training-workflow,tutorial}',
].map((path) => `**/tests/${path}.test.ts`);
