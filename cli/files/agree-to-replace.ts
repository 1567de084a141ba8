import { isatty } from 'node:tty';
import type { Command } from 'commander';
import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { confirm } from '../terminal/confirm.ts';
import { formatBytes } from '../terminal/format.ts';
import { printNote } from '../terminal/print.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';
import type { OutputTarget } from './output-target.ts';

/** What a command would write over: a file, or an object of a bucket. */
export interface Replaced {
  readonly name: string;
  readonly modified: Date;
  /** Bytes. */
  readonly size: number;
}

interface Consent {
  /** `--force` was given. */
  readonly force: boolean;
  /** The standard input is read as data, so that no answer can come from it. */
  readonly inputIsData?: boolean;
}

/**
 * Lets a command write over what is there: with `--force`, which names on the standard error what is replaced, or after a yes
 * on the terminal. Elsewhere it is a usage error, and nothing is changed.
 *
 * @throws {CommanderError} files exist, and there is no terminal to ask on
 * @throws {InputError} the answer is no
 */
export async function agreeToReplace(
  command: Command,
  replaced: readonly Replaced[],
  { force, inputIsData = false }: Consent,
  now = new Date(),
): Promise<void> {
  if (replaced.length === 0) return;
  const what = describeReplaced(replaced, now);
  const them = replaced.length === 1 ? 'it' : 'them';
  if (force) {
    printNote(`replacing ${what}, because of --force.`);
    return;
  }
  const exists = replaced.length === 1 ? 'exists' : 'exist';
  const names = listNames(replaced);
  if (!isatty(0) || !isatty(2) || inputIsData)
    command.error(
      `error: ${names} ${exists} already ${aboutAll(replaced, now)}. To replace ${them}, add --force`,
    );
  if (await confirm(`${names} ${exists} ${aboutAll(replaced, now)}. Replace ${them}?`)) return;
  throw new InputError('nothing was changed. Name another place, or replace what is there with --force.');
}

/** The files among the targets that are there already. */
export const listReplaced = (targets: readonly OutputTarget[]): Replaced[] =>
  targets.flatMap((target) =>
    target.kind === 'stream' || target.before === undefined
      ? []
      : [{ name: target.name, modified: target.before.mtime, size: target.before.size }],
  );

/** `--force`, and whether the command reads its data from the standard input. */
export const consentOf = (command: Command, reads: readonly (string | undefined)[]): Consent => ({
  force: command.opts<{ force?: boolean }>().force === true,
  inputIsData: reads.some((path) => path !== undefined && isStandardInput(path)),
});

/** So many are named; a folder may hold hundreds. */
const MOST_NAMED = 5;

function listNames(replaced: readonly Replaced[]): string {
  const names = replaced.map(({ name }) => name);
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${formatCount(names.length - MOST_NAMED + 1)} more`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const describeReplaced = (replaced: readonly Replaced[], now: Date): string =>
  `${listNames(replaced)} ${aboutAll(replaced, now)}`;

/** `(2 days old, 12 kB)`, of several the newest and the sum. */
function aboutAll(replaced: readonly Replaced[], now: Date): string {
  const newest = Math.max(...replaced.map(({ modified }) => modified.getTime()));
  const bytes = replaced.reduce((sum, { size }) => sum + size, 0);
  return `(${describeAge((now.getTime() - newest) / 1000)}, ${formatBytes(bytes)})`;
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** `2 days old`. @param seconds since it was changed; clocks of other machines may be ahead */
export function describeAge(seconds: number): string {
  for (const [length, unit] of UNITS) {
    const n = Math.floor(seconds / length);
    if (n >= 1) return `${count(n, unit)} old`;
  }
  return 'less than a minute old';
}
