import type { Input, Trees, TreesMember } from '../../lib/model/artifact.ts';
import { createRandom } from '../../lib/statistics/random.ts';

export interface RandomTrees {
  readonly seed: number;
  readonly fields: number;
  /** Of one field, at most. */
  readonly inputsOfField: number;
  readonly trees: number;
  /** Splits of a tree, at most. */
  readonly splits: number;
  /** Every split has a leaf to its left: as deep as there are splits. */
  readonly chain?: boolean;
  /** Training leads in a leaf, at most and at least; all sizes are as frequent. */
  readonly covers?: readonly [number, number];
}

/** Inputs that stay missing where a field is null: half are numbers, and half are codes. */
export function makeRandomTrees(spec: RandomTrees): Trees {
  const random = createRandom(spec.seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const inputs: Input[] = Array.from({ length: spec.fields }, (_, f) => f).flatMap((f) =>
    Array.from(
      { length: 1 + upTo(spec.inputsOfField - 1) },
      (_, i): Input => ({
        kind: 'number',
        feature: `f${f}`,
        steps: i === 0 ? [] : [{ op: 'affine', factor: -1, add: i }],
        missing: null,
        ...(i === 2 ? { zero_is_missing: true as const } : {}),
      }),
    ),
  );
  const sets = Array.from({ length: 4 }, () => [0, 1, 2, 3, 4, 40].filter(() => random() < 0.5));
  const input: number[] = [];
  const threshold: number[] = [];
  const route: number[] = [];
  const value: number[] = [];
  const cover: number[] = [];
  const [most, least] = spec.covers ?? [50, 1];
  let next = 0;
  const addLeaf = () => {
    input.push(-1);
    value.push(4 * random() - 2);
    cover.push(Math.exp(Math.log(least) + random() * (Math.log(most) - Math.log(least))));
  };
  const addNode = (splits: number): void => {
    if (splits === 0) {
      addLeaf();
      return;
    }
    // A chain takes the inputs in turn, so that all of them are on its way.
    const at = spec.chain === true ? next++ % inputs.length : upTo(inputs.length - 1);
    const byCodes = at % 2 === 1;
    input.push(at);
    threshold.push(byCodes ? upTo(sets.length - 1) : upTo(12) / 2 - 1);
    route.push((byCodes ? 2 : 0) + upTo(1));
    const left = spec.chain === true ? 0 : upTo(splits - 1);
    addNode(left);
    addNode(splits - 1 - left);
  };
  for (let tree = 0; tree < spec.trees; tree++)
    addNode(spec.chain === true ? spec.splits : upTo(spec.splits));
  const member: TreesMember = {
    ...{ kind: 'trees', weight: 0.5, intercept: 0.25 },
    ...{ input, threshold, route, value, cover, sets },
  };
  return { inputs, members: [member] };
}
