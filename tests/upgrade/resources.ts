import { type Properties, packageService } from '../support/packaged-service.ts';

/** Of a resource: what CloudFormation cannot change without replacing it, and losing what it holds or what calls it. */
export interface KnownResource {
  readonly type: string;
  /** `Retain` where it must outlive its stack. */
  readonly policies: Readonly<Record<string, string>>;
  readonly fixed: Properties;
  /** Of a table: its indexes by name, of which a release may make or remove one. */
  readonly indexes?: Readonly<Record<string, unknown>>;
}

/** The properties of each type for which its resource reference says “Update requires: Replacement”, as far as they may be set. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix', 'ObjectLockEnabled'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
};

export interface KnownResources {
  readonly resources: Readonly<Record<string, KnownResource>>;
  /** By their names the command finds what a stage consists of. */
  readonly outputs: readonly string[];
}

/** What of the packaged template a stage of before relies on. */
export function listResources(): KnownResources {
  const { resources, outputs } = packageService();
  return {
    resources: Object.fromEntries(
      Object.entries(resources).flatMap(([name, resource]) => {
        const { Type: type, Properties = {}, DeletionPolicy, UpdateReplacePolicy } = resource;
        if (FIXED[type] === undefined) return [];
        const known: KnownResource = {
          type,
          policies: JSON.parse(JSON.stringify({ DeletionPolicy, UpdateReplacePolicy })),
          fixed: Object.fromEntries(
            FIXED[type]
              .filter((each) => each in Properties)
              .map((each) => [each, withTypes(Properties[each], Properties)]),
          ),
        };
        if (type !== 'AWS::DynamoDB::Table') return [[name, known]];
        return [[name, { ...known, indexes: indexesOf(Properties) }]];
      }),
    ),
    outputs: Object.keys(outputs),
  };
}

function indexesOf(properties: Properties) {
  const indexes: Properties[] = properties.GlobalSecondaryIndexes ?? [];
  return Object.fromEntries(
    indexes.map(({ IndexName, KeySchema, Projection }) => [
      IndexName,
      { KeySchema: withTypes(KeySchema, properties), Projection },
    ]),
  );
}

/** Keys with their types, which stand elsewhere; anything else as it is. */
function withTypes(value: Properties, { AttributeDefinitions = [] }: Properties): Properties {
  if (!Array.isArray(value)) return value;
  const typeOf = (name: string) =>
    AttributeDefinitions.find((each: Properties) => each.AttributeName === name)?.AttributeType;
  return value.map((each) => (each.KeyType ? { ...each, AttributeType: typeOf(each.AttributeName) } : each));
}

/**
 * What an update from one template to another would replace or lose, in words.
 *
 * @param mostIndexes of a table that may differ: a release changes one at most, for DynamoDB makes or removes one at a time
 */
export function listLosses(before: KnownResources, now: KnownResources, mostIndexes: number): string[] {
  const losses = before.outputs
    .filter((name) => !now.outputs.includes(name))
    .map((name) => `the output ${name} is gone`);
  for (const [name, known] of Object.entries(before.resources)) {
    const resource = now.resources[name];
    if (resource === undefined || resource.type !== known.type) {
      losses.push(`${name} (${known.type}) is gone`);
      continue;
    }
    for (const property of new Set([...Object.keys(known.fixed), ...Object.keys(resource.fixed)])) {
      const [old, fresh] = [known, resource].map(({ fixed }) => JSON.stringify(fixed[property]));
      if (old !== fresh) losses.push(`${name} would be replaced: ${property} was ${old}, is ${fresh}`);
    }
    for (const [policy, value] of Object.entries(known.policies))
      if (resource.policies[policy] !== value) losses.push(`${name}: ${policy} is no longer ${value}`);
    const changes = countIndexChanges(known.indexes ?? {}, resource.indexes ?? {});
    if (changes > mostIndexes) losses.push(`${name}: ${changes} changes of indexes, at most ${mostIndexes}`);
  }
  return losses;
}

/** An index with other keys is one that is removed and one that is made. */
function countIndexChanges(before: Readonly<Record<string, unknown>>, now: typeof before): number {
  const changed = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(now[name]);
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(changed);
  return names.reduce((sum, name) => sum + (name in before ? 1 : 0) + (name in now ? 1 : 0), 0);
}
