import type { Command } from 'commander';
import { createFormulasOption } from '../options.ts';

/** Adds the options of predictions out of fold. */
export const addOutOfFoldOptions = (command: Command): Command =>
  command
    .option(
      '--oof <file>',
      'also write a prediction of every lead by a model that has not seen it: .csv, .jsonl, or either with .gz',
    )
    .addOption(createFormulasOption());

/** Ends the command with a usage error when there is no prediction to write, or no format for it. */
export function checkOutOfFold(
  command: Command,
  { oof, folds, holdout }: { readonly oof?: string; readonly folds: number; readonly holdout: number },
): void {
  if (oof === undefined) return;
  if (folds === 0 && holdout === 0)
    command.error('error: --oof needs --folds or --holdout: without both, every model has seen every lead');
  if (/\.(parquet|xlsx)$/i.test(oof))
    command.error(`error: --oof writes CSV or JSON Lines, got ${oof}. Name it .csv or .jsonl.`);
}
