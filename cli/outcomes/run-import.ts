import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { CallOptions, Client } from '../../lib/client/index.ts';
import { messageOf } from '../../lib/errors.ts';
import { readResultName } from '../../lib/files/results/result-format.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { parseDateForm } from '../../lib/lead/date-form.ts';
import type { ToldDateForm } from '../../lib/outcomes/import/column-evidence.ts';
import type { OpenRows } from '../../lib/outcomes/import/row-kind.ts';
import {
  type ApiOptions,
  addApiOptions,
  InterruptedError,
  openApi,
  untilInterrupted,
} from '../api-client.ts';
import { claimFiles } from '../files/claim-files.ts';
import {
  type CsvOptions,
  createDecimalOption,
  createEncodingOption,
  createForceOption,
  omitUndefined,
  SHEET_TEXT,
} from '../options.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { printNote } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';
import type { CheckedRows } from './import-rows.ts';

/** What the commands that read a table and send its rows have in common. */
export interface TableImportOptions extends ApiOptions, CsvOptions {
  readonly dateForm?: ToldDateForm;
  readonly sheet?: string;
  readonly rejected?: string;
  readonly dryRun?: boolean;
}

export const TABLE_TEXT =
  'CSV, JSON Lines, Parquet or .xlsx, also with .gz; - reads the standard input; or s3://bucket/key';

export const addTableOptions = (command: Command): Command =>
  addApiOptions(
    command
      .addOption(
        new Option(
          '--date-form <form>',
          'how the dates are written, such as dd/mm/yyyy, epoch_s or excel (default: as the column shows)',
        ).argParser(readDateForm),
      )
      .addOption(createDecimalOption())
      .option('--sheet <name>', SHEET_TEXT)
      .addOption(createEncodingOption())
      .option(
        '--rejected <file.csv>',
        'write rows that cannot be sent there, each with its line and the reason, instead of stopping; the exit code is then 1',
      )
      .addOption(createForceOption())
      .option('--dry-run', 'read and check everything, and send nothing'),
  );

function readDateForm(text: string): ToldDateForm {
  try {
    return { form: parseDateForm(text) };
  } catch (error) {
    const message = messageOf(error);
    throw new InvalidArgumentError(`${message[0]!.toUpperCase()}${message.slice(1)}`);
  }
}

/** What a table became. */
export interface TableImported<T> {
  readonly checked: CheckedRows<T>;
  /** Rows that were set aside. */
  readonly setAside: number;
}

interface TableImport<T> {
  readonly file: string;
  /** What is sent, in the plural. */
  readonly what: string;
  readonly open: (fileName: string) => OpenRows<T>;
  readonly send: (client: Client, items: readonly T[], options: CallOptions) => Promise<void>;
  readonly onSent: (items: readonly T[]) => void;
}

/**
 * Checks a table and sends its rows. Nothing is sent before every row was read.
 *
 * @throws {InputError} as `checkRows`
 */
export async function importTable<T>(
  command: Command,
  options: TableImportOptions,
  { file, what, open, send, onSent }: TableImport<T>,
): Promise<TableImported<T>> {
  const { encoding, sheet, rejected, json, dryRun } = options;
  if (rejected !== undefined && isOtherFormat(rejected))
    command.error(
      `error: --rejected ${rejected}: rows are set aside as CSV; name a file that ends with .csv`,
    );
  const [{ checkRows }, { isInBucket, openSource }, { OutputFiles }, { rejectedHeader, rejectedRow }] =
    await Promise.all([
      import('./import-rows.ts'),
      import('./open-source.ts'),
      import('../files/output-files.ts'),
      import('./rejected-csv.ts'),
    ]);
  const [target] = await claimFiles(command, {
    reads: [{ option: '<table>', path: isInBucket(file) ? undefined : file }],
    writes: dryRun === true ? [] : [{ option: '--rejected', path: rejected }],
    json,
  });
  // Which stack it is fails before a large file is read.
  const client = dryRun === true ? undefined : await openApi(options);
  const table = await openSource(file, { encoding, sheet }, options);
  const progress = createProgress(json === true);
  let [sent, total] = [0, 0];
  const state = () =>
    `${formatCount(sent)} of ${formatCount(total)} ${what} are confirmed; sent again, they change nothing. ${sayRepeat('resume')}`;
  // Until rows are sent, Ctrl-C ends the process as it does everywhere.
  let signal: AbortSignal | undefined;
  let files: InstanceType<typeof OutputFiles> | undefined;
  const write = (text: string) => files!.writers[0]!(Buffer.from(text));
  try {
    const checked = await checkRows<T>(
      { data: table.data, fileName: table.fileName },
      {
        ...omitUndefined({ encoding }),
        ...{ what, progress, open: open(table.fileName) },
        send(items) {
          signal?.throwIfAborted();
          return send(client!, items, { signal });
        },
        ...(rejected === undefined
          ? {}
          : {
              reject: {
                onHeader: (header) => write(rejectedHeader(header)),
                onRow: (row, errors) => write(rejectedRow(row, errors)),
              },
            }),
      },
    );
    total = checked.good;
    if (dryRun === true) return { checked, setAside: checked.bad };
    signal = untilInterrupted();
    if (target !== undefined) {
      files = new OutputFiles([{ target }], () => {
        progress.end();
        printNote(`interrupted: ${state()}`);
        return false;
      });
    }
    const { setAside } = await checked.sendAll((items) => {
      sent += items.length;
      onSent(items);
    });
    files?.finish();
    return { checked, setAside };
  } catch (error) {
    files?.discard();
    if (error instanceof InterruptedError) throw error.withMessage(`interrupted: ${state()}`);
    if (sent > 0) printNote(state());
    throw error;
  } finally {
    progress.end();
  }
}

/** Neither CSV by its name nor without a format in it. */
function isOtherFormat(name: string): boolean {
  const { format, compressed } = readResultName(name);
  return compressed || (format !== undefined && format !== 'csv');
}
