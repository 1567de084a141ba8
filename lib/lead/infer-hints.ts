import { quoteForShell } from '../quoting.ts';
import type { Present } from './column-checks.ts';
import type { FoundNumbers } from './infer-number.ts';
import { foldCase } from './level-of.ts';
import { withoutLeadingZeros } from './number-form.ts';
import { readIn } from './number-systems.ts';
import { isPlaceholder } from './placeholders.ts';
import { shortenWord } from './shorten-word.ts';

/** A placeholder of fewer rows of a category is one of its levels for all that is known. */
const MUCH = 0.01;
/** Of more rows that are no numbers it is not supposed that they are slips. */
const FEW = 0.1;
/** So many words go into an option. */
const MOST_WORDS = 5;

/** What to do about a column that would be numbers but for some words or the forms that they have. */
export function hintAtNumbers(
  present: Present,
  { isNumber, reason }: Extract<FoundNumbers, { kind: 'no numbers' }>,
): string | undefined {
  const { name, words, counts, rows } = present;
  const others = words.filter((_, i) => !isNumber[i]);
  if (others.length === 0) {
    if (reason === undefined) return undefined;
    return `it is not read as numbers: ${reason}, or pass --type ${quoteForShell(`${name}=category`)}`;
  }
  if (others.length === words.length) return undefined;
  const otherRows = counts.reduce((sum, count, i) => (isNumber[i] ? sum : sum + count), 0);
  const onlyPlaceholders = others.every(isPlaceholder);
  // Digits that are no number (007, twenty digits) make a code, not a damaged number.
  if (!onlyPlaceholders && (otherRows > FEW * rows || others.some((word) => /^\d+$/.test(word))))
    return undefined;
  const shown = others.slice(0, 3).map((word) => `“${shortenWord(word)}”`);
  const found =
    `${tell(otherRows)} of ${tell(rows)} values are not numbers ` +
    `(${shown.join(', ')}${others.length > 3 ? ' …' : ''}), so it is not read as numbers: `;
  const option = missingOption(name, others);
  const correct = onlyPlaceholders ? '' : 'correct them';
  if (option === undefined) return found + (correct || 'correct them');
  return `${found}${correct === '' ? '' : `${correct}, or `}pass ${option} if they mean “missing”`;
}

/** What to do about a column that would be dates but for a few words. */
export function hintAtDates(present: Present, isDate: (word: string) => boolean): string | undefined {
  const { name, words, counts, rows } = present;
  const others = words.filter((word) => !isDate(word));
  if (others.length === 0 || others.length === words.length) return undefined;
  const otherRows = counts.reduce((sum, count, i) => (isDate(words[i]!) ? sum : sum + count), 0);
  if (otherRows > FEW * rows && !others.every(isPlaceholder)) return undefined;
  const shown = others.slice(0, 3).map((word) => `“${shortenWord(word)}”`);
  const option = missingOption(name, others);
  return (
    `${tell(otherRows)} of ${tell(rows)} values are not dates (${shown.join(', ')}${others.length > 3 ? ' …' : ''}), ` +
    `so it is not read as dates: correct them${option === undefined ? '' : `, or pass ${option} if they mean “missing”`}`
  );
}

/** What to do about words of a category that look as if they stood for a value that is missing. */
export function hintAtPlaceholders({ name, words, counts, rows }: Present): string | undefined {
  const found = words.filter((word, i) => isPlaceholder(word) && counts[i]! >= MUCH * rows);
  const option = missingOption(name, found);
  if (option === undefined) return undefined;
  const inRows = counts.reduce((sum, count, i) => (found.includes(words[i]!) ? sum + count : sum), 0);
  const shown = found.map((word) => `“${shortenWord(word)}”`).join(', ');
  return `${shown} in ${tell(inRows)} of ${tell(rows)} rows may stand for values that are missing: pass ${option} if it means “missing”`;
}

function missingOption(name: string, words: readonly string[]): string | undefined {
  // The option parts words by commas.
  if (words.length === 0 || words.length > MOST_WORDS || words.some((word) => word.includes(',')))
    return undefined;
  return `--missing ${quoteForShell(`${name}:${words.join(',')}`)}`;
}

/** What to do about levels that may be one: they differ only by case, or spell one number. */
export function hintAtSpellings({ name, words }: Present, merged: boolean): string | undefined {
  const byCase = merged ? [] : findTwins(words, foldCase);
  const byNumber = findTwins(words, numberOf);
  const hints = [
    tellTwins(byCase, 'differ only by case', `--merge-case ${quoteForShell(name)} makes them one level`),
    tellTwins(
      byNumber,
      'spell one number',
      `write it in one way, or pass --type ${quoteForShell(`${name}=number`)} if the column holds numbers`,
    ),
  ];
  return hints.flatMap((hint) => hint ?? []).join('; ') || undefined;
}

function findTwins(words: readonly string[], keyOf: (word: string) => string | undefined): string[][] {
  const twins = new Map<string, string[]>();
  for (const word of words) {
    const key = keyOf(word);
    if (key === undefined) continue;
    const same = twins.get(key);
    if (same === undefined) twins.set(key, [word]);
    else same.push(word);
  }
  return [...twins.values()].filter((same) => same.length > 1);
}

function numberOf(word: string): string | undefined {
  if (!/^-?\d+(?:\.\d+)?$/.test(word)) return undefined;
  const value = readIn(withoutLeadingZeros(word.replace('-', '')), { decimal: '.' });
  return value === undefined ? undefined : `${word.startsWith('-') && value !== 0 ? '-' : ''}${value}`;
}

function tellTwins(twins: readonly string[][], what: string, answer: string): string | undefined {
  if (twins.length === 0) return undefined;
  const shown = twins[0]!.slice(0, 3).map((word) => `“${shortenWord(word)}”`);
  const more =
    twins.length > 1
      ? `, and ${tell(twins.length - 1)} more such ${twins.length === 2 ? 'group' : 'groups'}`
      : '';
  return `${shown.join(' and ')} ${what}${more}: ${answer}`;
}

const tell = (n: number): string => n.toLocaleString('en-US');
