import type { Resource, Template } from '../build/check-template.ts';

interface Naming {
  /** Where the template says the name; dots lead inwards. */
  readonly property: string;
  readonly arns: (name: string) => readonly string[];
  /** Letters of the longest name; absent where CloudFormation's own names do not begin with the stack's. */
  readonly longest?: number;
  /** Logical ids that had CloudFormation's own name before they got one: an update takes those away. */
  readonly renamed?: readonly string[];
}

const arn =
  (service: string, kind = '') =>
  (name: string): string[] => [`arn:*:${service}:*:*:${kind}${name}`];

/** How AWS makes an ARN of a name; the longest names are those of the service quotas. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::Budgets::Budget': {
    property: 'Budget.BudgetName',
    arns: (name) => [`arn:*:budgets::*:budget/${name}`],
  },
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', arns: arn('cloudwatch', 'alarm:'), longest: 255 },
  'AWS::CloudWatch::Dashboard': {
    property: 'DashboardName',
    arns: (name) => [`arn:*:cloudwatch::*:dashboard/${name}`],
  },
  'AWS::DynamoDB::Table': { property: 'TableName', arns: arn('dynamodb', 'table/'), longest: 255 },
  'AWS::Events::Rule': {
    property: 'Name',
    arns: arn('events', 'rule/'),
    longest: 64,
    renamed: [
      ...['RequeueStaleEventsRuleSchedule1', 'RefreshPerformanceEventsRuleSchedule1'],
      'StartTrainingEventsRuleSchedule1',
    ],
  },
  'AWS::IAM::Role': { property: 'RoleName', arns: (name) => [`arn:*:iam::*:role/${name}`], longest: 64 },
  'AWS::Lambda::Function': { property: 'FunctionName', arns: arn('lambda', 'function:'), longest: 64 },
  'AWS::Logs::LogGroup': {
    property: 'LogGroupName',
    // With a star when its streams are meant, too; which of the two is asked for depends on the call.
    arns: (name) => [`${arn('logs', 'log-group:')(name)}`, `${arn('logs', 'log-group:')(name)}:*`],
    longest: 512,
  },
  'AWS::S3::Bucket': {
    property: 'BucketName',
    arns: (name) => [`arn:*:s3:::${name.toLowerCase()}`],
    longest: 63,
  },
  'AWS::SNS::Topic': { property: 'TopicName', arns: arn('sns'), longest: 256 },
  'AWS::SQS::Queue': { property: 'QueueName', arns: arn('sqs'), longest: 80 },
  'AWS::StepFunctions::StateMachine': {
    property: 'StateMachineName',
    arns: arn('states', 'stateMachine:'),
  },
};

/** What CloudFormation appends to names that it makes: a hyphen and at most so many letters. */
const RANDOM = 13;

/** The stack of a stage. */
export const stackOf = (stage: string): string => `scorelane-${stage}`;

/** Whether AWS gives resources of a type names that tell their stage. */
export const isNamed = (type: string): boolean => type in NAMINGS;

/**
 * The ARNs of a stage's resources of a type, as patterns: exact where the template names the resource, and otherwise with a
 * star for what CloudFormation appends to `<stack>-<logical id>-`. Any account, partition and region.
 *
 * @param only logical ids; all when it is left out
 * @throws {Error} a name that does not tell the stage, or a type that has to be named and is not
 * @example arnsOf('prod', templates, 'AWS::SQS::Queue') // ['arn:*:sqs:*:*:scorelane-prod-ScoreQueue-*', …]
 */
export function arnsOf(
  stage: string,
  templates: readonly Template[],
  type: string,
  ...only: string[]
): string[] {
  const { arns, renamed = [] } = NAMINGS[type]!;
  const resources = resourcesOf(templates, type);
  for (const id of only)
    if (!resources.some(([each]) => each === id)) throw new Error(`the template has no ${type} called ${id}`);
  return resources
    .filter(([id]) => only.length === 0 || only.includes(id))
    .flatMap(([id, resource]) => [
      ...arns(nameOf(stage, id, resource)),
      ...(renamed.includes(id) ? arns(generatedName(stage, id)) : []),
    ]);
}

/** Resources of a type, each once: the template that creates the stack has some of those of the other. */
export function resourcesOf(templates: readonly Template[], type: string): [string, Resource][] {
  const all = templates.flatMap(({ Resources }) => Object.entries(Resources));
  return [...new Map(all.filter(([, { Type }]) => Type === type))];
}

const generatedName = (stage: string, id: string): string => `${stackOf(stage)}-${id}-*`;

function nameOf(stage: string, id: string, { Type, Properties = {} }: Resource): string {
  const { property, longest } = NAMINGS[Type]!;
  const given = property
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
      Properties,
    );
  if (given === undefined) {
    if (longest === undefined)
      throw new Error(`${id}: expected ${property}, as CloudFormation’s own name does not tell the stage`);
    return generatedName(stage, id);
  }
  // Between slashes or at an end, so that the name of one stage is not the beginning of another’s.
  const own = `(^|/)${stackOf(stage)}(-|$)`;
  if (typeof given !== 'string' || !new RegExp(own).test(given))
    throw new Error(
      `${id}.${property}: expected a name with ${stackOf(stage)} in it, got ${JSON.stringify(given)}`,
    );
  return given;
}

/** @param reference `Fn::GetAtt` or `Ref` */
export function logicalIdOf(reference: unknown): string {
  const { 'Fn::GetAtt': attribute, Ref } = (reference ?? {}) as { 'Fn::GetAtt'?: [string]; Ref?: string };
  const id = attribute?.[0] ?? Ref;
  if (id === undefined) throw new Error(`expected Ref or Fn::GetAtt, got ${JSON.stringify(reference)}`);
  return id;
}

/**
 * How many letters a stage’s name may have: of longer ones CloudFormation cuts the names that it makes, and patterns would not
 * match them any more.
 */
export function longestStage(templates: readonly Template[]): number {
  const room = Object.entries(NAMINGS).flatMap(([type, { property, longest = Number.POSITIVE_INFINITY }]) =>
    resourcesOf(templates, type).flatMap(([id, { Properties = {} }]) =>
      property in Properties ? [] : [longest - stackOf('').length - `-${id}-`.length - RANDOM],
    ),
  );
  return Math.min(...room);
}
