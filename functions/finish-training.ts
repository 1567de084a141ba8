import { composeTraining, type FinishingStep } from '../lib/runtime/compose-training.ts';
import { forTraining } from '../lib/worlds/aws.ts';

const { finish } = composeTraining(forTraining);

/** The last states of a training: evaluate, register, compare, and promote, challenge or keep; or fail. */
export const handler = (event: FinishingStep) => finish(event);
