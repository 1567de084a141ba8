import { buildModel, type TrainedModel } from './build-model.ts';
import { createFitter } from './fit-in-parallel.ts';
import { planTraining } from './plan-training.ts';
import type { TrainInput } from './train-input.ts';
import { tryCandidates } from './try-candidates.ts';

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
  onProgress('reading');
  const plan = planTraining(input);
  const fitter = createFitter(plan.fitInput, input.threads ?? 1);
  try {
    const trial = await tryCandidates(plan.fitInput, plan.specs, plan.split, fitter, {
      calibration: input.calibration ?? 'auto',
      metric: input.metric ?? 'log_loss',
      onProgress,
    });
    onProgress('fitting on all leads');
    return await buildModel(input, plan, trial, fitter);
  } finally {
    await fitter.close();
  }
}
