import type { Command } from 'commander';
import type { ResultForm } from '../../lib/files/results/result-format.ts';
import { chooseForm } from '../files/result-format.ts';
import { createFormulasOption } from '../options.ts';

/** Adds the options of predictions out of fold. */
export const addOutOfFoldOptions = (command: Command): Command =>
  command
    .option(
      '--oof <file>',
      'also write a prediction of every lead by a model that has not seen it: .csv, .jsonl (either with .gz) or .parquet',
    )
    .addOption(createFormulasOption());

/**
 * The form of the predictions, where they are asked for. Ends the command with a usage error when there is no prediction to write,
 * or no format for it.
 */
export function checkOutOfFold(
  command: Command,
  { oof, folds, holdout }: { readonly oof?: string; readonly folds: number; readonly holdout: number },
): ResultForm | undefined {
  if (oof === undefined) return undefined;
  if (folds === 0 && holdout === 0)
    command.error('error: --oof needs --folds or --holdout: without both, every model has seen every lead');
  return chooseForm(command, { option: '--oof', path: oof });
}
