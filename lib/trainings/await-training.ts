import { setTimeout } from 'node:timers/promises';
import type { TrainingStore } from './ports.ts';
import { OPEN_TRAINING, type Training } from './training.ts';

const FIRST_LOOK_MS = 100;
/** Each look reads an item of up to 400 KB. */
const LAST_LOOK_MS = 2000;

/**
 * Waits for the end of a training, looking less often the longer it takes.
 *
 * @param timeLeft milliseconds; asked before each look
 * @returns the training, which is open when the time was up
 */
export async function awaitTraining(
  { trainings }: { readonly trainings: Pick<TrainingStore, 'get'> },
  training: Training,
  timeLeft: () => number,
): Promise<Training> {
  let found = training;
  for (let pause = FIRST_LOOK_MS; OPEN_TRAINING.includes(found.status); pause = 1.5 * pause) {
    const left = timeLeft();
    if (left <= 0) break;
    await setTimeout(Math.min(pause, left, LAST_LOOK_MS));
    found = (await trainings.get(found.id)) ?? found;
  }
  return found;
}
