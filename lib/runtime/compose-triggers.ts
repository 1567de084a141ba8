import { createModelLoader } from '../registry/load-model.ts';
import type { Training } from '../trainings/training.ts';
import { triggerBySchedule, triggerByUpload } from '../trainings/trigger-training.ts';
import type { World } from '../worlds/world.ts';
import { metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

/** An event of EventBridge, as far as it is used. */
export interface TriggerEvent {
  readonly 'detail-type': string;
  /** ISO 8601. */
  readonly time: string;
  readonly detail: {
    readonly object?: { readonly key: string; readonly etag: string; readonly sequencer?: string };
  };
}

type TriggerPort = 'trainings' | 'workflow' | 'files' | 'folders' | 'registry' | 'artifacts';

/** Starts trainings; resolves to those that an event led to. */
export function composeTriggers(
  world: World<TriggerPort>,
): (event: TriggerEvent) => Promise<readonly Training[]> {
  const [ports, config] = openWorld(world, ['STAGE', 'METRICS']);
  const deps = { ...ports, load: createModelLoader(ports.artifacts) };
  const metrics = metricsOf(config);
  const trigger = async ({ time, detail: { object } }: TriggerEvent): Promise<readonly Training[]> => {
    if (object === undefined) return triggerBySchedule(deps, time);
    const { key, etag, sequencer = `${etag} ${time}` } = object;
    const training = await triggerByUpload(deps, { key, etag, sequencer });
    return training === undefined ? [] : [training];
  };
  return async (event) => {
    const trainings = await trigger(event);
    // They have no execution that could fail, for an alarm to see.
    const refused = trainings.filter(({ status, steps }) => status === 'failed' && steps.length === 0);
    if (refused.length > 0) metrics.add('TrainingsNotStarted', [refused.length]);
    return trainings;
  };
}
