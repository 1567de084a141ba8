import type { World } from '../worlds/world.ts';
import { createSweep, type WholeSweep } from './create-sweep.ts';
import { metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

type SweepPort = 'store' | 'queue' | 'jobs' | 'queues' | 'webhooks' | 'trainings' | 'workflow';

export function composeSweep(world: World<SweepPort>): () => Promise<WholeSweep> {
  const [deps, config] = openWorld(world, ['STAGE', 'METRICS']);
  return createSweep(deps, metricsOf(config));
}
