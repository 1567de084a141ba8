import type { RegistryStore } from '../ports.ts';
import { CHALLENGER, CHAMPION } from '../registry/registry.ts';
import { type Decision, madeBy, type TrainingRun } from './run.ts';

/**
 * What became of the version of a run and why, by the history of the aliases: the record of the run may have been lost after the move,
 * and somebody may have moved the alias on since.
 *
 * @returns undefined: the run has moved none
 */
export async function findMove(
  registry: Pick<RegistryStore, 'aliasHistory'>,
  { id, model, newVersion }: TrainingRun,
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
