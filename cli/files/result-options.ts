import { type Command, Option } from 'commander';
import type { Formulas } from '../../lib/files/csv/formulas.ts';
import type { ResultFormat } from '../../lib/files/results/result-format.ts';
import {
  addColumnOptions,
  type ColumnOptions,
  type CsvOptions,
  createDecimalOption,
  createEncodingOption,
  createForceOption,
  createFormulasOption,
  parseReasons,
  SHEET_TEXT,
} from '../options.ts';
import { createFormatOption } from './result-format.ts';

/** What `score`, `batch` and `jobs submit` say of a file of leads and of its result: the same words, wherever it is scored. */
export interface ResultOptions extends CsvOptions, ColumnOptions {
  readonly out?: string;
  readonly rejected?: string;
  readonly format?: ResultFormat;
  readonly reasons: number;
  readonly reference?: string;
  readonly sheet?: string;
  readonly formulas: Formulas;
  readonly force?: boolean;
}

/** @param isOptional without --out the command waits for no result */
export function addResultOptions(command: Command, isOptional = false): Command {
  const out = new Option(
    '--out <file>',
    'where to write the scored leads, such as scored.csv or scored.parquet',
  );
  return addColumnOptions(
    command
      .addOption(out.makeOptionMandatory(!isOptional))
      .option(
        '--rejected <file>',
        'write rows that do not fit the model there, each with its line and the reason, instead of stopping',
      )
      .addOption(createFormatOption())
      .option('--reasons <number>', 'reasons to add to each row, 0 to 3', parseReasons, 3)
      .option('--reference <column>', 'the column that holds your own ids of the leads; every row needs one')
      .option('--sheet <name>', SHEET_TEXT)
      .addOption(createEncodingOption())
      .addOption(createDecimalOption()),
  )
    .addOption(createFormulasOption())
    .addOption(createForceOption());
}
