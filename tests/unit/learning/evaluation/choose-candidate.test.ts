import { type Contestant, chooseCandidate } from '../../../../lib/learning/evaluation/choose-candidate.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const random = createRandom(9);
const LABELS = Array.from({ length: 4 }, () =>
  Uint8Array.from({ length: 400 }, () => (random() < 0.3 ? 1 : 0)),
);

/**
 * A contestant whose probabilities are near what happened by `skill` of the way from the base rate, in every fold
 * by as much more as `luck` says.
 */
const contestant = (
  name: string,
  simplicity: number,
  skill: number,
  luck: readonly number[] = [0, 0, 0, 0],
): Contestant => ({
  name,
  simplicity,
  folds: LABELS.map((labels, fold) => ({
    probabilities: Float64Array.from(labels, (label) => 0.3 + (skill + luck[fold]!) * (label - 0.3)),
    labels,
  })),
});

test('one candidate wins without being measured', () => {
  expect(chooseCandidate([{ name: 'logistic', simplicity: 2, folds: [] }], 'log_loss')).toEqual({
    winner: 0,
    text: 'logistic: the only candidate',
  });
});

test('the better candidate wins over a simpler one when it is better in all folds alike', () => {
  const choice = chooseCandidate(
    [contestant('boosted', 4, 0.31, [0.01, -0.01, 0.005, 0]), contestant('logistic', 2, 0.2)],
    'log_loss',
  );
  expect(choice.winner).toBe(0);
  expect(choice.text).toMatch(
    /^boosted: log-loss \.\d{4}, better than the simpler logistic \(\.\d{4}\) by \d+ standard errors$/,
  );
});

test('a simpler candidate wins when the best is better by less than a standard error', () => {
  const choice = chooseCandidate(
    [contestant('boosted', 4, 0.21, [0.1, -0.1, 0.05, -0.05]), contestant('logistic', 2, 0.2)],
    'log_loss',
  );
  expect(choice.winner).toBe(1);
  expect(choice.text).toMatch(
    /^logistic: log-loss \.\d{4}, within one standard error of the best, boosted \(\.\d{4}\), and simpler$/,
  );
});

test('the simplest of several near the best wins, though another is better', () => {
  const luck = [0.1, -0.1, 0.05, -0.05];
  const contestants = [
    contestant('boosted', 4, 0.21, luck),
    contestant('logistic', 2, 0.205),
    contestant('scorecard', 1, 0.2),
    contestant('gradient-descent', 0, 0.05),
  ];
  expect(chooseCandidate(contestants, 'log_loss').winner).toBe(2);
});

test('the best of the simplest wins over all that are not simpler, however near', () => {
  const choice = chooseCandidate(
    [contestant('boosted', 4, 0.199), contestant('logistic', 1, 0.2), contestant('scorecard', 1, 0.19)],
    'log_loss',
  );
  expect(choice).toEqual({
    winner: 1,
    text: expect.stringMatching(
      /^logistic: log-loss \.\d{4}, the best score, and the simplest; next boosted \(\.\d{4}\)$/,
    ),
  });
});

test('two that predict alike: the simpler one wins, whatever the order', () => {
  const [a, b] = [contestant('boosted', 4, 0.2), contestant('logistic', 2, 0.2)];
  expect(chooseCandidate([a, b], 'log_loss').winner).toBe(1);
  expect(chooseCandidate([b, a], 'log_loss').winner).toBe(0);
});

test.each([
  ['brier', 'Brier score'],
  ['roc_auc', 'ROC-AUC'],
  ['pr_auc', 'PR-AUC'],
] as const)('compares by %s when told so', (metric, label) => {
  // All probabilities but some are right; those turned round hurt ranks and squares.
  const turned = (contender: Contestant, count: number): Contestant => ({
    ...contender,
    folds: contender.folds.map(({ probabilities, labels }, fold) => ({
      probabilities: probabilities.map((p, i) => (i < count + fold ? 1 - p : p)),
      labels,
    })),
  });
  const choice = chooseCandidate(
    [turned(contestant('boosted', 4, 0.5), 10), turned(contestant('logistic', 2, 0.5), 100)],
    metric,
  );
  expect(choice.winner).toBe(0);
  expect(choice.text).toContain(`boosted: ${label} .`);
});
