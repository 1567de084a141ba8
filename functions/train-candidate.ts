import { composeTraining } from '../lib/runtime/compose-training.ts';

const { train } = composeTraining();

/** Trains one candidate of a training; the machine runs one for each, side by side. */
export const handler = ({ run_id, trainer }: { readonly run_id: string; readonly trainer: string }) =>
  train(run_id, trainer);
