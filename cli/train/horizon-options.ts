import type { Command } from 'commander';
import type { readTold } from '../files/told-options.ts';
import { refuseBeside, refuseWithout } from '../option-groups.ts';
import type { TrainOptions } from './add-train-options.ts';

type Told = Awaited<ReturnType<typeof readTold>>;

/** What the column of --converted-at tells, the target and its words would tell otherwise. */
const REPLACED = ['target', 'positive', 'negative', 'join', 'classWeight'];

/**
 * The options of a training with a horizon. Two columns of times tell the outcome then; a target that the file of `--columns` names
 * would give the outcome away, so it is left out.
 */
export function readHorizonOptions(command: Command, file: string, options: TrainOptions, told: Told): Told {
  refuseWithout(command, 'horizon', ['convertedAt', 'asOf']);
  const { horizon, convertedAt } = options;
  if (horizon === undefined) return told;
  const { time } = told;
  if (time === undefined || convertedAt === undefined) {
    const [first, second] = [time ?? 'created', convertedAt ?? 'won_on'];
    command.error(
      `error: --horizon needs the columns that tell when a lead came in and when it converted: scorelane train ${file} --horizon ${horizon}d --time ${first} --converted-at ${second}`,
    );
  }
  refuseBeside(command, '--horizon', REPLACED);
  const { target, positive: _positive, negative: _negative, ...others } = told;
  const drop = target === undefined || target === convertedAt ? told.drop : [...(told.drop ?? []), target];
  return { ...others, target: convertedAt!, ...(drop === undefined ? {} : { drop }) } as Told;
}
