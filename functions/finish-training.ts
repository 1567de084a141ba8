import { composeTraining, type FinishingStep } from '../lib/runtime/compose-training.ts';

const { finish } = composeTraining();

/** The last states of a training: evaluate, register, compare, and promote, challenge or keep; or fail. */
export const handler = (event: FinishingStep) => finish(event);
