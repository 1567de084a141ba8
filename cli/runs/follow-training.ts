import type { Client, Training } from '../../lib/client/index.ts';
import { orInterrupted } from '../api-client.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createProgress, type Step } from '../terminal/progress.ts';
import { listSteps, summariseTraining } from './training-summary.ts';

interface FollowOptions {
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/**
 * Shows a training until it ends: a line for every step once it has ended, and on a terminal what is at work below them. An
 * interruption leaves the training as it is.
 */
export async function followTraining(
  client: Client,
  id: string,
  { json, signal }: FollowOptions,
): Promise<void> {
  const progress = createProgress(json);
  const printed = new Set<string>();
  const show = (training: Training) => {
    const ended = training.steps.filter(({ name, state, attempts }) => {
      const mark = `${name} ${state} ${attempts}`;
      if (state === 'pending' || state === 'running' || printed.has(mark)) return false;
      printed.add(mark);
      return true;
    });
    if (!json && ended.length > 0) printLines(listSteps(training, ended));
    progress.show(stepOf(training));
  };
  const waiting = client.waitTraining(id, { signal, onPoll: show });
  const resume = `The training continues. To follow it again: ${hint(['runs', 'watch', id])}`;
  const training = await orInterrupted(waiting, resume)
    .then((ended) => {
      // The last steps may have ended together with the training.
      show(ended);
      return ended;
    })
    .finally(progress.end);
  if (json) printJson(training);
  else printLines(summariseTraining(training, { steps: false }));
  if (training.status !== 'succeeded') process.exitCode = 1;
}

/** How long the others take is not known. */
function stepOf({ steps, status }: Training): Step {
  const running = steps.filter(({ state }) => state === 'running').map(({ name }) => name);
  const ended = steps.filter(({ state }) => state !== 'running' && state !== 'pending').length;
  return {
    what: running.length === 0 ? `The training is ${status}` : running.join(', '),
    note: `${ended} of ${steps.length} steps done`,
  };
}
