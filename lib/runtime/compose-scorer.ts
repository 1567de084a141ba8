import type { Outcome } from '../prediction/prediction.ts';
import { scorePredictions } from '../prediction/score-predictions.ts';
import { createChallengerFinder } from '../prediction/shadow.ts';
import { createModelLoader } from '../registry/load-model.ts';
import { createModelServer } from '../registry/serve-model.ts';
import type { World } from '../worlds/world.ts';
import { composeNoter, NOTER_SETTINGS } from './compose-noter.ts';
import { logger } from './logger.ts';
import { type MetricName, metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

export interface Scorer {
  /** Scores the body of a message that was sent then; resolves to the ids that were finished by this call. */
  score(body: string, sentAt?: Date): Promise<string[]>;
  /** Notes why a message could not be scored, for whoever finds it among the dead letters. */
  noteError(messageId: string, error: string): Promise<void>;
}

type ScorerPort = 'store' | 'registry' | 'artifacts' | 'deadLetters' | 'webhooks' | 'outcomes' | 'keptLeads';

export function composeScorer(world: World<ScorerPort>): Scorer {
  const [ports, config] = openWorld(world, ['ALIAS_TTL_SECONDS', 'STAGE', 'METRICS', ...NOTER_SETTINGS]);
  const { clock, deadLetters } = ports;
  const aliasTtlMs = 1000 * config.ALIAS_TTL_SECONDS;
  const load = createModelLoader(ports.artifacts);
  const serve = createModelServer({ ...ports, load, aliasTtlMs });
  const onProblem = (reason: string) => logger.warn('the challenger cannot be served', { reason });
  const metrics = metricsOf(config);
  const deps = {
    ...ports,
    scored: composeNoter(ports, config),
    load,
    findChallenger: createChallengerFinder({ serve, clock, onProblem, aliasTtlMs }),
  };
  return {
    score: (body, sentAt) =>
      scorePredictions(
        {
          ...deps,
          onEnd: (outcome, { name, version }) => {
            metrics.add(countedAs(outcome), [1], `${name}@${version}`);
            if (sentAt !== undefined)
              metrics.add('Latency', [Math.max(0, outcome.completedAt.getTime() - sentAt.getTime())]);
          },
        },
        body,
      ),
    noteError: (messageId, error) => deadLetters.noteError(messageId, error),
  };
}

/** What a caller has set a time for is no failure of the service. */
function countedAs(outcome: Outcome): MetricName {
  if (outcome.status === 'succeeded') return 'Succeeded';
  return outcome.status === 'failed' && outcome.failure.code === 'expired' ? 'Expired' : 'Failed';
}
