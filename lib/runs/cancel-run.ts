import type { Clock } from '../ports.ts';
import type { TrainingStore, Workflow } from '../run-ports.ts';
import type { TrainingRun } from './run.ts';

/**
 * Cancels a run that is not final and has not begun to move an alias. What it has registered stays, and serves nobody.
 *
 * @returns what it is afterwards: canceled, unless it was final or sealed before
 */
export async function cancelRun(
  {
    runs,
    workflow,
    clock,
  }: { readonly runs: TrainingStore; readonly workflow: Workflow; readonly clock: Clock },
  id: string,
): Promise<TrainingRun | undefined> {
  await runs.change(id, { status: 'canceled', completedAt: clock.now() });
  const run = await runs.get(id);
  // Again, too: the first time it may have ended before this.
  if (run?.status === 'canceled') await workflow.stop(id);
  return run;
}
