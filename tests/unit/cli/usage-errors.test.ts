import { CommanderError } from 'commander';
import { createProgram, listCommands } from '../../../cli/program.ts';

/** The first line of what a command that is used wrongly says, and its exit code. */
async function refuse(line: string): Promise<string> {
  const program = createProgram({ version: '0.0.0', description: 'test' });
  const errors: string[] = [];
  for (const command of listCommands(program))
    command.exitOverride().configureOutput({ writeErr: (text) => errors.push(text) });
  await expect(program.parseAsync(line.split(' '), { from: 'user' })).rejects.toThrow(CommanderError);
  return errors.join('').trim();
}

test.each([
  ['train a.csv --target y --l2 3 --trainer boosted', '--l2 is of logistic, which --trainer leaves out'],
  [
    'train a.csv --target y --pairs 3 --trainer logistic,scorecard',
    '--pairs is of boosted, which --trainer leaves out',
  ],
  ['train a.csv --target y --l2 3 --remote', '--l2 cannot be used with --remote'],
  ['train a.csv --target y --stage dev', '--stage needs --remote'],
  ['train a.csv --target y --allow-field a', '--allow-field needs --remote'],
  [
    'train a.csv --horizon 12w --time seen',
    '--horizon needs the columns that tell when a lead came in and when it converted: scorelane train a.csv --horizon 84d --time seen --converted-at won_on',
  ],
  ['train a.csv --target y --as-of 2026-01-31', '--as-of needs --horizon'],
  [
    'train a.csv --horizon 90d --time b --converted-at c --target y',
    '--target cannot be used with --horizon',
  ],
  [
    'train a.csv --horizon 90d --time b --converted-at c --class-weight balanced',
    '--class-weight cannot be used with --horizon',
  ],
  ['train a.csv --target y --join b.csv', '--join needs --on'],
  ['train a.csv --target y --on b', '--on needs --join'],
  ['jobs submit a.csv --rejected b.csv', '--rejected needs --out'],
  ['submit lead.json --timeout 3', '--timeout needs --wait'],
  ['get c89582a7 --timeout 3', '--timeout needs --wait'],
  ['models promote leads@v2 --leads a.csv --last 3', '--last cannot be used with --leads'],
  [
    'verify c89582a7-597e-4bb9-bdf7-f79857554eb2 --lead a.json',
    '--lead cannot be used with the id of a prediction, for which the stack is asked',
  ],
  ['explain-change a --to b', '--to needs --from'],
  ['predictions --reference a --day 2026-01-31', '--day cannot be used with --reference'],
  ['erase', 'expected the id of a prediction, or --reference with your own id of a lead'],
  ['erase a --reference b', '--reference cannot be used with the id of a prediction'],
  ['upload bucket a.csv --name b', '--name needs the standard input (-)'],
  ['get c89582a7 --url http://127.0.0.1:9 --stage dev', '--url cannot be used with --stage'],
])('%s', async (line, message) => {
  expect(await refuse(line)).toBe(`error: ${message}`);
});

test.each([
  ['modles', "unknown command 'modles'\n(Did you mean models?)"],
  ['models promot', "unknown command 'promot'\n(Did you mean promote?)"],
  ['help models promot', "unknown command 'promot'\n(Did you mean promote?)"],
  ['help modles', "unknown command 'modles'\n(Did you mean models?)"],
  ['models list --jsn', "unknown option '--jsn'\n(Did you mean --json?)"],
  ['jobs list --stats failed', "unknown option '--stats'\n(Did you mean --status?)"],
  ['train a.csv --targt y', "unknown option '--targt'\n(Did you mean --target?)"],
])('%s is answered with the nearest', async (line, message) => {
  expect(await refuse(line)).toBe(`error: ${message}`);
});

/** What a help text lists of its options. */
function helpOf(path: string): string {
  const program = createProgram({ version: '0.0.0', description: 'test' });
  let command = program;
  for (const word of path.split(' '))
    command = command.commands.find((child) => child.name() === word) as typeof program;
  return command.helpInformation();
}

test('the options of train that matter first stand first; the others have headings', () => {
  const headings = helpOf('train').match(/^[A-Z][a-z A-Z]*:$/gm);
  expect(headings).toEqual([
    'Arguments:',
    ...[
      'Most used:',
      'Data:',
      'Horizon:',
      'Measuring:',
      'Preparation:',
      'Single trainers:',
      'Remote:',
      'Output:',
    ],
  ]);
  const first = helpOf('train').split('Most used:')[1]!.split('Data:')[0]!;
  expect(first.match(/^ {2}--[a-z]+/gm)?.map((flag) => flag.trim())).toEqual([
    ...['--target', '--positive', '--join', '--on', '--drop', '--time', '--trainer', '--out'],
  ]);
});

test.each(['train', 'batch', 'models list', 'upload'])(
  'the old spelling of --stage is not in the help of %s',
  (path) => {
    expect(helpOf(path)).toContain('--stage');
    expect(helpOf(path)).not.toContain('--target <stage>');
  },
);
