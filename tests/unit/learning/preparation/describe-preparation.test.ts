import { describePreparation } from '../../../../lib/learning/preparation/describe-preparation.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../../support/example-model.ts';

const OPTIONS = {
  impute: 'mean',
  missingEffect: true,
  winsorise: 0,
  transform: 'none',
  normalise: false,
  rareLevelRows: 20,
  shrunk: [],
} as unknown as Parameters<typeof describePreparation>[2];
const describe = ({ schema, ...model }: ReturnType<typeof exampleArtifact>) =>
  describePreparation(schema, model, OPTIONS, 0, 1);

test('of trees it says what they look at, and nothing of terms', () => {
  expect(describe(exampleTreesArtifact())).toEqual([
    'space around words dropped',
    'trees cut numbers at thresholds: visits',
    'trees divide levels in two: source, opened',
    'a missing value goes to the side of a split that training chose for it',
    'levels in fewer than 20 leads share "other", and so do unseen ones',
  ]);
});

test('of a blend it says both', () => {
  const sentences = describe(exampleTreesArtifact({ terms: exampleArtifact().terms }));
  expect(sentences).toContain('4 effects of an additive model blended in, which is prepared as follows');
  expect(sentences).toContain('dates as parts of the calendar: first_contact weekday');
  expect(sentences.indexOf('trees cut numbers at thresholds: visits')).toBeLessThan(
    sentences.indexOf('numbers clipped to the range of the training leads'),
  );
  expect(sentences.join()).toContain('missing values have an effect of their own');
});

test('of an additive model nothing is new', () => {
  expect(describe(exampleArtifact()).join()).not.toContain('trees');
});
