import type { ScoredNoter } from '../outcomes/note-scored.ts';
import type { SubmitDeps } from '../prediction/submit-prediction.ts';
import type { World } from '../worlds/world.ts';
import type { Registry } from './compose-registry.ts';
import { openWorld } from './open-world.ts';

/** As the functions' RECORD_TTL_DAYS, which the outputs of a stage do not tell. */
const KEEP_DAYS = 30;

/** The command line queues leads and never scores them here, so that it needs no rights on outcomes. */
const notHere = async () => {
  throw new Error('leads that the command line submits are noted by the worker that scores them');
};
const LEFT_TO_WORKER: ScoredNoter = { note: notHere, forget: notHere };

/** What submitting leads needs besides the registry, for the command line. */
export function composeSubmission(
  registry: Registry,
  world: World<'queue' | 'references' | 'webhooks'>,
  environment: NodeJS.ProcessEnv,
): SubmitDeps & Pick<Registry, 'deadLetters'> {
  const [ports] = openWorld(world, [], environment);
  return { ...registry, ...ports, scored: LEFT_TO_WORKER, keepDays: KEEP_DAYS };
}
