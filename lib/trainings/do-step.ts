import { hideCells, messageOf, PermanentError } from '../errors.ts';
import { fitForRecord } from './fit-for-record.ts';
import type { TrainingChange } from './ports.ts';
import type { StepDeps } from './step-deps.ts';
import { type Figures, OPEN_TRAINING, type Training, type TrainingStep } from './training.ts';

/** The training was canceled, or has failed: its steps have nothing to do any more. */
export class TrainingClosedError extends Error {
  override readonly name = 'TrainingClosedError';
}

/** What came of a step. */
export interface StepResult {
  /** Recorded as far as there is room. */
  readonly figures: Figures;
  /** Of the training, together with the end of the step. */
  readonly change?: TrainingChange;
  /** For the states behind it; small, for it is no place for data. */
  readonly output: Readonly<Record<string, unknown>>;
}

/** What a step does, whatever it needs to know besides. */
export type Step<Besides = void> = (
  deps: StepDeps,
  training: Training,
  besides: Besides,
) => Promise<StepResult>;

/**
 * Does a step of a training and records it: when it began, how often, how long it took and what came of it, or why it failed.
 * A step that is done again begins anew, so each must end the same however often it is done.
 *
 * @returns the step's output
 * @throws {TrainingClosedError} the training is final
 */
export async function doStep(
  { trainings, clock }: Pick<StepDeps, 'trainings' | 'clock'>,
  id: string,
  name: string,
  work: (training: Training) => Promise<StepResult>,
): Promise<StepResult['output']> {
  const training = await trainings.get(id);
  if (training === undefined) throw new PermanentError(`expected the training ${id}, found none`);
  if (!OPEN_TRAINING.includes(training.status))
    throw new TrainingClosedError(`the training ${id} ${training.status}`);
  const now = clock.now();
  if (training.status === 'queued') await trainings.change(id, { status: 'running', startedAt: now });
  const before = training.steps.find((step) => step.name === name);
  const begun = { name, startedAt: before?.startedAt ?? now, attempts: (before?.attempts ?? 0) + 1 };
  const record = async (step: Omit<TrainingStep, keyof typeof begun>): Promise<void> => {
    if (!(await trainings.recordStep(id, { ...begun, ...step })))
      throw new TrainingClosedError(`the training ${id} is final`);
  };
  const error = before?.error === undefined ? {} : { error: before.error };
  await record({ state: 'running', ...error });
  try {
    const { figures, change, output } = await work(training);
    // A change that ends the training comes last: from then on nothing is recorded.
    await record({ state: 'succeeded', endedAt: clock.now(), figures: fitForRecord(figures), ...error });
    if (change !== undefined && !(await trainings.change(id, change)))
      throw new TrainingClosedError(`the training ${id} is final`);
    return output;
  } catch (caught) {
    // Lambda logs what leaves it, and Step Functions keeps it.
    const failure = hideCells(caught);
    if (failure instanceof TrainingClosedError) throw failure;
    const { name: code } = failure as Error;
    await trainings.recordStep(id, {
      ...begun,
      state: 'failed',
      endedAt: clock.now(),
      error: fitForRecord({ code: code ?? 'Error', message: messageOf(failure) }),
    });
    throw failure;
  }
}
