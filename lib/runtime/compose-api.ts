import { setTimeout } from 'node:timers/promises';
import { createAuthenticator, openToAll } from '../auth/authenticate.ts';
import { type Api, createApi } from '../http/create-api.ts';
import { createPolls } from '../http/long-poll.ts';
import { createModelLoader } from '../registry/load-model.ts';
import { createModelServer } from '../registry/serve-model.ts';
import type { Ports, World } from '../worlds/world.ts';
import { composeNoter, NOTER_SETTINGS } from './compose-noter.ts';
import { warnOfCache } from './compose-refresh.ts';
import { logger } from './logger.ts';
import { metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

type ApiPort = Exclude<keyof Ports, `postpone${string}`>;

export function composeApi(world: World<ApiPort>): Api {
  const [ports, config] = openWorld(world, [
    'WEBHOOK_HOSTS',
    'BUCKET',
    'MODEL_NAME',
    'RECORD_TTL_DAYS',
    'ALIAS_TTL_SECONDS',
    'API_AUTH',
    'BASE_PATH',
    'STAGE',
    'METRICS',
    ...NOTER_SETTINGS,
  ]);
  const metrics = metricsOf(config);
  const load = createModelLoader(ports.artifacts);
  return createApi(
    {
      ...ports,
      scored: composeNoter(ports, config),
      outcomeDays: config.OUTCOME_DAYS,
      onCacheProblem: warnOfCache,
      load,
      serve: createModelServer({ ...ports, load, aliasTtlMs: 1000 * config.ALIAS_TTL_SECONDS }),
      authenticate: config.API_AUTH === 'off' ? openToAll : createAuthenticator(ports),
      bucket: config.BUCKET,
      webhookHosts: config.WEBHOOK_HOSTS,
      polls: createPolls(setTimeout),
      onAccepted: (leads) => metrics.add('Accepted', [leads]),
      defaultModel: config.MODEL_NAME,
      basePath: config.BASE_PATH ?? '',
      keepDays: config.RECORD_TTL_DAYS,
    },
    logger,
  );
}
