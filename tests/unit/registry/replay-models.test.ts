import { compileModel } from '../../../lib/model/compile-model.ts';
import { countMigration, replayModels, spearman } from '../../../lib/registry/replay-models.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const present = compileModel(exampleArtifact());
const LEADS = [-3, 0, 5, 10, 15, 20].flatMap((visits) =>
  ['web', 'referral', 'fair'].map((source) => ({ ...EXAMPLE_LEAD, visits, source })),
);

test('a model in its own place changes nothing', () => {
  const replay = replayModels(present, present, LEADS, 0.5);
  expect(replay).toMatchObject({ leads: 18, refused: 0, meanChange: 0, threshold: { up: 0, down: 0 } });
  expect(replay.rankCorrelation).toBeCloseTo(1, 12);
  expect(countMigration(replay)).toEqual({ stay: 18, rise: 0, fall: 0 });
});

test('a higher intercept lifts leads over the threshold and keeps their order', () => {
  const replay = replayModels(present, compileModel(exampleArtifact({ intercept: 1 })), LEADS, 0.7);
  expect(replay.rankCorrelation).toBeCloseTo(1, 12);
  expect(replay.threshold.up).toBeGreaterThan(0);
  expect(replay.threshold.down).toBe(0);
  const { rise, fall } = countMigration(replay);
  expect(rise).toBeGreaterThan(0);
  expect(fall).toBe(0);
  expect(replay.meanProbability.next - replay.meanProbability.present).toBeCloseTo(replay.meanChange, 12);
});

test('leads that the next model would refuse are counted, with a reason', () => {
  const artifact = exampleArtifact();
  const fields = artifact.schema.fields.map((field) => ({ ...field, required: true }));
  const strict = compileModel(exampleArtifact({ schema: { ...artifact.schema, fields } }));
  const leads = [...LEADS, { source: 'web' }];
  expect(replayModels(present, strict, leads, 0.5)).toMatchObject({
    leads: 18,
    refused: 1,
    refusal: expect.stringContaining('visits: '),
  });
});

test('a field that the next model does not have is no reason to refuse', () => {
  const artifact = exampleArtifact();
  const narrow = compileModel(
    exampleArtifact({
      schema: { ...artifact.schema, fields: artifact.schema.fields.slice(0, 1) },
      terms: artifact.terms.slice(0, 1),
    }),
  );
  expect(replayModels(present, narrow, LEADS, 0.5)).toMatchObject({ leads: 18, refused: 0 });
});

// scipy.stats.spearmanr([1, 2, 2, 4, 5], [5, 6, 7, 8, 7]).statistic == 0.7631578947368421
test('Spearman’s correlation with ties', () => {
  expect(spearman([1, 2, 2, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.763157894736842, 12);
  expect(spearman([1, 1], [1, 2])).toBeUndefined();
  expect(spearman([], [])).toBeUndefined();
});
