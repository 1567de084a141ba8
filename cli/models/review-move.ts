import type { PromotionFinding } from '../../lib/registry/promotion-finding.ts';
import type { Registry } from '../../lib/runtime/compose-registry.ts';

/** What callers will notice of a move that was made; when that cannot be found out, standard error says so. */
export async function reviewMove(
  stack: Registry,
  move: { readonly name: string; readonly from: string | undefined; readonly to: string },
): Promise<readonly PromotionFinding[]> {
  const { reviewMove: review } = await import('../../lib/registry/review-promotion.ts');
  const findings = await review(stack, move);
  if (findings === undefined)
    process.stderr.write('scorelane: it could not be found out what callers will notice.\n');
  return findings ?? [];
}
