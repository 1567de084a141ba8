import type { PromotionFinding } from '../../lib/registry/promotion-finding.ts';
import type { Registry } from '../../lib/runtime/compose-registry.ts';
import { printNote } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';

/** What callers will notice of a move that was made; when that cannot be found out, standard error says so. */
export async function reviewMove(
  stack: Registry,
  move: { readonly name: string; readonly from: string | undefined; readonly to: string },
): Promise<readonly PromotionFinding[]> {
  const { reviewMove: review } = await import('../../lib/registry/review-promotion.ts');
  const findings = await review(stack, move);
  if (findings === undefined) printNote('it could not be found out what callers will notice.');
  return findings ?? [];
}

/** What speaks against a version, for reading; no lines when nothing does. @param next its reference, such as `leads@v4` */
export const summariseFindings = (findings: readonly { readonly text: string }[], next: string): string[] =>
  findings.length === 0
    ? []
    : [paint('warning', `Against ${next}`), ...findings.map(({ text }) => `  ${text}`)];
