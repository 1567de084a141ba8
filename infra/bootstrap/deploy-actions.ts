import {
  DATASETS_FOLDER,
  MODELS_FOLDER,
  OUTCOMES_FOLDER,
  POLICIES_FOLDER,
  UPLOADS_FOLDER,
} from '../../lib/bucket-folders.ts';
import type { Template } from '../build/check-template.ts';
import { BEYOND, EXCEPTIONS, UNBOUND } from './exceptions.ts';
import HANDLERS from './handler-permissions.json' with { type: 'json' };
import { arnsOf, isNamed, logicalIdOf, resourcesOf, stackOf } from './resource-arns.ts';

type OneOrMore = string | readonly string[];

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: OneOrMore;
  readonly Resource: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Types that are set on a resource of another type, whose name the calls speak of. */
const HOME: Readonly<Record<string, string>> = {
  'AWS::Lambda::EventInvokeConfig': 'AWS::Lambda::Function',
  'AWS::Lambda::Permission': 'AWS::Lambda::Function',
  'AWS::S3::BucketPolicy': 'AWS::S3::Bucket',
  'AWS::SNS::Subscription': 'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy': 'AWS::SNS::Topic',
  'AWS::SQS::QueuePolicy': 'AWS::SQS::Queue',
};
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const isApi = (type: string): boolean => type.startsWith('AWS::ApiGatewayV2::');

/** What must find the boundary on the role: each of these could widen what the role may do. */
const BOUNDED = [
  ...['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary'],
];

/**
 * What CloudFormation calls, in the name of who deploys, to create, read, change, tag and delete a resource of a type: by AWS's
 * resource schemas (handler-permissions.json), less what exceptions.ts takes out.
 *
 * @throws {Error} the table has no such type yet
 */
export function permissionsFor(type: string, templates: readonly Template[]): string[] {
  const asked = (HANDLERS.types as Readonly<Record<string, string>>)[type];
  const used = resourcesOf(templates, type);
  const beyond = BEYOND.filter((each) => each.type === type);
  if (asked === undefined && beyond.length === 0)
    throw new Error(
      `infra/bootstrap/handler-permissions.json has no ${type}: add what handlers and tagging say in its schema (${HANDLERS.source.split(' ').at(-1)})`,
    );
  const excepted = EXCEPTIONS.filter((each) => [type, undefined].includes(each.type)).flatMap(
    ({ permissions }) => permissions,
  );
  const granted = (asked?.split(' ') ?? []).filter(
    (permission) => !excepted.some((pattern) => matches(permission, pattern)),
  );
  const more = beyond
    .filter(
      ({ with: property }) =>
        property === undefined || used.some(([, each]) => property in (each.Properties ?? {})),
    )
    .flatMap(({ permissions }) => permissions);
  return [...new Set([...granted, ...more])].map(canonical);
}

/** @param pattern a star at the end is any text */
export const matches = (permission: string, pattern: string): boolean =>
  pattern.endsWith('*') ? permission.startsWith(pattern.slice(0, -1)) : permission === pattern;

/** The schema of buckets has one action with a capital service. */
const canonical = (permission: string): string =>
  permission.replace(/^[^:]+/, (service) => service.toLowerCase());

/**
 * The rights that deploying a stage needs, on that stage's resources only. What a role may be given and passed to is bounded by
 * {@link keepOutStatements}.
 */
export function deployingStatements(stage: string, templates: readonly Template[]): Statement[] {
  const types = [
    ...new Set(templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type))),
  ];
  const byHome = new Map<string, Set<string>>();
  const unbound = new Set<string>();
  for (const type of types.sort()) {
    const home = isApi(type) ? 'api' : (HOME[type] ?? type);
    const actions = byHome.get(home) ?? new Set();
    byHome.set(home, actions);
    for (const permission of permissionsFor(type, templates))
      (permission in UNBOUND ? unbound : actions).add(permission);
  }
  const statements = [...byHome].flatMap(([home, actions]): Statement[] => {
    const Action = [...actions].sort();
    if (home === 'api') return apiStatements(stage, Action);
    if (home === MAPPING) return mappingStatements(stage, templates, Action);
    if (!isNamed(home)) throw new Error(`infra/bootstrap/resource-arns.ts says nothing of ${home}`);
    const Resource = arnsOf(stage, templates, home);
    const Sid = home.replace(/^AWS::|[^A-Za-z0-9]/g, '');
    if (home === 'AWS::IAM::Role') return [allow('Roles', [...Action, 'iam:PassRole'], Resource)];
    // The call names the version that it is about.
    const invoked = types.includes('AWS::Lambda::EventInvokeConfig') && home === 'AWS::Lambda::Function';
    return [
      allow(Sid, Action, Resource),
      ...(invoked
        ? [
            allow(
              'LambdaEventInvokeConfig',
              Action.filter((action) => action.endsWith('EventInvokeConfig')),
              Resource.map((each) => `${each}:$LATEST`),
            ),
          ]
        : []),
    ];
  });
  return [
    ...statements,
    allow(
      'WithoutNames',
      ['cloudformation:ValidateTemplate', 'lambda:GetAccountSettings', ...[...unbound].sort()],
      '*',
    ),
    ...stackStatements(stage, templates),
  ];
}

/**
 * APIs have no name in their ARN, and routes and integrations of HTTP APIs do not inherit the API's tags, so that they cannot
 * be allowed by them. What carries the tag of another stage, as every API and API stage of ours does, is denied.
 */
