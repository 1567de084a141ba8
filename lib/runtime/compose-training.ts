import { availableParallelism } from 'node:os';
import { createModelLoader } from '../registry/load-model.ts';
import type { StepDeps } from '../trainings/step-deps.ts';
import { createSteps, type Steps } from '../trainings/steps.ts';
import type { World } from '../worlds/world.ts';
import { BUILD_FACTS } from './build-facts.ts';
import { openWorld } from './open-world.ts';

export type { FinishingStep } from '../trainings/steps.ts';

type TrainingPort = 'trainings' | 'files' | 'registry' | 'artifacts' | 'store';

/** The functions of a training need the same things and have the same memory. */
export function composeTraining(world: World<TrainingPort>): Steps {
  const [ports, config] = openWorld(world, ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
  const { libraries, chartScript } = BUILD_FACTS;
  const { scorelane = 'unknown', ...others } = libraries;
  const deps: StepDeps = {
    ...ports,
    load: createModelLoader(ports.artifacts),
    // As `scorelane train` lists them, for the artifacts to be the same.
    libraries: { scorelane, node: process.versions.node, ...others },
    chartScript,
    // Lambda gives cores by memory.
    threads: availableParallelism(),
    memory: config.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  };
  return createSteps(deps);
}
