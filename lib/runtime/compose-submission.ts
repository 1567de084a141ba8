import type { SubmitDeps } from '../prediction/submit-prediction.ts';
import type { World } from '../worlds/world.ts';
import type { Registry } from './compose-registry.ts';
import { openWorld } from './open-world.ts';

/** As the functions' RECORD_TTL_DAYS, which the outputs of a stage do not tell. */
const KEEP_DAYS = 30;

/** What submitting leads needs besides the registry, for the command line. */
export function composeSubmission(
  registry: Registry,
  world: World<'queue' | 'references' | 'webhooks'>,
  environment: NodeJS.ProcessEnv,
): SubmitDeps & Pick<Registry, 'deadLetters'> {
  const [ports] = openWorld(world, [], environment);
  return { ...registry, ...ports, keepDays: KEEP_DAYS };
}
