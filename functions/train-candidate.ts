import { composeTraining } from '../lib/runtime/compose-training.ts';
import { forTraining } from '../lib/worlds/aws.ts';

const { train } = composeTraining(forTraining);

/** Trains one candidate of a training; the machine runs one for each, side by side. */
export const handler = ({ run_id, trainer }: { readonly run_id: string; readonly trainer: string }) =>
  train(run_id, trainer);
