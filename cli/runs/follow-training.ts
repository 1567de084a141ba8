import type { Client, Training } from '../../lib/client/index.ts';
import { orInterrupted } from '../api-client.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { describeStep, listSteps, summariseTraining } from './training-summary.ts';

interface FollowOptions {
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/**
 * Shows a training step by step until it ends: on a terminal as a list that changes in place, else a line for every step
 * that has ended. An interruption leaves the training as it is.
 */
export async function followTraining(
  client: Client,
  id: string,
  { json, signal }: FollowOptions,
): Promise<void> {
  const view = json ? { show() {}, end() {} } : process.stdout.isTTY ? liveView() : lineView();
  const waiting = client.waitTraining(id, { signal, onPoll: (state) => view.show(state) });
  const resume = `The training continues. To follow it again: ${hint(['runs', 'watch', id])}`;
  const training = await orInterrupted(waiting, resume);
  // The last steps may have ended together with the training.
  view.show(training);
  view.end();
  if (json) printJson(training);
  else printLines(summariseTraining(training));
  if (training.status !== 'succeeded') process.exitCode = 1;
}

/** Lines that are written over. */
function liveView() {
  let height = 0;
  const clear = () => {
    if (height > 0) process.stdout.write(`\u001b[${height}A\u001b[J`);
    height = 0;
  };
  return {
    show(training: Training) {
      const { columns = 80, rows = 24 } = process.stdout;
      // A line that wraps would take two, and what has left the screen cannot be written over.
      const lines = [
        `Training ${training.training_id} of ${training.model} ${training.status}`,
        ...listSteps(training),
      ]
        .slice(0, rows - 1)
        .map((line) => cut(line, columns - 1));
      clear();
      printLines(lines);
      height = lines.length;
    },
    end: clear,
  };
}

/** With its colour ended, if it has one. */
const cut = (line: string, width: number): string =>
  line.length <= width ? line : line.slice(0, width) + (line.includes('\u001b[') ? '\u001b[0m' : '');

function lineView() {
  const told = new Set<string>();
  return {
    show(training: Training) {
      for (const step of training.steps) {
        const mark = `${step.name} ${step.state} ${step.attempts}`;
        if (step.state === 'pending' || step.state === 'running' || told.has(mark)) continue;
        told.add(mark);
        const what = describeStep(step);
        printLines([`${step.name} ${step.state}${what === '' ? '' : `: ${what}`}`]);
      }
    },
    end() {},
  };
}
