import { findLevelSplit } from './find-level-split.ts';
import { findNumberSplit } from './find-number-split.ts';
import { type Cells, createJudge, type Leaf, type Scales, type Split } from './judge-split.ts';
import type { ColumnShape, GrowRules } from './tree-grower.ts';

/** Less is the noise of rounding. */
const LEAST_GAIN = 1e-10;

/** The best split of a leaf; of equal ones that of the first column and, in it, of the first bin. */
export function findSplit(
  leaf: Leaf,
  columns: readonly ColumnShape[],
  chosen: Iterable<number>,
  read: (column: number) => Cells,
  scales: Scales,
  rules: GrowRules,
): Split | undefined {
  if (leaf.count < 2 * rules.minLeadsPerLeaf) return undefined;
  const judge = createJudge(leaf, scales, rules);
  let best: Split | undefined;
  for (const column of chosen) {
    const binned = columns[column]!;
    const floor = best?.gain ?? LEAST_GAIN;
    const found = (binned.kind === 'number' ? findNumberSplit : findLevelSplit)(
      read(column),
      binned,
      leaf,
      judge,
      floor,
      scales,
      rules,
    );
    if (found !== undefined) best = { ...found, column };
  }
  return best;
}
