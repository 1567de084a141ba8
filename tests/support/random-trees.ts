import type { Input, Trees, TreesMember } from '../../lib/model/artifact.ts';
import { createRandom, type Random } from '../../lib/statistics/random.ts';

/** What a random model of trees is like. */
export interface RandomTrees {
  readonly inputs: readonly Input[];
  readonly trees: number;
  readonly leaves: number;
  readonly members?: number;
  readonly seed: number;
  /** Of a number input, where its splits lie: 0 – 100 unless given. */
  readonly range?: readonly [number, number];
}

/** Trees that no one fitted, of any size: splits by thresholds and by codes, and missing values on either side. */
export function randomTrees({
  inputs,
  trees,
  leaves,
  members = 1,
  seed,
  range = [0, 100],
}: RandomTrees): Trees {
  const random = createRandom(seed);
  return {
    inputs: [...inputs],
    members: Array.from({ length: members }, () =>
      growMember(inputs, { trees, leaves, range, random, weight: 1 / members }),
    ),
  };
}

function growMember(
  inputs: readonly Input[],
  {
    trees,
    leaves,
    range: [low, high],
    random,
    weight,
  }: Required<Pick<RandomTrees, 'trees' | 'leaves' | 'range'>> & {
    readonly random: Random;
    readonly weight: number;
  },
): TreesMember {
  const lists = { input: [], threshold: [], route: [], value: [], cover: [], sets: [] } as {
    [Name in 'input' | 'threshold' | 'route' | 'value' | 'cover']: number[];
  } & { sets: number[][] };
  const grow = (left: number, cover: number): void => {
    if (left === 1) {
      lists.input.push(-1);
      lists.value.push((random() - 0.5) / Math.sqrt(trees));
      lists.cover.push(cover);
      return;
    }
    const at = Math.floor(random() * inputs.length);
    const input = inputs[at]!;
    lists.input.push(at);
    const missing = random() < 0.5 ? 1 : 0;
    if (input.kind === 'level') {
      const codes = [...new Set(Object.values(input.values))].sort((a, b) => a - b);
      const set = codes.filter((_, i) => (i + Math.floor(2 * random())) % 2 === 0);
      lists.threshold.push(lists.sets.length);
      lists.sets.push(set);
      lists.route.push(2 + missing);
    } else {
      lists.threshold.push(low + (high - low) * random());
      lists.route.push(missing);
    }
    const part = 1 + Math.floor(random() * (left - 1));
    const share = 0.2 + 0.6 * random();
    grow(part, cover * share);
    grow(left - part, cover * (1 - share));
  };
  for (let tree = 0; tree < trees; tree++) grow(leaves, 1000);
  return { kind: 'trees', weight, ...lists };
}
