import { hideCells, messageOf, PermanentError } from '../errors.ts';
import type { RunChange } from '../run-ports.ts';
import { fitForRecord } from './fit-for-record.ts';
import { type Figures, OPEN_RUN, type RunStep, type TrainingRun } from './run.ts';
import type { StepDeps } from './step-deps.ts';

/** The run was canceled, or has failed: its steps have nothing to do any more. */
export class RunClosedError extends Error {
  override readonly name = 'RunClosedError';
}

/** What came of a step. */
export interface StepResult {
  /** Recorded as far as there is room. */
  readonly figures: Figures;
  /** Of the run, together with the end of the step. */
  readonly change?: RunChange;
  /** For the states behind it; small, for it is no place for data. */
  readonly output: Readonly<Record<string, unknown>>;
}

/**
 * Does a step of a run and records it: when it began, how often, how long it took and what came of it, or why it failed.
 * A step that is done again begins anew, so each must end the same however often it is done.
 *
 * @returns the step's output
 * @throws {RunClosedError} the run is final
 */
export async function doStep(
  { runs, clock }: Pick<StepDeps, 'runs' | 'clock'>,
  id: string,
  name: string,
  work: (run: TrainingRun) => Promise<StepResult>,
): Promise<StepResult['output']> {
  const run = await runs.get(id);
  if (run === undefined) throw new PermanentError(`expected the training ${id}, found none`);
  if (!OPEN_RUN.includes(run.status)) throw new RunClosedError(`the training ${id} ${run.status}`);
  const now = clock.now();
  if (run.status === 'queued') await runs.change(id, { status: 'running', startedAt: now });
  const before = run.steps.find((step) => step.name === name);
  const begun = { name, startedAt: before?.startedAt ?? now, attempts: (before?.attempts ?? 0) + 1 };
  const record = async (step: Omit<RunStep, keyof typeof begun>): Promise<void> => {
    if (!(await runs.recordStep(id, { ...begun, ...step })))
      throw new RunClosedError(`the training ${id} is final`);
  };
  const error = before?.error === undefined ? {} : { error: before.error };
  await record({ state: 'running', ...error });
  try {
    const { figures, change, output } = await work(run);
    // A change that ends the run comes last: from then on nothing is recorded.
    await record({ state: 'succeeded', endedAt: clock.now(), figures: fitForRecord(figures), ...error });
    if (change !== undefined && !(await runs.change(id, change)))
      throw new RunClosedError(`the training ${id} is final`);
    return output;
  } catch (caught) {
    // Lambda logs what leaves it, and Step Functions keeps it.
    const failure = hideCells(caught);
    if (failure instanceof RunClosedError) throw failure;
    const { name: code } = failure as Error;
    await runs.recordStep(id, {
      ...begun,
      state: 'failed',
      endedAt: clock.now(),
      error: fitForRecord({ code: code ?? 'Error', message: messageOf(failure) }),
    });
    throw failure;
  }
}
