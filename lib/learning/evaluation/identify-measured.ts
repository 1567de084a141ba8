import { createSha256 } from '../../sha256.ts';
import type { ReadLeads } from '../table/read-leads.ts';
import type { SplitPlan } from './plan-split.ts';

/**
 * Identifies the leads that the figures of a model are measured on: of the same file, the same rows with the same outcomes, held
 * out or, where nothing is, fold by fold. Only figures with the same one can be compared.
 *
 * @returns a SHA-256 in lower-case hex; undefined where nothing is measured
 */
export function identifyMeasured(
  {
    sha256,
    joinedSha256 = '',
    fileRows,
    labels,
  }: Pick<ReadLeads, 'sha256' | 'joinedSha256' | 'fileRows' | 'labels'>,
  { holdout, folds }: Pick<SplitPlan, 'holdout' | 'folds'>,
): string | undefined {
  const tests = holdout === undefined ? folds : [holdout];
  if (tests.length === 0) return undefined;
  const hash = createSha256();
  hash.update(new TextEncoder().encode(`${sha256} ${joinedSha256} ${tests.length}`));
  for (const { test } of tests) {
    const rows = Float64Array.from(test, (i) => 2 * fileRows[i]! + labels[i]!).sort();
    hash.update(new Uint8Array(rows.buffer));
  }
  return hash.digest();
}
