import { isatty } from 'node:tty';
import { type Command, Option } from 'commander';
import {
  RESULT_FORMATS,
  type ResultForm,
  type ResultFormat,
  readResultName,
} from '../../lib/files/results/result-format.ts';
import { descriptorOf } from '../terminal/standard-streams.ts';

/** How results are written; the same for every command that writes a table. */
export const createFormatOption = () =>
  new Option(
    '--format <format>',
    'of the result (default: what the name of --out ends with, else the format of the input)',
  ).choices(RESULT_FORMATS);

/** What an output is called, and what asked for its format. */
interface WantedForm {
  /** The option that names it, for messages. */
  readonly option: string;
  readonly path: string;
  /** What `--format` says. */
  readonly format?: ResultFormat | undefined;
  /** The input's name; none, or the standard input: CSV unless told by `input`. */
  readonly like?: string | undefined;
}

/**
 * The form of a result: as `--format` says, else as the name of the output ends, else as the input is. Parquet goes to the standard
 * output when it is asked for only. A form that cannot be is a usage error.
 *
 * @param input the format of the input, where its name may not say it
 */
export function chooseForm(
  command: Command,
  { option, path, format, like = '' }: WantedForm,
  input = readResultName(like).format,
): ResultForm {
  const named = readResultName(path);
  const descriptor = descriptorOf(path);
  if (format === undefined && /\.xls[xmb]?(\.gz)?$/i.test(path))
    command.error(
      `error: ${option} ${path}: results are CSV, JSON Lines or Parquet; name it .csv, .jsonl or .parquet`,
    );
  const followed = descriptor !== undefined && input === 'parquet' ? 'csv' : input;
  const chosen = format ?? named.format ?? followed ?? 'csv';
  if (chosen !== 'parquet') return { format: chosen, compressed: named.compressed };
  if (named.compressed)
    command.error(
      `error: ${option} ${path}: Parquet is compressed itself; take .gz off the name, or use --format csv or jsonl`,
    );
  if (descriptor !== undefined && isatty(descriptor))
    command.error(
      `error: ${option} ${path}: Parquet cannot be shown on a terminal; name a file, or pipe it to a program`,
    );
  return { format: chosen, compressed: false };
}

/**
 * The forms of the result and of the rejected rows, which may have a format of their own by their name. What cannot be is a usage error.
 *
 * @param input what the input is, as well as that is known
 */
export function chooseForms(
  command: Command,
  {
    out,
    rejected,
    format,
  }: { out: string; rejected?: string | undefined; format?: ResultFormat | undefined },
  input: ResultFormat | undefined,
): ResultForm[] {
  const result = chooseForm(command, { option: '--out', path: out, format }, input);
  if (rejected === undefined) return [result];
  const own = readResultName(rejected).format === undefined ? format : undefined;
  return [result, chooseForm(command, { option: '--rejected', path: rejected, format: own }, input)];
}
