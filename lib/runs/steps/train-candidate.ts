import { PermanentError } from '../../errors.ts';
import { createFitter } from '../../training/fit-in-parallel.ts';
import { planTraining } from '../../training/plan-training.ts';
import { createTrainer } from '../../training/trainers/create-trainer.ts';
import { tryCandidate } from '../../training/try-candidates.ts';
import { doStep } from '../do-step.ts';
import { readTrainInput } from '../read-dataset.ts';
import { trialKey } from '../run.ts';
import type { StepDeps } from '../step-deps.ts';
import { encodeTrial } from '../trial-file.ts';

/** Fits one candidate in every fold and without the hold-out, measures it, and keeps what came of it. */
export const trainCandidate = (deps: StepDeps, id: string, trainer: string) =>
  doStep(deps, id, `train:${trainer}`, async (run) => {
    const plan = planTraining(await readTrainInput(deps.files, run));
    const spec = plan.specs.find((candidate) => candidate.trainer === trainer);
    if (spec === undefined) throw new PermanentError(`expected a candidate of the training, got ${trainer}`);
    const trial = await tryCandidate(plan.fitInput, spec, plan.split, createFitter(plan.fitInput, 1), {
      calibration: run.options.calibration,
    });
    const key = trialKey(id, trainer);
    await deps.files.write(key, Buffer.from(encodeTrial(trial)), 'application/json');
    const { candidate } = trial;
    return {
      figures: {
        options: createTrainer(spec.trainer, spec.settings).options,
        calibration: candidate.calibration.method,
        parameters: candidate.parameters,
        ...(candidate.cross_validated === undefined ? {} : { cross_validated: candidate.cross_validated }),
        ...(candidate.holdout === undefined ? {} : { holdout: candidate.holdout }),
        warnings: candidate.warnings,
        artifact: key,
      },
      output: { trainer },
    };
  });
