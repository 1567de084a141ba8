import { InvalidArgumentError } from 'commander';
import { TRAINERS, type TrainerName } from '../../lib/contract/training-words.ts';
import type { Monotone } from '../../lib/learning/binning/coarse-bins.ts';
import type { RequiredColumns } from '../../lib/learning/finish-schema.ts';
import type { ClassWeight } from '../../lib/learning/preparation/correct-intercept.ts';
import { collectList, numberParser } from '../options.ts';

/** How the values of `scorelane train`'s options are read. */
export interface MonotoneRules {
  readonly all?: Monotone;
  readonly byField: Readonly<Record<string, Monotone>>;
}

const MONOTONE: readonly Monotone[] = ['none', 'auto', 'ascending', 'descending'];

export function parseName(text: string): string {
  // The registry's MODEL_NAME: what may stand in a key, a path and a URL without quoting.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) {
    throw new InvalidArgumentError('Expected up to 63 lower-case letters, digits and -.');
  }
  return text;
}

/** May be given several times; `all` among names is a column of that name. */
export function parseRequired(text: string, before: RequiredColumns | undefined): RequiredColumns {
  if (text.trim() === 'all' && before === undefined) return 'all';
  return collectList(text, before === 'all' ? ['all'] : before);
}

export function parseTrainers(text: string): TrainerName[] {
  const names = text === 'all' ? TRAINERS : text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !TRAINERS.includes(name as TrainerName));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`Expected ${TRAINERS.join(', ')} or all, got “${wrong}”.`);
  return names as TrainerName[];
}

export const parseFolds = numberParser(
  (folds, text) => /^\d{1,3}$/.test(text) && folds !== 1,
  '0, or 2 to 999',
);

export function parseClassWeight(text: string): ClassWeight {
  if (text === 'none' || text === 'balanced') return text;
  const weight = Number(text);
  if (!(weight > 0 && weight < 1e6))
    throw new InvalidArgumentError('Expected none, balanced or a number above 0.');
  return weight;
}

/** Ten years: what takes longer, no file of leads shows. */
const MOST_DAYS = 3650;

/** @returns days @throws {InvalidArgumentError} */
export function parseHorizon(text: string): number {
  const match = /^(\d{1,4})(d|w)$/.exec(text.trim());
  const days = match === null ? 0 : Number(match[1]) * (match[2] === 'w' ? 7 : 1);
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`Expected days or weeks, such as 90d or 12w, up to ${MOST_DAYS}d.`);
}

export function parseMonotone(text: string): MonotoneRules {
  const byField: Record<string, Monotone> = {};
  let all: Monotone | undefined;
  for (const part of text.split(',')) {
    const at = part.lastIndexOf(':');
    const rule = part.slice(at + 1).trim() as Monotone;
    if (!MONOTONE.includes(rule)) {
      throw new InvalidArgumentError(
        `Expected ${MONOTONE.join(', ')}, or such a word behind a column and a colon, got “${part}”.`,
      );
    }
    if (at < 0) all = rule;
    else byField[part.slice(0, at).trim()] = rule;
  }
  return { ...(all === undefined ? {} : { all }), byField };
}
