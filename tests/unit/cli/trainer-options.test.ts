import { Command } from 'commander';
import {
  addTrainerOptions,
  checkTrainerOptions,
  readSettingValues,
} from '../../../cli/train/add-trainer-options.ts';
import { checkOutOfFold } from '../../../cli/train/out-of-fold-options.ts';
import { parseTrainers } from '../../../cli/train/train-options.ts';
import { TRAINER_SETTINGS } from '../../../lib/contract/trainer-settings.ts';

/** What the command says to these arguments: its options, or the usage error. */
function parse(...args: string[]): { values: object; error: string } {
  let error = '';
  const command = new Command('train')
    .exitOverride()
    .configureOutput({ writeErr: (text) => (error += text) })
    .option('--trainer <names>', '', parseTrainers);
  addTrainerOptions(command);
  try {
    command.parse(args, { from: 'user' });
    checkTrainerOptions(command, command.opts());
  } catch {
    // It is in `error`.
  }
  return {
    values: { ...readSettingValues(command.opts()), ...pick(command.opts(), 'tune') },
    error: error.trim(),
  };
}
const pick = (options: Readonly<Record<string, unknown>>, name: string) =>
  options[name] === undefined ? {} : { [name]: options[name] };

test('settings of the trainers that are tried', () => {
  expect(
    parse('--learning-rate', '.05', '--rounds', '500', '--max-bins', '64', '--l2', '0', '--tune', '20'),
  ).toEqual({
    values: { learning_rate: 0.05, rounds: 500, max_bins: 64, l2: 0, tune: 20 },
    error: '',
  });
  expect(parse('--trainer', 'gradient-descent', '--epochs', '50').error).toBe('');
});

test.each([
  [['--trainer', 'logistic', '--rounds', '100'], '--rounds is of boosted, which --trainer leaves out'],
  [['--trainer', 'scorecard', '--l1', '1'], '--l1 is of logistic, which --trainer leaves out'],
  [
    ['--trainer', 'logistic', '--epochs', '5'],
    '--epochs is of boosted, trees and gradient-descent, which --trainer leaves out',
  ],
  [
    ['--trainer', 'boosted', '--monotone', 'auto'],
    '--monotone is of scorecard and trees, which --trainer leaves out',
  ],
])('%j', (args, error) => {
  expect(parse(...args).error).toBe(`error: ${error}`);
});

const flags = TRAINER_SETTINGS.map((setting) => ({
  ...setting,
  flag: `--${setting.name.replaceAll('_', '-')}`,
}));

test.each(flags)(
  '$flag: the ends of its range, and what is beyond',
  ({ flag, name, range: [low, high], isAbove, isWhole, of }) => {
    const at = (value: number | string) => parse('--trainer', Object.keys(of)[0]!, flag, String(value));
    const least = isAbove ? high / 1000 : low;
    for (const value of [least, high]) expect(at(value)).toEqual({ values: { [name]: value }, error: '' });
    const wrong = [
      low - 1,
      high * 2,
      'many',
      '',
      'NaN',
      'Infinity',
      ...(isAbove ? [low] : []),
      ...(isWhole ? [low + 0.5, '1e1'] : []),
    ];
    for (const value of wrong)
      expect(at(value).error).toMatch(
        new RegExp(
          `^error: option '${flag} <number>' argument '.*' is invalid\\. Expected a (whole )?number (from|above) `,
        ),
      );
  },
);

test.each(['1', '0', '1001', '2.5', 'all'])('--tune %s', (value) => {
  expect(parse('--tune', value).error).toContain(
    'Expected a whole number of settings from 2 to 1000, the defaults among them.',
  );
});

test.each([
  [
    { oof: 'oof.csv', folds: 0, holdout: 0 },
    'error: --oof needs --folds or --holdout: without both, every model has seen every lead',
  ],
  [
    { oof: 'oof.xlsx', folds: 5, holdout: 0 },
    'error: --oof oof.xlsx: results are CSV, JSON Lines or Parquet; name it .csv, .jsonl or .parquet',
  ],
  [{ oof: 'oof.jsonl.gz', folds: 5, holdout: 0 }, ''],
  [{ oof: 'oof.parquet', folds: 5, holdout: 0 }, ''],
  [{ folds: 0, holdout: 0 }, ''],
])('%j', (options, expected) => {
  let error = '';
  const command = new Command('train')
    .exitOverride()
    .configureOutput({ writeErr: (text) => (error += text) });
  const check = () => checkOutOfFold(command, options);
  if (expected === '') check();
  else expect(check).toThrow();
  expect(error.trim()).toBe(expected);
});
