import { compileModel } from '../../../lib/model/compile-model.ts';
import { makeReceipt } from '../../../lib/prediction/receipt.ts';
import { verifyResult } from '../../../lib/prediction/verify-receipt.ts';
import { EXAMPLE_LEAD, exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';

const model = compileModel(exampleArtifact());
const sha256 = 'ab'.repeat(32);
const receipt = makeReceipt(model, { name: 'leads', version: 'v1', sha256 }, EXAMPLE_LEAD);
const result = { ...model.explain(EXAMPLE_LEAD), receipt };
const differ = (changed: object, lead: typeof EXAMPLE_LEAD = EXAMPLE_LEAD) =>
  verifyResult({ ...result, ...changed }, model, sha256, lead).map(({ what }) => what);

test('a result is what its model says', () => {
  expect(differ({})).toEqual([]);
});

test('every number that was changed is named, and no other', () => {
  expect(differ({ probability: result.probability + 1e-9 })).toEqual(['probability']);
  expect(differ({ score: 1, grade: 'D' })).toEqual(['score', 'grade']);
  expect(differ({ receipt: { ...receipt, intercept: -1.5 } })).toEqual(['intercept']);
  expect(differ({ receipt: { ...receipt, log_odds: 0 } })).toEqual(['log-odds']);
  expect(differ({ receipt: { ...receipt, lead_sha256: '' } })).toEqual(['SHA-256 of the lead']);
  const [first, ...others] = receipt.contributions;
  expect(differ({ receipt: { ...receipt, contributions: [{ ...first!, log_odds: 9 }, ...others] } })).toEqual(
    [`contribution of ${first!.term}`],
  );
  expect(differ({ receipt: { ...receipt, contributions: others } })).toEqual([
    `contribution of ${first!.term}`,
  ]);
});

test('the last bits, in which engines differ, do not count', () => {
  expect(differ({ probability: result.probability * (1 + 2 ** -52) })).toEqual([]);
});

test('another model, another lead', () => {
  expect(verifyResult(result, model, 'cd'.repeat(32), EXAMPLE_LEAD).map(({ what }) => what)).toEqual([
    'SHA-256 of the model',
  ]);
  expect(differ({}, { ...EXAMPLE_LEAD, visits: 3 } as never)).toEqual(
    expect.arrayContaining(['SHA-256 of the lead', 'contribution of visits', 'log-odds', 'probability']),
  );
});

test('the receipt of a model of trees has a contribution per field, which is computed again', () => {
  const trees = compileModel(exampleTreesArtifact());
  const made = makeReceipt(trees, { name: 'leads', version: 'v1', sha256 }, EXAMPLE_LEAD);
  const { intercept, contributions, log_odds } = made;
  expect(contributions.map(({ term }) => term)).toEqual(['trees: visits', 'trees: source', 'trees: opened']);
  expect(contributions.reduce((sum, each) => sum + each.log_odds, intercept)).toBeCloseTo(log_odds, 12);
  const verify = (receiptOf: typeof made) =>
    // As somebody does who has the file: a model that has scored nothing before.
    verifyResult(
      { ...trees.explain(EXAMPLE_LEAD), receipt: receiptOf },
      compileModel(exampleTreesArtifact()),
      sha256,
      EXAMPLE_LEAD,
    ).map(({ what }) => what);
  expect(verify(made)).toEqual([]);
  const changed = contributions.with(1, {
    term: 'trees: source',
    log_odds: contributions[1]!.log_odds + 1e-9,
  });
  expect(verify({ ...made, contributions: changed })).toEqual(['contribution of trees: source']);
});
