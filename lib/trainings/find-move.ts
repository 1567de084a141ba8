import { PermanentError } from '../errors.ts';
import type { RegistryStore } from '../registry/ports.ts';
import type { PromotionFinding } from '../registry/promotion-finding.ts';
import { CHALLENGER, CHAMPION } from '../registry/registry.ts';
import { type Comparison, type Decision, madeBy, type Training } from './training.ts';

/**
 * What became of the version of a training and why, by the history of the aliases: the record of the training may have been lost after the move,
 * and somebody may have moved the alias on since.
 *
 * @returns undefined: the training has moved none
 */
export async function findMove(
  registry: Pick<RegistryStore, 'aliasHistory'>,
  { id, model, newVersion }: Training,
): Promise<Pick<Decision, 'outcome' | 'reason'> | undefined> {
  for (const [alias, outcome] of [
    [CHAMPION, 'promoted'],
    [CHALLENGER, 'challenger'],
  ] as const) {
    const history = await registry.aliasHistory(model, alias);
    const move = history.find(({ by, to }) => by === madeBy(id) && to === newVersion);
    // Its own reason: who lost a race for the champion was moved for another than the comparison's.
    if (move !== undefined) return { outcome, reason: move.why };
  }
  return undefined;
}

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