const apiStatements = (stage: string, Action: readonly string[]): Statement[] => [
  allow('Api', Action, [
    'arn:*:apigateway:*::/apis',
    'arn:*:apigateway:*::/apis/*',
    'arn:*:apigateway:*::/tags/*',
  ]),
  {
    Sid: 'ApisOfOtherStages',
    Effect: 'Deny',
    Action: 'apigateway:*',
    Resource: '*',
    Condition: {
      StringNotEquals: { 'aws:ResourceTag/stage': stage },
      Null: { 'aws:ResourceTag/stage': 'false' },
    },
  },
];

/** A mapping's ARN is an id that is not known before; Lambda tells which function it is of. */
function mappingStatements(
  stage: string,
  templates: readonly Template[],
  actions: readonly string[],
): Statement[] {
  const ofTags = actions.filter((action) => /Tag/.test(action));
  const readers = resourcesOf(templates, MAPPING).map(([, { Properties }]) =>
    logicalIdOf(Properties?.FunctionName),
  );
  return [
    {
      ...allow(
        'EventSources',
        actions.filter((action) => !ofTags.includes(action)),
        '*',
      ),
      Condition: {
        ArnLike: { 'lambda:FunctionArn': arnsOf(stage, templates, 'AWS::Lambda::Function', ...readers) },
      },
    },
    // Of no function, as Lambda has it; nothing depends on these tags.
    allow('EventSourceTags', ofTags, 'arn:*:lambda:*:*:event-source-mapping:*'),
  ];
}

/** The stack itself, and its archives. */
const stackStatements = (stage: string, templates: readonly Template[]): Statement[] => [
  allow(
    'Stack',
    [
      ...[
        'CreateStack',
        'UpdateStack',
        'DeleteStack',
        'DescribeStacks',
        'DescribeStackEvents',
        'GetTemplate',
      ],
      ...[
        'DescribeStackResource',
        'DescribeStackResources',
        'ListStackResources',
        'UpdateTerminationProtection',
      ],
      ...['TagResource', 'UntagResource'],
    ].map((action) => `cloudformation:${action}`),
    `arn:*:cloudformation:*:*:stack/${stackOf(stage)}/*`,
  ),
  allow(
    'Archives',
    ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObject'],
    arnsOf(stage, templates, 'AWS::S3::Bucket', 'ServerlessDeploymentBucket').map(
      (bucket) => `${bucket}/serverless/scorelane/${stage}/*`,
    ),
  ),
];

/** What publishing models, making keys and training on a dataset need, by the command line. */
export function operatingStatements(stage: string, templates: readonly Template[]): Statement[] {
  const table = (id: string) => arnsOf(stage, templates, 'AWS::DynamoDB::Table', id);
  const predictions = table('PredictionsTable');
  return [
    // Also what `scorelane train --remote` sends, and how a model is trained.
    allow(
      'Files',
      ['s3:GetObject', 's3:PutObject'],
      arnsOf(stage, templates, 'AWS::S3::Bucket', 'Bucket').flatMap((bucket) =>
        [MODELS_FOLDER, DATASETS_FOLDER, OUTCOMES_FOLDER, UPLOADS_FOLDER, POLICIES_FOLDER].map(
          (folder) => `${bucket}/${folder}*`,
        ),
      ),
    ),
    allow(
      'Registry',
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      table('RegistryTable'),
    ),
    // The replay before a promotion reads the last predictions.
    allow(
      'Replay',
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
      predictions.flatMap((arn) => [arn, `${arn}/index/*`]),
    ),
  ];
}

/**
 * What a deploy role may never do, whatever else allows it: touch the roles that deploy, their policies, the boundaries,
 * GitHub's provider or the stacks that they are made by; give a right to a role that does not carry the boundary, or take it out
 * of it; pass a role to another service.
 *
 * @param boundary ARN of the policy that every role of the stage must carry
 */
export const keepOutStatements = (boundary: unknown): Statement[] => [
  {
    Sid: 'KeepOut',
    Effect: 'Deny',
    Action: 'iam:*',
    Resource: [
      ...['arn:*:iam::*:role/scorelane-deploy', 'arn:*:iam::*:role/scorelane-deploy-*'],
      ...['arn:*:iam::*:policy/scorelane-deploy-*', 'arn:*:iam::*:policy/scorelane-boundary-*'],
      'arn:*:iam::*:oidc-provider/*',
    ],
  },
  {
    Sid: 'KeepTheBootstrap',
    Effect: 'Deny',
    Action: 'cloudformation:*',
    Resource: [
      'arn:*:cloudformation:*:*:stack/scorelane-bootstrap/*',
      'arn:*:cloudformation:*:*:stack/scorelane-bootstrap-*/*',
    ],
  },
  {
    Sid: 'KeepBoundaries',
    Effect: 'Deny',
    Action: 'iam:DeleteRolePermissionsBoundary',
    Resource: '*',
  },
  {
    Sid: 'NeverUnbounded',
    Effect: 'Deny',
    Action: BOUNDED,
    Resource: '*',
    // Also when the role has none.
    Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundary } },
  },
  {
    Sid: 'GiveRolesToOurServices',
    Effect: 'Deny',
    Action: 'iam:PassRole',
    Resource: '*',
    Condition: {
      StringNotEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'states.amazonaws.com'] },
    },
  },
];

const allow = (Sid: string, Action: OneOrMore, Resource: OneOrMore): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});
