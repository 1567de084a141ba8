/**
 * `npm test` leaves them out, as each takes ten seconds or more and `npm test` takes six at most; `npm run test:long` runs
 * them (jest.long.cjs).
 */
module.exports = [
  'clients/python-{live,notebook}',
  'deployment/*',
  'e2e/*',
  'faults/*',
  'files/clothes',
  'integration/{batches,bring-your-own,cli-train-score,export-sql,hints,predictions,cli-{clock,demo,examples,files,leads,outcomes,profile,publish,score-formats,score-resume},examples,jobs,other-clients,outcome-files,real-*,references,rights}',
  'integration/{import-{foreign,scikit},screens}',
  'integration/{outcomes-story,stories,training-workflow,tutorial,webhooks}',
  'infra/restore',
  'load/*',
  'package/*',
  'unit/http/{answer-size,openapi-fuzz-long}',
  'unit/learning/{honest-figures,horizon/train-with-horizon,rare-levels/train-on-companies,table/read-mixed-table}',
  'unit/learning/trainers/gradient-descent',
  'unit/learning/tuning/{honest-search,search-settings}',
  'unit/trainings/{at-least-once,compare-with-champion,promotion-checks,triggers,workflow}',
  'upgrade/upgrade',
].map((path) => `**/tests/${path}.test.ts`);
