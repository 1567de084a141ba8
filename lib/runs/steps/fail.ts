import type { RunFailure } from '../run.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Records why a run failed, as the machine has caught it. Changes nothing when the run is final: it was canceled.
 *
 * @param caught what a Catch hands on: the error's name, and a text or Lambda's JSON of the error
 */
export async function fail(
  { runs, clock }: Pick<StepDeps, 'runs' | 'clock'>,
  id: string,
  caught: { readonly Error?: string; readonly Cause?: unknown },
): Promise<void> {
  const failure: RunFailure = { code: caught.Error ?? 'Unknown', message: readCause(caught.Cause) };
  const run = await runs.get(id);
  // A step that ran out of time, or whose function broke down, had no chance to say so.
  for (const step of run?.steps ?? [])
    if (step.state === 'running')
      await runs.recordStep(id, { ...step, state: 'failed', endedAt: clock.now(), error: failure });
  await runs.change(id, { status: 'failed', failure, completedAt: clock.now() });
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
