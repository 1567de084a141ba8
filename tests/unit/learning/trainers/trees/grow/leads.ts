import type {
  BinnedColumn,
  GrownTree,
  GrowRules,
} from '../../../../../../lib/learning/trainers/trees/grow/tree-grower.ts';
import { createRandom } from '../../../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../../../lib/statistics/sigmoid.ts';

export const RULES: GrowRules = {
  leaves: 8,
  learningRate: 0.1,
  minLeadsPerLeaf: 5,
  minHessianPerLeaf: 1e-3,
  l2: 1,
  levelSmoothing: 2,
  levelL2: 2,
  maxLevels: 32,
  minLeadsPerStep: 1,
  columnShare: 1,
  rowShare: 1,
};

export interface TestLeads {
  readonly count: number;
  readonly columns: BinnedColumn[];
  readonly labels: Uint8Array;
}

/** Leads with three numbers and two columns of levels, some values missing, whose outcome depends on them and on two together. */
export function drawLeads(count: number, seed: number, monotone: BinnedColumn['monotone'] = 0): TestLeads {
  const random = createRandom(seed);
  const draw = (bins: number) =>
    Uint8Array.from({ length: count }, () => (random() < 0.1 ? 0 : 1 + Math.floor(random() * (bins - 1))));
  const columns: BinnedColumn[] = [
    { kind: 'number', codes: draw(40), bins: 40, monotone },
    { kind: 'number', codes: draw(255), bins: 255, monotone: 0 },
    { kind: 'number', codes: draw(3), bins: 3, monotone: 0 },
    { kind: 'level', codes: draw(20), bins: 20, monotone: 0 },
    { kind: 'level', codes: draw(4), bins: 4, monotone: 0 },
  ];
  const [a, b, , d, e] = columns.map(({ codes }) => codes);
  const labels = Uint8Array.from({ length: count }, (_, i) => {
    const z = -1 + Math.sin(a![i]! / 6) + (d![i]! % 3 === 0 ? b![i]! / 120 : 0) - (e![i]! === 0 ? 1 : 0);
    return random() < sigmoid(z) ? 1 : 0;
  });
  return { count, columns, labels };
}

/** The value of a lead's leaf, as a reader of the tree finds it. */
export function walkTree(
  { column, goesLeft, values }: GrownTree,
  codesOf: (column: number) => number,
): number {
  let [node, split, leaf] = [0, 0, 0];
  const skip = (): void => {
    if (column[node++]! < 0) leaf++;
    else {
      split++;
      skip();
      skip();
    }
  };
  while (column[node]! >= 0) {
    const isLeft = goesLeft[split++]![codesOf(column[node++]!)] === 1;
    if (!isLeft) skip();
  }
  return values[leaf]!;
}
