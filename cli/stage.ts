import { Command, Option } from 'commander';
import { InputError } from '../lib/errors.ts';
import { findLocalStack, useLocalStack } from './local-stack.ts';

/** The stack that a command works on. */
export interface Stage {
  readonly apiUrl: string;
  /** The settings of its functions. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface StageOptions {
  readonly stage?: string;
  readonly json?: boolean;
}

/** The variable that names the stage where no option does. */
const VARIABLE = 'SCORELANE_STAGE';

export const createStageOption = (
  text = '“local”, or a stage on AWS (default: the local stack, when it runs)',
) => new Option('--stage <stage>', text).env(VARIABLE);

/** Adds `--stage`, and the `--target` that it was called before 0.2: it works until 1.0 and is not listed. */
export const addStageOption = (command: Command, option: Option = createStageOption()): Command =>
  command
    .addOption(option)
    .addOption(new Option('--target <stage>').hideHelp())
    .hook('preAction', (_, action) => adoptOldSpelling(action));

/** As `--stage` says, with a note; an option that was given weighs more than the environment. */
function adoptOldSpelling(command: Command): void {
  const { stage, target } = command.opts<{ readonly stage?: string; readonly target?: string }>();
  if (target === undefined) return;
  const given = command.getOptionValueSource('stage') === 'cli';
  if (given && stage !== target)
    command.error(
      `error: --target is the old spelling of --stage: expected one of them, got “${target}” and “${stage}”`,
    );
  process.stderr.write('scorelane: --target is now --stage; the old spelling works until 1.0\n');
  command.setOptionValueWithSource('stage', target, 'cli');
}

export const JSON_TEXT = 'print the result as JSON';

/** A command that works on the stores of a stack. */
export const createStackCommand = (name: string): Command =>
  addStageOption(new Command(name)).option('--json', JSON_TEXT);

/**
 * The stack that is named; without a name the local one. Credentials and endpoints of this process then fit it.
 *
 * @throws {InputError} no local stack runs, or there is no such stage
 */
export async function resolveStage(name: string | undefined): Promise<Stage> {
  // An empty variable is one that is not set.
  if (name === undefined || name === '' || name === 'local') return useLocalStack();
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new InputError(`--stage: expected “local” or a stage such as dev, got “${name}”.`);
  }
  const { findStack } = await import('../lib/adapters/aws/find-stack.ts');
  return findStack(name);
}

/** The stores of the stack that is named. */
export async function openRegistry(name: string | undefined) {
  const [{ composeRegistry }, { forRegistry }, stage] = await Promise.all([
    import('../lib/runtime/compose-registry.ts'),
    import('../lib/worlds/aws.ts'),
    resolveStage(name),
  ]);
  return { ...composeRegistry(forRegistry, stage.environment), stage };
}

/** A command on buckets, which needs no stack on AWS. */
export const addBucketOptions = (command: Command): Command =>
  addStageOption(
    command,
    new Option(
      '--stage <where>',
      `local or aws (default: as ${VARIABLE} says, else the local stack, when it runs)`,
    ),
  ).option('--json', JSON_TEXT);

/** For commands on buckets: the local stack's when it runs or is named, else AWS by the credentials at hand. */
export function chooseBuckets(name: string | undefined): 'local' | 'AWS' {
  if (name !== undefined && name !== 'local' && name !== 'aws') {
    throw new InputError(`--stage: expected “local” or “aws”, got “${name}”.`);
  }
  // Each stage but the local one is on AWS.
  const where = name ?? (process.env[VARIABLE] || undefined);
  if (where === 'local' || (where === undefined && findLocalStack() !== undefined)) {
    useLocalStack();
    return 'local';
  }
  return 'AWS';
}

/** A client of the buckets that `chooseBuckets` chose. */
export async function openBuckets() {
  const [{ createBucketClient }, { readS3Style }] = await Promise.all([
    import('../lib/adapters/aws/bucket-tools.ts'),
    import('../lib/runtime/config.ts'),
  ]);
  return createBucketClient(readS3Style());
}
