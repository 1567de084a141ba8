import { findMove } from '../find-move.ts';
import { fitForRecord } from '../fit-for-record.ts';
import { readJudgement } from '../judgement.ts';
import type { RunFailure } from '../run.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Records why a run failed, as the machine has caught it. Changes nothing when the run is final: it was canceled. A run that has
 * moved its alias, and whose record was lost, has not failed.
 *
 * @param caught what a Catch hands on: the error's name, and a text or Lambda's JSON of the error
 */
export async function fail(
  { runs, registry, clock }: Pick<StepDeps, 'runs' | 'registry' | 'clock'>,
  id: string,
  caught: { readonly Error?: string; readonly Cause?: unknown },
): Promise<void> {
  const failure: RunFailure = fitForRecord({
    code: caught.Error ?? 'Unknown',
    message: readCause(caught.Cause),
  });
  const run = await runs.get(id);
  // A step that ran out of time, or whose function broke down, had no chance to say so.
  for (const step of run?.steps ?? [])
    if (step.state === 'running')
      await runs.recordStep(id, { ...step, state: 'failed', endedAt: clock.now(), error: failure });
  const move = run?.sealed === true ? await findMove(registry, run) : undefined;
  const completedAt = clock.now();
  await runs.change(
    id,
    move === undefined
      ? { status: 'failed', failure, completedAt }
      : { status: 'succeeded', decision: { ...readJudgement(run!), ...move }, completedAt },
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
