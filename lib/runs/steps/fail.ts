import { CHALLENGER, CHAMPION } from '../../registry/registry.ts';
import { fitForRecord } from '../fit-for-record.ts';
import { readJudgement } from '../judgement.ts';
import { type Decision, madeBy, type RunFailure, type TrainingRun } from '../run.ts';
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
  const decision = run?.sealed === true ? await findMove(registry, run) : undefined;
  const completedAt = clock.now();
  await runs.change(
    id,
    decision === undefined
      ? { status: 'failed', failure, completedAt }
      : { status: 'succeeded', decision, completedAt },
  );
}

/** The alias that a sealed run has moved, if it has. */
async function findMove(registry: StepDeps['registry'], run: TrainingRun): Promise<Decision | undefined> {
  for (const [alias, outcome] of [
    [CHAMPION, 'promoted'],
    [CHALLENGER, 'challenger'],
  ] as const) {
    const history = await registry.aliasHistory(run.model, alias);
    if (history.some(({ by, to }) => by === madeBy(run.id) && to === run.newVersion))
      return { outcome, ...readJudgement(run) };
  }
  return undefined;
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
