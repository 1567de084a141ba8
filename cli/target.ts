import { Command, Option } from 'commander';
import { InputError } from '../lib/errors.ts';
import { findLocalStack, useLocalStack } from './local-stack.ts';

/** The stack that a command works on. */
export interface Target {
  readonly apiUrl: string;
  /** The settings of its functions. */
  readonly environment: Readonly<Record<string, string>>;
}

export const createTargetOption = () =>
  new Option('--target <stage>', '“local”, or a stage on AWS (default: the local stack, when it runs)');

export interface TargetOptions {
  readonly target?: string;
  readonly json?: boolean;
}

/** A command that works on the stores of a stack. */
export const createStackCommand = (name: string): Command =>
  new Command(name).addOption(createTargetOption()).option('--json', 'print the result as JSON');

/**
 * The stack that is named; without a name the local one. Credentials and endpoints of this process then fit it.
 *
 * @throws {InputError} no local stack runs, or there is no such stage
 */
export async function resolveTarget(name: string | undefined): Promise<Target> {
  if (name === undefined || name === 'local') return useLocalStack();
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new InputError(`--target: expected “local” or a stage such as dev, got “${name}”.`);
  }
  const { findStack } = await import('../lib/adapters/aws/find-stack.ts');
  return findStack(name);
}

/** The stores of the stack that is named. */
export async function openRegistry(name: string | undefined) {
  const [{ composeRegistry }, { forRegistry }, target] = await Promise.all([
    import('../lib/runtime/compose-registry.ts'),
    import('../lib/worlds/aws.ts'),
    resolveTarget(name),
  ]);
  return { ...composeRegistry(forRegistry, target.environment), target };
}

/** For commands on buckets: the local stack's when it runs or is named, else AWS by the credentials at hand. */
export function chooseBuckets(name: string | undefined): 'local' | 'AWS' {
  if (name === 'local' || (name === undefined && findLocalStack() !== undefined)) {
    useLocalStack();
    return 'local';
  }
  if (name !== undefined && name !== 'aws') {
    throw new InputError(`--target: expected “local” or “aws”, got “${name}”.`);
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
