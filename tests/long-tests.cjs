/** `npm test` leaves them out, as each takes half a minute or more, and `npm run test:long` runs them (jest.long.cjs). */
module.exports = [
  'deployment/*',
  'e2e/*',
  'faults/*',
  'integration/{cli-score-resume,real-*,stories,training-workflow,tutorial}',
  'load/*',
  'unit/http/openapi-fuzz-long',
  'unit/learning/{honest-figures,rare-levels/train-on-companies}',
  'upgrade/upgrade',
].map((path) => `**/tests/${path}.test.ts`);
