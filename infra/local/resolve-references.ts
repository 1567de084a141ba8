/** What the logical names of a template stand for: `Ref` values, and attributes for `Fn::GetAtt`. */
export interface References {
  readonly refs: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The `Ref` values of the resources alone, without pseudo parameters such as `AWS::Region`. */
export const resourceNames = ({ refs, attributes }: References): Record<string, string> =>
  Object.fromEntries(Object.keys(attributes).map((name) => [name, refs[name] ?? '']));

/**
 * A copy of a piece of a template in which `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::Join` are replaced by what they
 * stand for. Everything else stays as it is.
 *
 * @throws Error naming a reference that is not known
 * @example resolveReferences({ 'Fn::Sub': '${Bucket.Arn}/models/*' }, references) // 'arn:aws:s3:::b/models/*'
 */
export function resolveReferences(value: unknown, references: References): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, references));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1) {
    if (name === 'Ref') return reference(String(argument), references);
    if (name === 'Fn::GetAtt') return reference(attributeName(argument), references);
    if (name === 'Fn::Sub') return substitute(argument, references);
    if (name === 'Fn::Join') return join(argument, references);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolveReferences(item, references)]));
}

/** `Fn::GetAtt` is written as a list or with a dot. */
const attributeName = (argument: unknown): string =>
  Array.isArray(argument) ? argument.join('.') : String(argument);

function reference(name: string, { refs, attributes }: References): string {
  const dot = name.indexOf('.');
  const value = dot < 0 ? refs[name] : attributes[name.slice(0, dot)]?.[name.slice(dot + 1)];
  if (value === undefined) throw new Error(`the local stack does not know what "${name}" refers to`);
  return value;
}

function substitute(argument: unknown, references: References): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = resolveReferences(variables, references) as Record<string, string>;
  // `${!name}` is CloudFormation's way to write a literal `${name}`.
  return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) =>
    literal ? `\${${name}}` : (own[name] ?? reference(name, references)),
  );
}

function join(argument: unknown, references: References): string {
  const [separator, parts] = argument as [string, unknown[]];
  return (resolveReferences(parts, references) as unknown[]).join(separator);
}
