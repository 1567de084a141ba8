import type { Command } from 'commander';
import type { Prices } from '../../lib/learning/evaluation/measure-cut-off.ts';
import { collectList, numberParser, omitUndefined, parseNonNegative } from '../options.ts';

/** The options that say what else the winner is measured by. */
export interface EvaluationOptions {
  readonly segments?: readonly string[];
  readonly value?: number;
  readonly cost?: number;
}

const parsePositive = numberParser((value) => Number.isFinite(value) && value > 0, 'a number above 0');

/** Adds `--segments`, `--value` and `--cost`. */
export const addEvaluationOptions = (command: Command): Command =>
  command
    .option(
      '--segments <columns>',
      'measure the winner by the values of these columns, too, used by the model or not; separated by commas',
      collectList,
    )
    .option(
      '--value <amount>',
      'what a conversion brings, in any currency; with --cost, the profit of each cut-off',
      parsePositive,
    )
    .option('--cost <amount>', 'what contacting a lead costs, in the same currency', parseNonNegative);

/** Ends the command with a usage error where one price is given without the other. */
export function checkPrices({ value, cost }: EvaluationOptions, command: Command): void {
  if ((value === undefined) !== (cost === undefined))
    command.error('error: --value and --cost are used together');
}

/** The options as the training takes them. */
export function toEvaluationInput({ segments, value, cost }: EvaluationOptions): {
  readonly segments?: readonly string[];
  readonly prices?: Prices;
} {
  return {
    ...omitUndefined({ segments }),
    ...(value === undefined || cost === undefined ? {} : { prices: { value, cost } }),
  };
}
