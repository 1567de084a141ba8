import { type Command, Option } from 'commander';
import { TRAINER_SETTINGS, type TrainerSetting, trainersOf } from '../../lib/contract/trainer-settings.ts';
import { OPTION_DEFAULTS, type TrainerName } from '../../lib/contract/training-words.ts';
import { type SettingValues, toCamelCase } from '../../lib/learning/trainers/set-trainer.ts';
import { numberParser } from '../options.ts';
import { parseMonotone } from './train-options.ts';

const flagOf = (name: string): string => `--${name.replaceAll('_', '-')}`;

/** Adds an option for each setting of a trainer, and `--tune`. */
export function addTrainerOptions(command: Command): void {
  for (const setting of TRAINER_SETTINGS)
    command.addOption(
      new Option(`${flagOf(setting.name)} <number>`, describe(setting)).argParser(parserOf(setting)),
    );
  command
    .option(
      '--monotone <rules>',
      'scorecard and trees: how conversion runs over numbers: auto, or visits:ascending,age:none',
      parseMonotone,
    )
    .option('--tune <number>', 'search so many settings of each trainer; figures stay honest', parseTune);
}

/** `boosted: bins of a number, by quantiles, at most (default: 128)`. */
function describe({ text, of }: TrainerSetting): string {
  const uses = Object.entries(of);
  const defaults = uses.map(([trainer, use]) =>
    uses.length === 1 ? String(use.default) : `${trainer} ${use.default}`,
  );
  const whose = uses.length === 1 ? `${uses[0]![0]}: ` : '';
  return `${whose}${text} (default: ${defaults.join('; ')})`;
}

function parserOf({ isWhole, range: [low, high], isAbove = false }: TrainerSetting) {
  const what = isWhole ? 'a whole number' : 'a number';
  const limit = isAbove ? `above ${low}, at most ${high}` : `from ${low} to ${high}`;
  return numberParser(
    (value, text) =>
      (isAbove ? value > low : value >= low) && value <= high && (!isWhole || /^\d+$/.test(text)),
    `${what} ${limit}`,
  );
}

export const parseTune = numberParser(
  (value, text) => /^\d+$/.test(text) && value >= 2 && value <= 1000,
  'a whole number of settings from 2 to 1000, the defaults among them',
);

/** The settings that were given. */
export const readSettingValues = (options: object): SettingValues =>
  Object.fromEntries(
    TRAINER_SETTINGS.flatMap(({ name }) => {
      const value = (options as Readonly<Record<string, unknown>>)[toCamelCase(name)];
      return value === undefined ? [] : [[name, value as number]];
    }),
  );

/** Ends the command with a usage error when a setting is of trainers that are not tried. */
export function checkTrainerOptions(
  command: Command,
  options: { readonly trainer?: readonly TrainerName[]; readonly monotone?: unknown },
): void {
  const tried = options.trainer ?? OPTION_DEFAULTS.trainers;
  const values = readSettingValues(options);
  const given = [
    ...TRAINER_SETTINGS.filter(({ name }) => values[name] !== undefined).map((setting) => ({
      flag: flagOf(setting.name),
      trainers: trainersOf(setting),
    })),
    ...(options.monotone === undefined
      ? []
      : [{ flag: '--monotone', trainers: ['scorecard' as const, 'trees' as const] }]),
  ];
  for (const { flag, trainers } of given) {
    if (trainers.some((trainer) => tried.includes(trainer))) continue;
    const leavesOut =
      options.trainer === undefined
        ? 'which is not tried unless --trainer names it'
        : 'which --trainer leaves out';
    command.error(`error: ${flag} is of ${listNames(trainers)}, ${leavesOut}`);
  }
}

/** `boosted, trees and gradient-descent`. */
const listNames = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
