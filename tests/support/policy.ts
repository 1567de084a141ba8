/** What IAM makes of the policies of a role, as far as the template's roles go. */

/** A call as IAM sees it: what is done, on what, and the keys that conditions may ask for. */
export interface AwsCall {
  readonly action: string;
  readonly resource: string;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** Of a policy whose references are resolved. */
export interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

type Test = (value: string, patterns: readonly string[]) => boolean;

const some = (matches: (value: string, pattern: string) => boolean): Test => {
  return (value, patterns) => patterns.some((pattern) => matches(value, pattern));
};
const equals = some((value, pattern) => value === pattern);
const like = some((value, pattern) => isLike(value, pattern));
const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringLike: like,
  StringNotEquals: (value, patterns) => !equals(value, patterns),
  StringNotLike: (value, patterns) => !like(value, patterns),
};
const FOR_ALL = 'ForAllValues:';

/** A refusal counts more than any allowance, and what nobody allows is refused. */
export function isAllowed(statements: readonly PolicyStatement[], call: AwsCall): boolean {
  const about = statements.filter((statement) => appliesTo(statement, call));
  return about.some(({ Effect }) => Effect === 'Allow') && about.every(({ Effect }) => Effect === 'Allow');
}

/** @throws {Error} the statement uses what this does not know: it would pass for allowed, or for refused */
export function appliesTo(statement: PolicyStatement, { action, resource, keys }: AwsCall): boolean {
  const unknown = Object.keys(statement).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new Error(`cannot evaluate ${unknown} of a statement; add it here`);
  return (
    // IAM reads actions whatever their case; resources and values as they are.
    listOf(statement.Action).some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
    listOf(statement.Resource).some((pattern) => isLike(resource, pattern)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, asked]) =>
      Object.entries(asked).every(([key, patterns]) => holds(operator, keys[key], listOf(patterns))),
    )
  );
}

const KNOWN = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

function holds(operator: string, values: readonly string[] = [], patterns: readonly string[]): boolean {
  const forAll = operator.startsWith(FOR_ALL);
  const test = OPERATORS[forAll ? operator.slice(FOR_ALL.length) : operator];
  if (test === undefined) throw new Error(`cannot evaluate the condition ${operator}; add it here`);
  // Without a value "for all" holds, and so does "not".
  if (forAll) return values.every((value) => test(value, patterns));
  const [value] = values;
  if (values.length > 1) throw new Error(`expected one value for ${operator}, got ${values}`);
  return value === undefined ? operator.startsWith('StringNot') : test(value, patterns);
}

/** `*` is any text, slashes too; `?` a character. */
function isLike(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

export const listOf = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];
