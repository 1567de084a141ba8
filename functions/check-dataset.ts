import { composeTraining } from '../lib/runtime/compose-training.ts';
import { forTraining } from '../lib/worlds/aws.ts';

const { check, prepare } = composeTraining(forTraining);

/** The first states of a training: is the file what it should be, and is there enough that is new? What is the plan? */
export const handler = ({ step, run_id }: { readonly step: 'check' | 'prepare'; readonly run_id: string }) =>
  (step === 'check' ? check : prepare)(run_id);
