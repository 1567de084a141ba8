import type { RegistryStore } from '../registry/ports.ts';
import { CHALLENGER, CHAMPION } from '../registry/registry.ts';
import { type Decision, madeBy, type Training } from './training.ts';

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
