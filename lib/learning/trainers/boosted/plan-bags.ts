import { mix32 } from '../../../statistics/random.ts';
import { fill } from '../../../typed-arrays.ts';
import type { TrainingSet } from '../trainer.ts';
import { splitLatest, splitValidation, type ValidationSplit } from './split-validation.ts';

/** How the training leads are parted to tell when to stop. */
export interface Bags {
  /** One per fit. */
  readonly splits: readonly ValidationSplit[];
  /** Whether the split says how many steps to take, and all leads are learned from afterwards. */
  readonly isForward: boolean;
}

/** The group of each training lead. */
export const groupsOf = ({ groups, rows }: TrainingSet): Uint32Array | undefined =>
  groups && fill(new Uint32Array(rows.length), (i) => groups[rows[i]!]!);

/**
 * Where the leads have times, the latest validate; else a random part of either class per bag. Leads of a group stay together.
 *
 * @param labels of the training leads
 */
export function planBags(
  set: TrainingSet,
  labels: Uint8Array,
  { bags, validationShare }: { readonly bags: number; readonly validationShare: number },
): (seed: number) => Bags {
  const { times, rows } = set;
  const leads = { labels, groups: groupsOf(set) };
  const latest =
    times &&
    splitLatest(
      leads,
      fill(new Float64Array(rows.length), (i) => times[rows[i]!]!),
      validationShare,
    );
  if (latest !== undefined) return () => ({ splits: [latest], isForward: true });
  return (seed) => ({
    splits: Array.from({ length: bags }, (_, bag) =>
      splitValidation(leads, validationShare, mix32(seed ^ mix32(bag + 1))),
    ),
    isForward: false,
  });
}
