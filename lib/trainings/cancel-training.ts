import type { Clock } from '../clock.ts';
import type { TrainingStore, Workflow } from './ports.ts';
import type { Training } from './training.ts';

/**
 * Cancels a training that is not final and has not begun to move an alias. What it has registered stays, and serves nobody.
 *
 * @returns what it is afterwards: canceled, unless it was final or sealed before
 */
export async function cancelTraining(
  {
    trainings,
    workflow,
    clock,
  }: { readonly trainings: TrainingStore; readonly workflow: Workflow; readonly clock: Clock },
  id: string,
): Promise<Training | undefined> {
  await trainings.change(id, { status: 'canceled', completedAt: clock.now() });
  const training = await trainings.get(id);
  // Again, too: the first time it may have ended before this.
  if (training?.status === 'canceled') await workflow.stop(id);
  return training;
}
