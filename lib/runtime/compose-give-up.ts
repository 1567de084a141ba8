import { giveUpPredictions } from '../prediction/give-up-predictions.ts';
import type { DeadLetter } from '../prediction/ports.ts';
import type { World } from '../worlds/world.ts';
import { composeNoter, NOTER_SETTINGS } from './compose-noter.ts';
import { metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

/** Gives up a dead letter; resolves to the ids that were moved to `failed` by this call. */
export type GiveUpMessage = (
  letter: Pick<DeadLetter, 'id' | 'body' | 'receiveCount' | 'sentAt'>,
) => Promise<string[]>;

export function composeGiveUp(
  world: World<'store' | 'deadLetters' | 'webhooks' | 'outcomes' | 'keptLeads'>,
): GiveUpMessage {
  const [ports, config] = openWorld(world, ['STAGE', 'METRICS', ...NOTER_SETTINGS]);
  const deps = { ...ports, scored: composeNoter(ports, config) };
  const metrics = metricsOf(config);
  return async (letter) => {
    const failed = await giveUpPredictions(deps, letter);
    if (failed.length > 0) metrics.add('Failed', [failed.length]);
    return failed;
  };
}
