import type { Input, LinearMember, ModelArtifact } from '../../../lib/model/artifact.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';
import { EXAMPLE_INPUTS, randomTrees } from '../../support/trees-models.ts';

/**
 * Two models of trees by hand, which together have every kind of input, of split and of member: one in log-odds beside additive
 * terms, and a mean of calibrated members, whose reasons are in probability.
 */
export function makeTreesModels(): Readonly<Record<'trees-platt' | 'trees-identity', ModelArtifact>> {
  const random = createRandom(3);
  const inputs = EXAMPLE_INPUTS;
  const filled = inputs.flatMap((input): Input[] =>
    input.kind === 'number' ? [held(input)] : [whole(input)],
  );
  const linear: LinearMember = {
    kind: 'linear',
    weight: 0.25,
    intercept: 0.5,
    link: { method: 'none' },
    coefficients: filled.map((_, i) => (i === 1 ? 0 : (i - 4) / 10)),
    means: filled.map((_, i) => i / 5),
  };
  const trees = { trees: 6, leaves: 10 };
  return {
    'trees-platt': exampleTreesArtifact({
      terms: exampleArtifact().terms,
      trees: {
        inputs: [...inputs],
        members: [
          { ...randomTrees(random, inputs, trees), weight: 0.5, intercept: 0.25 },
          { ...randomTrees(random, inputs, trees), weight: 0.2, float32: true },
        ],
      },
      calibration: { method: 'platt', slope: 0.9, offset: -0.1 },
    }),
    'trees-identity': exampleTreesArtifact({
      intercept: 0,
      trees: {
        inputs: filled,
        members: [
          {
            ...randomTrees(random, filled, trees),
            weight: 0.5,
            link: { method: 'platt', slope: 0.8, offset: 0.2 },
          },
          {
            ...randomTrees(random, filled, trees),
            weight: 0.25,
            link: { method: 'isotonic', z: [-1, 1, 2], p: [0.2, 0.6, 0.9] },
          },
          linear,
        ],
      },
      calibration: { method: 'identity' },
    }),
  };
}

/** A number that a linear member can weigh. */
const held = (input: Extract<Input, { kind: 'number' }>): Input => {
  const { zero_is_missing: _, ...rest } = input;
  const [low, high] = input.part === undefined ? [-20, 30] : [15_000, 25_000];
  const scale = { op: 'affine' as const, factor: 2 / (high! - low!), add: -(high! + low!) / (high! - low!) };
  return { ...rest, missing: 0.125, steps: [{ op: 'clip', low: low!, high: high! }, scale] };
};

const whole = (input: Exclude<Input, { kind: 'number' }>): Input =>
  input.kind === 'bins'
    ? { ...input, values: input.values.map((value) => value ?? 2), missing: 0.5 }
    : { ...input, other: 1, missing: 0.5 };
