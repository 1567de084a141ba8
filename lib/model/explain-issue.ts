import type { core } from 'zod/mini';
import { shortenWord } from '../lead/shorten-word.ts';

const KINDS: Readonly<Record<string, string>> = {
  number: 'a finite number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};
/** Objects whose keys are names of the data; the keys of all others are members of the format. */
const BY_NAME: readonly unknown[] = [
  'trainer_options',
  'values',
  'baseline',
  'levels',
  'left_out',
  'libraries',
];

/**
 * Where JSON is not what its schema says, what was expected there and what was found. It never quotes a long value whole,
 * nor the inside of a list or an object, which may be deeper than the stack.
 *
 * @example explainIssue(issue, json) // 'terms[0].values["web"]: expected a finite number, got null'
 */
export function explainIssue(issue: core.$ZodIssue, json: unknown): string {
  const path = issue.path.reduce<string>((before, key, i) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    if (BY_NAME.includes(issue.path[i - 1])) return `${before}[${JSON.stringify(key)}]`;
    return before ? `${before}.${String(key)}` : String(key);
  }, '');
  const value = valueAt(json, issue.path);
  const at = (expected: string, got = describe(value)) =>
    `${path || 'the file'}: expected ${expected}, got ${got}`;
  switch (issue.code) {
    case 'invalid_type':
      return at(KINDS[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return at(issue.values.map((word) => `"${String(word)}"`).join(' or '));
    case 'too_small':
      if (issue.origin === 'array') return at(`${issue.minimum} entries`, `${(value as unknown[]).length}`);
      return at(`a number above ${issue.minimum}`);
    case 'too_big':
      return at(`${issue.maximum} entries`, `${(value as unknown[]).length}`);
    case 'invalid_union': {
      if (issue.errors.length === 0)
        return at(
          ('options' in issue ? (issue.options ?? []) : []).map((word) => `"${String(word)}"`).join(' or '),
        );
      // Of the shapes that it may have, the one of which it has the member.
      const inner = issue.errors.map(([first]) => ({ ...first!, path: [...issue.path, ...first!.path] }));
      return explainIssue(
        inner.find((each) => valueAt(json, each.path) !== undefined) ?? inner.at(-1)!,
        json,
      );
    }
    default:
      return at(String('params' in issue ? issue.params?.expected : issue.message));
  }
}

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    json,
  );

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const text = typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
  return shortenWord(text, 60);
}
