import fc from 'fast-check';
import type { Predictions } from '../../../../lib/learning/evaluation/summarise-folds.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

/** Predictions with leads of both classes; probabilities in hundredths tie often, others hardly ever. */
export const predictions = ({ most = 60 }: { most?: number } = {}): fc.Arbitrary<Predictions> =>
  fc
    .tuple(
      fc.boolean(),
      fc.array(fc.tuple(fc.nat(1_000_000), fc.boolean()), { minLength: 2, maxLength: most }),
    )
    .map(([rounded, leads]) => ({
      probabilities: Float64Array.from(leads, ([p]) => (rounded ? Math.round(p / 1e4) / 100 : p / 1e6)),
      labels: Uint8Array.from(leads, ([, label]) => Number(label)),
    }))
    .filter(({ labels }) => labels.includes(0) && labels.includes(1));

/** Leads of a calibrated model: of those with probability p, the share p converts. */
export function drawPredictions(
  count: number,
  seed: number,
  probability: (u: number) => number = (u) => u ** 3,
): Predictions {
  const random = createRandom(seed);
  const probabilities = Float64Array.from({ length: count }, () => probability(random()));
  return { probabilities, labels: Uint8Array.from(probabilities, (p) => (random() < p ? 1 : 0)) };
}

export function shuffle({ probabilities, labels }: Predictions, seed: number): Predictions {
  const random = createRandom(seed);
  const keys = Array.from(labels, random);
  const order = [...keys.keys()].toSorted((a, b) => keys[a]! - keys[b]!);
  return {
    probabilities: Float64Array.from(order, (i) => probabilities[i]!),
    labels: Uint8Array.from(order, (i) => labels[i]!),
  };
}
