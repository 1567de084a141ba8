import { findMove, readJudgement } from '../find-move.ts';
import { fitForRecord } from '../fit-for-record.ts';
import type { StepDeps } from '../step-deps.ts';
import type { TrainingFailure } from '../training.ts';

/**
 * Records why a training failed, as the machine has caught it. Changes nothing when the training is final: it was canceled. A training that has
 * moved its alias, and whose record was lost, has not failed.
 *
 * @param caught what a Catch hands on: the error's name, and a text or Lambda's JSON of the error
 */
export async function fail(
  { trainings, registry, clock }: Pick<StepDeps, 'trainings' | 'registry' | 'clock'>,
  id: string,
  caught: { readonly Error?: string; readonly Cause?: unknown },
): Promise<void> {
  const failure: TrainingFailure = fitForRecord({
    code: caught.Error ?? 'Unknown',
    message: readCause(caught.Cause),
  });
  const training = await trainings.get(id);
  // A step that ran out of time, or whose function broke down, had no chance to say so.
  for (const step of training?.steps ?? [])
    if (step.state === 'running')
      await trainings.recordStep(id, { ...step, state: 'failed', endedAt: clock.now(), error: failure });
  const move = training?.sealed === true ? await findMove(registry, training) : undefined;
  const completedAt = clock.now();
  await trainings.change(
    id,
    move === undefined
      ? { status: 'failed', failure, completedAt }
      : { status: 'succeeded', decision: { ...readJudgement(training!), ...move }, completedAt },
  );
}

function readCause(cause: unknown): string {
  const text = typeof cause === 'string' ? cause : JSON.stringify(cause ?? '');
  try {
    const { errorMessage } = JSON.parse(text);
    return typeof errorMessage === 'string' ? errorMessage : text;
  } catch {
    return text;
  }
}
