import { fstatSync, lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors.ts';
import {
  descriptorOf,
  isStandardInput,
  isStandardOutput,
  nameOfInput,
} from '../terminal/standard-streams.ts';
import { agreeToReplace, consentOf, listReplaced } from './agree-to-replace.ts';
import { attemptWrite } from './file-errors.ts';
import { findTarget, identify, type OutputTarget, statOrNone } from './output-target.ts';

/** A file that a command reads, or writes. */
export interface Claim {
  /** The option or argument that names it, for messages. */
  readonly option: string;
  /** `-` is the standard input or output; undefined: none is named. */
  readonly path: string | undefined;
}

type Given<C extends Claim = Claim> = C & { readonly path: string };
const isGiven = <C extends Claim>(claim: C): claim is Given<C> => claim.path !== undefined;

export interface WriteClaim extends Claim {
  /** Endings of the names beside it under which a command keeps what it has so far. */
  readonly beside?: readonly string[];
}

export interface Claims {
  readonly reads?: readonly Claim[];
  readonly writes?: readonly WriteClaim[];
  /** The result is printed as JSON. */
  readonly json?: boolean | undefined;
  /** The command calls `agreeToReplaceFiles` itself, once it knows whether it resumes what it began. */
  readonly agreesLater?: boolean;
}

/**
 * Every command that reads or writes files asks first, before it reads or changes any of them.
 *
 * A command must not write over what it reads, nor over its own other output: files are compared by device and inode, links
 * followed. The standard input and output can be used once each, and not for a result beside `--json`; that is a usage error.
 * Files that exist are replaced with `--force`, or after a yes on the terminal.
 *
 * @returns the targets of the `writes` that are named, in their order; FIFOs among them have their reader by then
 * @throws {InputError} an output is an input or another output, or cannot be written to, or the answer on the terminal is no
 */
export async function claimFiles(command: Command, claims: Claims): Promise<OutputTarget[]> {
  const targets = findTargets(command, claims);
  tellWaiting(claims.reads ?? []);
  if (claims.agreesLater !== true) await agreeToReplaceFiles(command, targets, claims.reads);
  for (const target of targets) if (target.kind === 'stream') target.descriptor();
  return targets;
}

/** A command that reads the terminal looks as if it hung. */
function tellWaiting(reads: readonly Claim[]): void {
  const claim = reads.find(({ path }) => path !== undefined && isStandardInput(path));
  if (claim === undefined || !isatty(0)) return;
  process.stderr.write(
    `scorelane: waiting for ${claim.option} on the standard input: paste it and press Ctrl-D, or name a file.\n`,
  );
}

/** Lets a command write over the files among its targets. @throws as `agreeToReplace` */
export const agreeToReplaceFiles = (
  command: Command,
  targets: readonly OutputTarget[],
  reads: readonly Claim[] = [],
): Promise<void> =>
  agreeToReplace(
    command,
    listReplaced(targets),
    consentOf(
      command,
      reads.map(({ path }) => path),
    ),
  );

function findTargets(
  command: Command,
  { reads = [], writes: wanted = [], json = false }: Claims,
): OutputTarget[] {
  const read = reads.filter(isGiven);
  const writes = wanted.filter(isGiven);
  const twice = (claims: readonly Claim[], what: string) => {
    if (claims.length < 2) return;
    const options = claims.map(({ option }) => option).join(' and ');
    command.error(`error: ${what} can be used once, not for ${options}`);
  };
  twice(
    read.filter(({ path }) => isStandardInput(path)),
    'the standard input',
  );
  const toOutput = writes.filter(({ path }) => isStandardOutput(path));
  twice(toOutput, 'the standard output');
  if (json && toOutput.length > 0) {
    command.error(`error: --json prints to the standard output: name a file for ${toOutput[0]!.option}`);
  }
  const targets = writes.map(({ option, path }) => findTarget(option, path));
  const taken = new Map<string, string>();
  for (const { option, path } of read) {
    const identity = identifyInput(path);
    if (identity !== undefined) taken.set(identity, `which is read as ${option} (${nameOfInput(path)})`);
  }
  for (const [i, claim] of writes.entries()) {
    for (const { path, holds } of listNames(claim, targets[i]!)) {
      const identity = identifyOutput(path);
      const holder = identity === undefined ? undefined : taken.get(identity);
      if (holder !== undefined) {
        const its = path === claim.path ? claim.path : `${claim.path}, for which ${path} is written`;
        throw new InputError(
          `${claim.option}: expected a file of its own, got ${its}, ${holder}. Nothing was changed; name another file.`,
        );
      }
      if (identity !== undefined) taken.set(identity, holds);
      if (path !== claim.path) checkBeside(claim, path);
    }
  }
  return targets;
}

/**
 * `claimFiles` for files in a folder, which need not be there, and for others beside it.
 *
 * @returns the targets of the names, then those of the others that are named
 * @throws {InputError} it is no folder, or as `claimFiles`
 */
export async function claimFolder(
  command: Command,
  { option, path }: Given,
  names: readonly string[],
  { writes = [], ...others }: Claims = {},
): Promise<OutputTarget[]> {
  const other = descriptorOf(path) !== undefined ? 'a stream' : undefined;
  const stat = other === undefined ? attemptWrite(path, () => statOrNone(path)) : undefined;
  const found = other ?? (stat !== undefined && !stat.isDirectory() ? 'a file' : undefined);
  if (found !== undefined) {
    throw new InputError(
      `${option}: expected a folder to write to, found ${found}: ${path}. Name a folder; it need not exist yet.`,
    );
  }
  const inFolder = names.map((name) => ({ option, path: join(path, name) }));
  return claimFiles(command, { ...others, writes: [...inFolder, ...writes] });
}

/** Where messages go: not among the bytes of a result that is printed. */
export const messagesBeside = (targets: readonly OutputTarget[]): NodeJS.WriteStream =>
  targets.some((target) => target.kind === 'stream' && isStandardOutput(target.name))
    ? process.stderr
    : process.stdout;

/** Whether a result may come to the terminal that progress is shown on, and be torn by it. */
export const isSeenAtOnce = (targets: readonly OutputTarget[]): boolean =>
  messagesBeside(targets) === process.stderr && !fstatSync(1).isFile();

/** As messages tell what was written: not what the reader sees anyway. */
export const namesOf = (targets: readonly OutputTarget[]): string[] =>
  targets.flatMap(({ name }) => (isStandardOutput(name) ? [] : [name]));

/** The names that a claim writes, and how a message describes them to a later claim of the same name. */
function* listNames({ option, path, beside = [] }: Given<WriteClaim>, target: OutputTarget) {
  yield { path, holds: `which ${option} writes` };
  if (target.kind === 'stream') return;
  for (const ending of beside) {
    const name = `${target.place}${ending}`;
    yield { path: name, holds: `in which ${option} keeps what it has so far (${name})` };
  }
}

/** @throws {InputError} a link there could lead to anything, and of a pipe nothing can be read again */
function checkBeside({ option }: Claim, name: string): void {
  if (statOrNone(name, lstatSync)?.isFile() !== false) return;
  throw new InputError(
    `${option}: expected a file or nothing at ${name}, where it keeps what it has so far, found something else. ` +
      'Move that away, or name another file.',
  );
}

/** Undefined: reading it takes nothing away, or it is not there, which reading says better. */
function identifyInput(path: string): string | undefined {
  try {
    const stat = isStandardInput(path) ? fstatSync(0) : statSync(path);
    // Of a terminal both sides are one device.
    if (stat.isCharacterDevice() || stat.isSocket()) return undefined;
    return isStandardInput(path) ? identifyDescriptor(0) : identify(path);
  } catch {
    return undefined;
  }
}

function identifyOutput(path: string): string | undefined {
  const descriptor = descriptorOf(path);
  if (descriptor === undefined) return identify(path);
  const stat = fstatSync(descriptor);
  return stat.isCharacterDevice() || stat.isSocket() ? undefined : identifyDescriptor(descriptor);
}

function identifyDescriptor(descriptor: number): string {
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  return `${dev}:${ino}`;
}
