import { sum } from '../statistics/sum.ts';
import { buildModel, type TrainedModel } from './build-model.ts';
import { createFitter } from './fit-in-parallel.ts';
import { listOutOfFold } from './out-of-fold.ts';
import { inspectTraining } from './plan-training.ts';
import type { TrainInput } from './train-input.ts';
import { chooseTrial, countFits, tryCandidate } from './try-candidates.ts';

export { serializeArtifact, type TrainedModel } from './build-model.ts';

/**
 * Trains a lead-conversion model on a CSV file: reads, infers the schema, tries candidates on leads that they
 * have not seen, chooses one, then fits it on all leads. The same data, options and seed give the same artifact
 * but for `created_at`; so does the same file with its rows in another order, but for its hash.
 *
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 * @example
 * const { csv } = generateSample({ rows: 3000, seed: 1 });
 * const { artifact } = await trainModel({ data: csv, target: 'converted', name: 'leads', createdAt: new Date() });
 */
export async function trainModel(input: TrainInput): Promise<TrainedModel> {
  const { onProgress = () => {} } = input;
  onProgress('Reading');
  const plan = inspectTraining(input);
  const fitter = createFitter(plan.fitInput, input.threads ?? 1);
  try {
    const { fitInput, specs, split } = plan;
    const { calibration = 'auto', metric = 'log_loss' } = input;
    let done = 0;
    const total = sum(specs.map((spec) => countFits(spec, split)));
    const what = input.tune === undefined ? 'Measuring' : 'Searching settings and measuring';
    const onFit = () => onProgress(what, ++done, total);
    const trials = await Promise.all(
      specs.map((spec) => tryCandidate(fitInput, spec, split, fitter, { calibration, onFit })),
    );
    const trial = chooseTrial(trials, metric);
    onProgress('Fitting on all leads');
    const trained = await buildModel(input, plan, trial, fitter);
    return plan.kept === undefined
      ? trained
      : { ...trained, outOfFold: listOutOfFold(plan, trial, plan.kept) };
  } finally {
    await fitter.close();
  }
}
