import type { Command } from 'commander';
import type { Training } from '../../lib/client/index.ts';
import { InputError } from '../../lib/errors.ts';
import type { TrainingFacts } from '../../lib/mlflow/training-facts.ts';
import { type ApiOptions, openApi } from '../api-client.ts';
import { dataDirectory, findLocalStack } from '../local-stack.ts';
import { resolveTraining } from '../short-id.ts';
import { hint } from '../terminal/hint.ts';
import { findRun, type LocalRun, type Metrics, readMetrics } from './run-history.ts';
import { toTrainingFacts } from './training-facts.ts';

/** A training of the history of this folder, or one of a stack. */
export type FoundTraining =
  | { readonly run: LocalRun; readonly metrics: Metrics; readonly facts: TrainingFacts }
  | { readonly run?: undefined; readonly facts: Training };

/** Whether the options name a stack, so that the history is not asked. SCORELANE_API_URL is no option. */
export const namesStack = (command: Command): boolean =>
  ['stage', 'url'].some((name) => command.getOptionValueSource(name) === 'cli');

/** Whether there is a stack to ask without being told which. */
export const hasStack = ({ url }: ApiOptions): boolean => url !== undefined || findLocalStack() !== undefined;

/**
 * The training with an id, of the history or else of the stack. The history’s may be shortened.
 *
 * @throws {InputError} the history of this folder has no such training, and there is no stack to ask
 */
export async function findTraining(
  id: string,
  options: ApiOptions,
  command: Command,
): Promise<FoundTraining> {
  if (!namesStack(command)) {
    const run = await findRun(id);
    if (run !== undefined) {
      const metrics = await readMetrics(run);
      return { run, metrics, facts: toTrainingFacts(run, metrics) };
    }
    if (!hasStack(options))
      throw new InputError(
        `expected the id of a training, got “${id}”: the history of this folder (${dataDirectory()}/runs) has no such training, and no local stack runs that might have it. See the ids with: ${hint(['runs', 'list'])}`,
      );
  }
  const client = await openApi(options);
  return { facts: await client.getTraining(await resolveTraining(client, id)) };
}
