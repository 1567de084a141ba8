import { Command, InvalidArgumentError, Option } from 'commander';
import type { ColumnSettings } from '../lib/contract/column-settings.ts';
import { isEncodingLabel } from '../lib/contract/encoding-label.ts';
import { OPTION_TEXTS } from '../lib/contract/training-words.ts';
import { DECIMALS, FORMULAS } from '../lib/contract/words.ts';
import type { Encoding } from '../lib/files/text/encoding.ts';
import { collectColumns, collectMissing, collectType, type MissingWords } from './files/column-options.ts';

/** A command that only holds others. */
export const createCommandGroup = (name: string): Command =>
  new Command(name).helpCommand(false).configureHelp({ subcommandTerm: (command) => command.name() });

/**
 * `a,b` → [a, b]; may be given several times. A word with a comma stands in quotation marks, doubled within, as in a CSV file:
 * `"a, b",c` → [a, b; c].
 */
export function collectList(text: string, before: readonly string[] = []): string[] {
  const words: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const [cell, quoted, plain = ''] = LIST_CELL.exec(text.slice(at))!;
    const end = at + cell.length;
    if (plain.trimStart().startsWith('"'))
      throw new InvalidArgumentError(
        `Expected a quotation mark behind the word too, got “${text.slice(at)}”.`,
      );
    if (end < text.length && text[end] !== ',')
      throw new InvalidArgumentError(`Expected a comma behind “${cell.trim()}”, got “${text.slice(end)}”.`);
    words.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    at = end + 1;
  }
  if (words.includes('')) throw new InvalidArgumentError('Expected names separated by commas.');
  return [...before, ...words];
}

/** A value with whatever it holds; may be given several times. */
export const collectValue = (text: string, before: readonly string[] = []): string[] => [...before, text];
/** A word in quotation marks, or one that does not begin with one. */
const LIST_CELL = /^\s*"((?:[^"]|"")*)"\s*|^([^,]*)/;

/** A reader of a number that ends the command with a usage error unless it fits. */
export const numberParser =
  (fits: (value: number, text: string) => boolean, expected: string) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !fits(value, text)) throw new InvalidArgumentError(`Expected ${expected}.`);
    return value;
  };

export const parseSeed = numberParser(
  (seed, text) => /^\d+$/.test(text) && seed < 2 ** 32,
  'a whole number from 0 to 4294967295',
);
export const parseCount = numberParser((_, text) => /^[1-9]\d{0,8}$/.test(text), 'a whole number from 1 on');
export const parseNonNegative = numberParser(
  (value) => Number.isFinite(value) && value >= 0,
  'a number, 0 or more',
);
/** 0 up to, but not, one half. */
export const parseShare = numberParser(
  (value) => value >= 0 && value < 0.5,
  'a share from 0 to .5, such as .2',
);
export const parseReasons = numberParser((_, text) => /^[0-3]$/.test(text), '0, 1, 2 or 3');
export const parseSeconds = numberParser((value) => value > 0 && value <= 86_400, 'seconds, from 1 to 86400');

/** How a CSV file is written. */
export interface CsvOptions {
  /** Undefined: as the bytes show. */
  readonly encoding?: Encoding;
  readonly decimal?: '.' | ',';
}

/** The options that say so; the same for training and scoring. */
export const createEncodingOption = () =>
  new Option('--encoding <name>', OPTION_TEXTS.encoding).argParser((label: string): Encoding => {
    if (!isEncodingLabel(label))
      throw new InvalidArgumentError(
        'Expected the name of an encoding, such as utf-8, windows-1252 or utf-16le.',
      );
    return label;
  });

export const createDecimalOption = () =>
  new Option('--decimal <sign>', OPTION_TEXTS.decimal).choices(DECIMALS);

/** Of results as CSV. */
export const createFormulasOption = () =>
  new Option(
    '--formulas <what>',
    'of CSV results: put an apostrophe before cells that a spreadsheet would run as formulas, or keep them',
  )
    .choices(FORMULAS)
    .default('escape');

/** What `addColumnOptions` adds. */
export interface ColumnOptions {
  readonly columns?: string;
  readonly type?: ColumnSettings;
}

/** Adds the options that set the type and the form of single columns. */
export const addColumnOptions = (command: Command): Command =>
  command
    .option(
      '--columns <file.yml>',
      'what is said of single columns, in a file: scorelane profile --write-columns writes one to begin with',
    )
    .option(
      '--type <column=type>',
      'a column’s type, and how it is written: zip=category, amount=number:1.234,5, created=date:dd/mm/yyyy; may be given several times',
      collectType,
    );
/** Of commands that write files or objects: what exists is replaced. */
export const createForceOption = (also?: string) =>
  new Option('--force', `replace files that exist${also === undefined ? '' : `; also ${also}`}`);

export const SHEET_TEXT = 'the sheet of an Excel workbook (default: the first one)';

/** What `addDataOptions` adds, besides the target. */
export interface DataOptions extends CsvOptions, ColumnOptions {
  readonly positive?: string;
  readonly negative?: readonly string[];
  readonly join?: string;
  readonly on?: string;
  readonly drop?: readonly string[];
  readonly missing?: MissingWords;
  readonly mergeCase?: ColumnSettings;
  readonly sheet?: string;
}

/** The options that say what the leads of a CSV file are and which of them converted. */
export const addDataOptions = (command: Command): Command =>
  addColumnOptions(command)
    .option('--positive <value>', OPTION_TEXTS.positive)
    .option('--negative <value>', `${OPTION_TEXTS.negative}; may be given several times`, collectValue)
    .option('--join <deals.csv>', 'a second file: a lead converted when its key stands there')
    .option('--on <column>', 'the key column of both files, with --join')
    .option(
      '--drop <columns>',
      `${OPTION_TEXTS.drop}, separated by commas; may be repeated; a name with a comma as '"a, b"'`,
      collectList,
    )
    .option(
      '--missing <words>',
      `${OPTION_TEXTS.missing}; of one column: region:-,unknown, and region: for none`,
      collectMissing,
    )
    .option(
      '--merge-case <columns>',
      'values of these columns that differ only by case are one; separated by commas',
      collectColumns({ merge_case: true }),
    )
    .option('--sheet <name>', SHEET_TEXT)
    .addOption(createEncodingOption())
    .addOption(createDecimalOption());

/** Ends the command with a usage error unless the options that --join needs and rules out are so. */
export function checkJoin({ join, on, positive }: DataOptions, command: Command): void {
  if ((join === undefined) !== (on === undefined))
    command.error(join === undefined ? 'error: --on needs --join' : 'error: --join needs --on');
  if (join !== undefined && positive !== undefined) {
    command.error('error: --positive cannot be used with --join, which makes the target');
  }
}

/** The members of an object that have a value. */
export const omitUndefined = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
