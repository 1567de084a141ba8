import type { Command, Option } from 'commander';
import { TRAINER_SETTINGS } from '../lib/contract/trainer-settings.ts';

/** Headings of the help, in their order, each with the options below it, in theirs. */
type Groups = Readonly<Record<string, readonly string[]>>;

const DATA = ['columns', 'type', 'negative', 'missing', 'merge-case', 'sheet', 'encoding', 'decimal'];
const API = ['url', 'stage'];

/** Commands with more options than fit into one list, by their names. */
const GROUPS: Readonly<Record<string, Groups>> = {
  train: {
    'Most used:': ['target', 'positive', 'join', 'on', 'drop', 'time', 'trainer', 'out'],
    'Data:': [...DATA, 'group', 'required'],
    'Horizon:': ['horizon', 'converted-at', 'as-of'],
    'Measuring:': ['metric', 'calibration', 'folds', 'holdout', 'tune', 'segments', 'value', 'cost', 'seed'],
    'Preparation:': [
      ...['impute', 'no-missing-effect', 'winsorise', 'transform', 'no-normalise', 'rare-levels'],
      ...['absolute-date', 'min-iv', 'no-near-duplicates', 'class-weight'],
    ],
    'Single trainers:': [...TRAINER_SETTINGS.map(({ name }) => name.replaceAll('_', '-')), 'monotone'],
    'Remote:': ['remote', 'stage', 'promotion', 'allow-field'],
    'Output:': ['name', 'oof', 'formulas', 'threads', 'force', 'json', 'help'],
  },
  profile: {
    'Most used:': ['target', 'positive', 'join', 'on', 'drop', 'out'],
    'Data:': DATA,
    'Output:': ['write-columns', 'force', 'json', 'help'],
  },
  import: {
    'Most used:': ['leads', 'on', 'checks', 'name', 'out'],
    'Data:': ['positive', 'held-out', 'categories', 'all-trees', ...DATA],
    'Output:': ['exporter', 'force', 'json', 'help'],
  },
  score: {
    'Most used:': ['out', 'rejected', 'keep-bad-rows', 'reasons'],
    'Data:': DATA,
    'Output:': ['formulas', 'threads', 'force', 'json', 'help'],
  },
  batch: {
    'Most used:': ['out', 'model', 'reference'],
    'Data:': DATA,
    'API:': [...API, 'parallel', 'timeout'],
    'Output:': ['formulas', 'force', 'json', 'help'],
  },
  'outcomes import': {
    'Most used:': ['reference', 'outcome', 'at', 'converted', 'lost', 'open', 'contacted', 'value', 'other'],
    'Data:': ['date-form', 'decimal', 'sheet', 'encoding'],
    'API:': API,
    'Output:': ['rejected', 'dry-run', 'force', 'json', 'help'],
  },
  'outcomes add-scored': {
    'Most used:': ['reference', 'scored-at', 'probability', 'model'],
    'Data:': ['date-form', 'decimal', 'sheet', 'encoding'],
    'API:': API,
    'Output:': ['rejected', 'dry-run', 'force', 'json', 'help'],
  },
  'jobs submit': {
    'Most used:': ['out', 'rejected', 'model', 'reference', 'reasons'],
    'Data:': DATA,
    'API:': [...API, 'webhook'],
    'Output:': ['formulas', 'force', 'json', 'help'],
  },
};

const HELP_TEXT = 'show this help';

/** Puts the options of the commands that have many below headings. */
export function groupOptions(program: Command, all: readonly Command[]): void {
  for (const command of all) command.helpOption('-h, --help', HELP_TEXT);
  for (const [name, groups] of Object.entries(GROUPS)) {
    const command = name
      .split(' ')
      .reduce((parent, word) => parent.commands.find((child) => child.name() === word)! as Command, program);
    arrange(command, groups);
  }
}

/** An option that no group names stays behind the one that was declared before it. */
function arrange(command: Command, groups: Groups): void {
  const places = new Map(
    Object.entries(groups).flatMap(([heading, names], group) =>
      names.map((name, i) => [name, { heading, group, i }] as const),
    ),
  );
  let before = { heading: Object.keys(groups)[0]!, group: 0, i: 0 };
  const placed = (command.options as Option[]).map((option) => {
    before = places.get(option.long!.slice(2)) ?? before;
    return { option: option.helpGroup(before.heading), ...before };
  });
  placed.sort((a, b) => a.group - b.group || a.i - b.i);
  (command.options as Option[]).splice(0, placed.length, ...placed.map(({ option }) => option));
  command.optionsGroup(places.get('help')!.heading).helpOption('-h, --help', HELP_TEXT);
}

const isGiven = (command: Command, name: string): boolean => command.getOptionValueSource(name) === 'cli';

/**
 * Ends the command with a usage error when an option was given without the one that it belongs to.
 *
 * @param names of options, as commander keeps them: `allowField`
 */
export function refuseWithout(command: Command, needed: string, names: readonly string[]): void {
  if (isGiven(command, needed)) return;
  const alone = names.find((name) => isGiven(command, name));
  if (alone !== undefined) command.error(`error: ${flagOf(command, alone)} needs ${flagOf(command, needed)}`);
}

/**
 * Ends the command with a usage error when one of the options was given although it changes nothing.
 *
 * @param beside what rules them out, as the end of a sentence: `--remote`
 */
export function refuseBeside(command: Command, beside: string, names: readonly string[]): void {
  const useless = names.find((name) => isGiven(command, name));
  if (useless !== undefined)
    command.error(`error: ${flagOf(command, useless)} cannot be used with ${beside}`);
}

const flagOf = (command: Command, name: string): string =>
  command.options.find((option) => option.attributeName() === name)?.long ?? `--${name}`;
