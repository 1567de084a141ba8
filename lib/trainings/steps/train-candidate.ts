import { PermanentError } from '../../errors.ts';
import { createFitter } from '../../learning/fit-in-parallel.ts';
import { planTraining } from '../../learning/plan-training.ts';
import { createTrainer } from '../../learning/trainers/create-trainer.ts';
import { type CandidateTrial, listSplits, tryCandidate } from '../../learning/try-candidates.ts';
import { hideQuoted } from '../../quoting.ts';
import { countFits } from '../dataset-memory.ts';
import type { Step } from '../do-step.ts';
import { readTrainInput } from '../read-dataset.ts';
import { trialKey } from '../training.ts';
import { encodeTrial } from '../trial-file.ts';

/** Fits one candidate in every fold and without the hold-out, measures it, and keeps what came of it. */
export const trainCandidate: Step<string> = async (deps, training, trainer) => {
  const { id } = training;
  const plan = planTraining(await readTrainInput(deps.files, training));
  const spec = plan.specs.find((candidate) => candidate.trainer === trainer);
  if (spec === undefined) throw new PermanentError(`expected a candidate of the training, got ${trainer}`);
  const size = { bytes: training.data!.bytes, ...plan.read.file };
  const most = Math.min(deps.threads, listSplits(plan.split).length);
  // What cannot be held was refused: one fit there is memory for.
  const fitter = createFitter(plan.fitInput, Math.max(1, countFits(deps.memory, size, most)));
  let trial: CandidateTrial;
  try {
    const { calibration } = training.options;
    trial = await tryCandidate(plan.fitInput, spec, plan.split, fitter, { calibration });
  } finally {
    // A function that is frozen with its threads would thaw with them, and with their memory, for the next training.
    await fitter.close();
  }
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
      warnings: candidate.warnings.map(hideQuoted),
      artifact: key,
    },
    output: { trainer },
  };
};
