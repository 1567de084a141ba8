import { PermanentError } from '../errors.ts';
import type { PromotionFinding } from '../registry/promotion-finding.ts';
import type { Comparison, Decision, Training } from './training.ts';

/** What the comparison with the champion has left in the record. */
export function readJudgement({ steps }: Training): Omit<Decision, 'outcome'> {
  const figures = steps.find(({ name }) => name === 'compare')?.figures;
  if (figures === undefined) throw new PermanentError('expected a comparison with the champion, found none');
  const { reason, champion, comparison, findings } = figures;
  return {
    reason: String(reason),
    ...(champion === null || champion === undefined ? {} : { champion: String(champion) }),
    ...(comparison === undefined ? {} : { comparison: comparison as Comparison }),
    ...(findings === undefined ? {} : { findings: findings as readonly PromotionFinding[] }),
  };
}
