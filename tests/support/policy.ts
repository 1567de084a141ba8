/**
 * What IAM makes of policies, as far as ours go: identity policies, permissions boundaries, conditions. The rules are those of the
 * IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators"; tests/infra/policy.test.ts holds
 * it against cases from there.
 */

/** A call as IAM sees it: what is done, on what, and the keys that conditions may ask for. */
export interface AwsCall {
  readonly action: string;
  readonly resource: string;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

type OneOrMore = string | readonly string[];

/** Of a policy whose references are resolved. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

type Match = (value: string, pattern: string) => boolean;

const equals: Match = (value, pattern) => value === pattern;
const equalsInAnyCase: Match = (value, pattern) => value.toLowerCase() === pattern.toLowerCase();
/** `ArnEquals` and `ArnLike` behave identically. */
const MATCHES: Readonly<Record<string, Match>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsInAnyCase,
  StringLike: isLike,
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
  Bool: equalsInAnyCase,
};

/**
 * Whether a call is allowed: some statement allows it, so does some of the boundary, where there is one, and none of either
 * denies it.
 *
 * @param boundary the permissions boundary of who calls
 */
export function isAllowed(
  statements: readonly PolicyStatement[],
  call: AwsCall,
  boundary?: readonly PolicyStatement[],
): boolean {
  return [statements, ...(boundary === undefined ? [] : [boundary])].every((policy) => {
    const about = policy.filter((statement) => appliesTo(statement, call));
    return about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny');
  });
}

/** @throws {Error} the statement uses what this does not know: it would pass for allowed, or for refused */
export function appliesTo(statement: PolicyStatement, { action, resource, keys }: AwsCall): boolean {
  refuseUnknown(statement);
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  // IAM reads actions whatever their case; resources and values as they are.
  const isAction = (pattern: string) => isLike(action.toLowerCase(), pattern.toLowerCase());
  const isResource = (pattern: string) => isResourceLike(resource, pattern);
  return (
    (NotAction === undefined ? listOf(Action!).some(isAction) : !listOf(NotAction).some(isAction)) &&
    (NotResource === undefined
      ? listOf(Resource!).some(isResource)
      : !listOf(NotResource).some(isResource)) &&
    Object.entries(Condition).every(([operator, asked]) =>
      Object.entries(asked).every(([key, patterns]) =>
        holds(operator, valuesOf(keys, key), listOf(patterns).map(String)),
      ),
    )
  );
}

const KNOWN = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function refuseUnknown(statement: PolicyStatement): void {
  const unknown = Object.keys(statement).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new Error(`cannot evaluate ${unknown} of a statement; add it here`);
  const variable = /\$\{[^}]*\}/.exec(JSON.stringify(statement));
  if (variable !== null) throw new Error(`cannot evaluate the variable ${variable[0]}; add it here`);
}

/** Names of keys are read whatever their case. @returns nothing when the call does not have the key */
function valuesOf(keys: AwsCall['keys'], key: string): readonly string[] {
  const [, values = []] = Object.entries(keys).find(([name]) => equalsInAnyCase(name, key)) ?? [];
  return values;
}

const OPERATOR = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<base>\w+?)(?<ifExists>IfExists)?$/;

function holds(operator: string, values: readonly string[], patterns: readonly string[]): boolean {
  const { set, base = '', ifExists } = OPERATOR.exec(operator)?.groups ?? {};
  if (base === 'Null') return patterns.some((pattern) => (pattern === 'true') === (values.length === 0));
  const isNot = /^(String|Arn)Not/.test(base);
  const match = MATCHES[base.replace(/^(String|Arn)Not/, '$1')];
  if (match === undefined) throw new Error(`cannot evaluate the condition ${operator}; add it here`);
  const test = (value: string) => patterns.some((pattern) => match(value, pattern)) !== isNot;
  if (values.length === 0) {
    if (ifExists !== undefined || set === 'ForAllValues') return true;
    return set === undefined && isNot;
  }
  if (set === 'ForAllValues') return values.every(test);
  if (set === 'ForAnyValue') return values.some(test);
  if (values.length > 1) throw new Error(`expected one value for ${operator}, got ${values}`);
  return test(values[0]!);
}

const isResourceLike = (resource: string, pattern: string): boolean =>
  pattern === '*' || (pattern.startsWith('arn:') ? isArnLike(resource, pattern) : isLike(resource, pattern));

/** Each of the six parts by itself; a star of the last one goes on over further colons. */
function isArnLike(value: string, pattern: string): boolean {
  const [own, asked] = [partsOf(value), partsOf(pattern)];
  return own.length === asked.length && asked.every((part, index) => isLike(own[index]!, part));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const compiled = new Map<string, RegExp>();
/** `*` is any text, slashes too; `?` a character. */
function isLike(value: string, pattern: string): boolean {
  let regExp = compiled.get(pattern);
  if (regExp === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    regExp = new RegExp(`^${source}$`, 's');
    compiled.set(pattern, regExp);
  }
  return regExp.test(value);
}

export const listOf = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];
