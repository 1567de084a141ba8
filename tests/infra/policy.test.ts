import { type AwsCall, isAllowed, type PolicyStatement } from '../support/policy.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:0:table/registry';
const onTable = (action: string, ...partitions: string[]): AwsCall => ({
  action,
  resource: TABLE,
  keys: { 'dynamodb:LeadingKeys': partitions },
});
const allow = (
  Action: string | string[],
  Resource: string | string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const onObject = (action: string, resource: string): AwsCall => ({ action, resource, keys: {} });

test('what no statement allows is refused, and so is what one of them denies', () => {
  const get = onTable('dynamodb:GetItem', 'm');
  const some = allow(['dynamodb:GetItem', 'dynamodb:Query'], TABLE);
  expect(isAllowed([], get)).toBe(false);
  expect(isAllowed([some], get)).toBe(true);
  expect(isAllowed([some], onTable('dynamodb:PutItem', 'm'))).toBe(false);
  expect(isAllowed([some], { ...get, resource: `${TABLE}/index/open` })).toBe(false);
  expect(isAllowed([some, { ...some, Effect: 'Deny' }], get)).toBe(false);
});

test('resources are patterns: a star is any text, and all else stands for itself', () => {
  const put = [allow('s3:PutObject', 'arn:aws:s3:::b/jobs/*/upload')];
  expect(isAllowed(put, onObject('s3:PutObject', 'arn:aws:s3:::b/jobs/1/upload'))).toBe(true);
  expect(isAllowed(put, onObject('s3:PutObject', 'arn:aws:s3:::b/jobs/1/2/upload'))).toBe(true);
  expect(isAllowed(put, onObject('s3:PutObject', 'arn:aws:s3:::b/jobs/1/upload/x'))).toBe(false);
  expect(isAllowed(put, onObject('s3:PutObject', 'arn:aws:s3:::b/jobs/1/result'))).toBe(false);
  const dot = [allow('s3:GetObject', ['arn:aws:s3:::a.b', 'arn:aws:s3:::c?d'])];
  expect(isAllowed(dot, onObject('s3:GetObject', 'arn:aws:s3:::axb'))).toBe(false);
  expect(isAllowed(dot, onObject('s3:GetObject', 'arn:aws:s3:::cxd'))).toBe(true);
});

describe('conditions on partitions', () => {
  const runs = [
    allow('dynamodb:*', TABLE, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#runs'] } }),
  ];
  const models = [
    allow('dynamodb:Query', TABLE, { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['#*'] } }),
  ];

  test('hold for all keys of a call, or not at all', () => {
    expect(isAllowed(runs, onTable('dynamodb:Query', '#runs'))).toBe(true);
    expect(isAllowed(runs, onTable('dynamodb:Query', '#keys'))).toBe(false);
    expect(isAllowed(runs, onTable('dynamodb:BatchGetItem', '#runs', '#keys'))).toBe(false);
    expect(isAllowed(models, onTable('dynamodb:Query', 'leads'))).toBe(true);
    expect(isAllowed(models, onTable('dynamodb:Query', '#models'))).toBe(false);
  });

  test('taken together, each call needs one statement that allows all of it', () => {
    expect(isAllowed([...runs, ...models], onTable('dynamodb:Query', 'leads'))).toBe(true);
    expect(isAllowed([...runs, ...models], onTable('dynamodb:PutItem', 'leads'))).toBe(false);
    // As IAM has it, whose "for all" holds for none.
    expect(isAllowed(runs, { action: 'dynamodb:Query', resource: TABLE, keys: {} })).toBe(true);
  });
});

test('a prefix that is asked for must be there', () => {
  const list = [allow('s3:ListBucket', 'arn:aws:s3:::b', { StringLike: { 's3:prefix': 'models/*' } })];
  const look = (...prefix: string[]): AwsCall => ({
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::b',
    keys: { 's3:prefix': prefix },
  });
  expect(isAllowed(list, look('models/m/v1/model.json'))).toBe(true);
  expect(isAllowed(list, look('jobs/'))).toBe(false);
  expect(isAllowed(list, look())).toBe(false);
});

test('what it does not know is an error, not a guess', () => {
  const call = onTable('dynamodb:GetItem', 'm');
  const newer = allow('dynamodb:GetItem', TABLE, { NumericLessThan: { 'aws:MultiFactorAuthAge': '1' } });
  expect(() => isAllowed([newer], call)).toThrow('cannot evaluate the condition NumericLessThan');
  const other = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  expect(() => isAllowed([other], call)).toThrow('cannot evaluate Principal');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  const own = allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/${aws:username}');
  expect(() => isAllowed([own], call)).toThrow('cannot evaluate the variable');
  expect(() =>
    isAllowed(
      [allow('dynamodb:*', TABLE, { StringEquals: { 'dynamodb:LeadingKeys': 'm' } })],
      onTable('dynamodb:BatchGetItem', 'm', 'n'),
    ),
  ).toThrow('expected one value');
});

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
const on = (action: string, resource = '*', keys: Record<string, string | string[]> = {}): AwsCall => ({
  action,
  resource,
  keys: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, [value].flat()])),
});
const deny = (statement: PolicyStatement): PolicyStatement => ({ ...statement, Effect: 'Deny' });
const user = (name: string) => `arn:aws:iam::123456789012:user/${name}`;
const X_BOUNDARY = 'arn:aws:iam::123456789012:policy/XCompanyBoundaries';

/** What a page of the guide says of its example. */
interface DocumentedCase {
  readonly page: string;
  readonly says: string;
  readonly statements: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[];
  readonly allowed?: readonly AwsCall[];
  readonly refused?: readonly AwsCall[];
}

const SHIRLEY = allow(['s3:*', 'cloudwatch:*', 'ec2:*'], '*');
const TAGS = 'aws:TagKeys';
const forTags = (operator: string, Action = 'ec2:CreateTags') =>
  allow(Action, '*', { [operator]: { [TAGS]: ['environment', 'cost-center'] } });

test.each<DocumentedCase>([
  {
    page: 'reference_policies_evaluation-logic_policy-eval-denyallow.html',
    says: 'a request is denied by default, an explicit allow overrides that, an explicit deny overrides any allow',
    statements: [allow('s3:*', '*'), deny(allow('s3:DeleteBucket', 'arn:aws:s3:::keep'))],
    allowed: [on('s3:DeleteBucket', 'arn:aws:s3:::other')],
    refused: [on('s3:DeleteBucket', 'arn:aws:s3:::keep'), on('ec2:RunInstances')],
  },
  {
    page: 'access_policies_boundaries.html',
    says: 'Shirley, whose boundary allows S3, CloudWatch and EC2, cannot create a user although a policy allows it',
    statements: [allow('iam:CreateUser', '*')],
    boundary: [SHIRLEY],
    refused: [on('iam:CreateUser', user('new')), on('s3:ListBucket', 'arn:aws:s3:::b')],
  },
  {
    page: 'access_policies_boundaries.html',
    says: 'a boundary gives nothing by itself: what is effective is what both allow, and a deny of either counts',
    statements: [allow(['s3:*', 'iam:*'], '*')],
    boundary: [SHIRLEY, deny(allow('s3:DeleteObject', '*'))],
    allowed: [on('s3:GetObject', 'arn:aws:s3:::b/key')],
    refused: [
      on('ec2:RunInstances'),
      on('iam:CreateUser', user('new')),
      on('s3:DeleteObject', 'arn:aws:s3:::b/key'),
    ],
  },
  {
    page: 'access_policies_boundaries.html#access_policies_boundaries-delegate',
    says: 'María makes users with the boundary only, and can neither take it away nor change it',
    statements: [
      {
        ...allow(
          [
            ...['iam:AttachUserPolicy', 'iam:CreateUser', 'iam:DeleteUserPolicy', 'iam:DetachUserPolicy'],
            ...['iam:PutUserPermissionsBoundary', 'iam:PutUserPolicy'],
          ],
          '*',
          { StringEquals: { 'iam:PermissionsBoundary': X_BOUNDARY } },
        ),
        Sid: 'CreateOrChangeOnlyWithBoundary',
      },
      {
        Sid: 'NoBoundaryPolicyEdit',
        ...deny(
          allow(
            [
              'iam:CreatePolicyVersion',
              'iam:DeletePolicy',
              'iam:DeletePolicyVersion',
              'iam:SetDefaultPolicyVersion',
            ],
            [X_BOUNDARY, 'arn:aws:iam::123456789012:policy/DelegatedUserBoundary'],
          ),
        ),
      },
      { Sid: 'NoBoundaryUserDelete', ...deny(allow('iam:DeleteUserPermissionsBoundary', '*')) },
      allow('iam:*', '*', { StringEquals: { 'iam:PermissionsBoundary': X_BOUNDARY } }),
    ],
    allowed: [on('iam:CreateUser', user('Zhang'), { 'iam:PermissionsBoundary': X_BOUNDARY })],
    refused: [
      on('iam:CreateUser', user('Zhang')),
      on('iam:CreateUser', user('Zhang'), { 'iam:PermissionsBoundary': `${X_BOUNDARY}2` }),
      on('iam:DeleteUserPermissionsBoundary', user('Zhang'), { 'iam:PermissionsBoundary': X_BOUNDARY }),
      on('iam:CreatePolicyVersion', X_BOUNDARY, { 'iam:PermissionsBoundary': X_BOUNDARY }),
    ],
  },
  {
    page: 'reference_policies_elements_notaction.html',
    says: 'Deny with NotAction refuses all but the listed actions, here without a second factor',
    statements: [
      allow('*', '*'),
      {
        Effect: 'Deny',
        NotAction: ['iam:ListMFADevices', 'sts:GetSessionToken'],
        Resource: '*',
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ],
    allowed: [
      on('iam:ListMFADevices', user('a'), { 'aws:MultiFactorAuthPresent': 'false' }),
      on('s3:ListBucket', 'arn:aws:s3:::b', { 'aws:MultiFactorAuthPresent': 'true' }),
    ],
    refused: [
      on('s3:ListBucket', 'arn:aws:s3:::b', { 'aws:MultiFactorAuthPresent': 'false' }),
      // With IfExists the statement holds also when a request made with long-term keys has no such key.
      on('s3:ListBucket', 'arn:aws:s3:::b'),
    ],
  },
  {
    page: 'reference_policies_elements_notresource.html',
    says: 'Deny with NotResource refuses all resources but the listed ones',
    statements: [
      allow('s3:*', '*'),
      {
        Effect: 'Deny',
        Action: 's3:*',
        NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'],
      },
    ],
    allowed: [on('s3:GetObject', 'arn:aws:s3:::HRBucket/Payroll/2026')],
    refused: [on('s3:GetObject', 'arn:aws:s3:::HRBucket/Other')],
  },
  {
    page: 'reference_policies_elements_condition_operators.html#Conditions_Null',
    says: 'Null true holds when the key is absent, Null false when it is there',
    statements: [
      allow('s3:PutObject', '*', { Null: { 'aws:TokenIssueTime': 'true' } }),
      allow('s3:GetObject', '*', { Null: { 'aws:TokenIssueTime': 'false' } }),
    ],
    allowed: [on('s3:PutObject'), on('s3:GetObject', '*', { 'aws:TokenIssueTime': 'today' })],
    refused: [on('s3:GetObject'), on('s3:PutObject', '*', { 'aws:TokenIssueTime': 'today' })],
  },
  {
    page: 'reference_policies_elements_condition_operators.html#Conditions_IfExists',
    says: 'with IfExists a missing key holds: the type of an instance is asked for where there is one',
    statements: [
      allow('ec2:RunInstances', '*', { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*'] } }),
    ],
    allowed: [on('ec2:RunInstances', '*', { 'ec2:InstanceType': 't2.micro' }), on('ec2:RunInstances')],
    refused: [on('ec2:RunInstances', '*', { 'ec2:InstanceType': 'm3.large' })],
  },
  {
    page: 'reference_policies_elements_condition_operators.html#Conditions_String',
    says: 'a missing key does not match, and so holds for negated operators; case counts unless it is ignored',
    statements: [
      allow('s3:A', '*', { StringEquals: { 'aws:PrincipalTag/job': ['iamuser-admin'] } }),
      allow('s3:B', '*', { StringNotEquals: { 'aws:PrincipalTag/job': ['guest', 'visitor'] } }),
      allow('s3:C', '*', { StringEqualsIgnoreCase: { 'aws:principaltag/job': 'IAMUSER-ADMIN' } }),
    ],
    allowed: [
      on('s3:A', '*', { 'aws:PrincipalTag/job': 'iamuser-admin' }),
      on('s3:B'),
      on('s3:B', '*', { 'aws:PrincipalTag/job': 'clerk' }),
      on('s3:C', '*', { 'aws:PrincipalTag/job': 'iamuser-admin' }),
    ],
    refused: [
      on('s3:A'),
      on('s3:A', '*', { 'aws:PrincipalTag/job': 'IAMUSER-ADMIN' }),
      on('s3:B', '*', { 'aws:PrincipalTag/job': 'visitor' }),
    ],
  },
  {
    page: 'reference_policies_condition-logic-multiple-context-keys-or-values.html',
    says: 'operators and keys are all to hold, of the values of a key one',
    statements: [
      allow('ec2:X', '*', {
        StringEquals: {
          'aws:PrincipalTag/department': ['finance', 'hr'],
          'aws:PrincipalTag/role': ['audit'],
        },
        ArnLike: { 'aws:PrincipalArn': user('*') },
      }),
    ],
    allowed: [
      on('ec2:X', '*', {
        'aws:PrincipalTag/department': 'hr',
        'aws:PrincipalTag/role': 'audit',
        'aws:PrincipalArn': user('Ana'),
      }),
    ],
    refused: [
      on('ec2:X', '*', { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalArn': user('Ana') }),
      on('ec2:X', '*', {
        'aws:PrincipalTag/department': 'law',
        'aws:PrincipalTag/role': 'audit',
        'aws:PrincipalArn': user('Ana'),
      }),
    ],
  },
  {
    page: 'reference_policies_condition-single-vs-multi-valued-context-keys.html',
    says: 'ForAllValues: every value of the request is among those of the policy, and a request without any passes',
    statements: [forTags('ForAllValues:StringEquals')],
    allowed: [
      on('ec2:CreateTags', '*', { [TAGS]: ['environment'] }),
      on('ec2:CreateTags', '*', { [TAGS]: ['environment', 'cost-center'] }),
      on('ec2:CreateTags'),
    ],
    refused: [on('ec2:CreateTags', '*', { [TAGS]: ['environment', 'dept'] })],
  },
  {
    page: 'reference_policies_condition-single-vs-multi-valued-context-keys.html',
    says: 'ForAnyValue: one value of the request is among those of the policy, and a request without any does not pass',
    statements: [forTags('ForAnyValue:StringEquals')],
    allowed: [on('ec2:CreateTags', '*', { [TAGS]: ['dept', 'environment'] })],
    refused: [on('ec2:CreateTags', '*', { [TAGS]: ['dept'] }), on('ec2:CreateTags')],
  },
  {
    page: 'reference_policies_elements_condition_operators.html#Conditions_ARN',
    says: 'each of the six parts of an ARN is checked by itself, and each can have stars',
    statements: [
      allow('sqs:SendMessage', '*', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:123456789012:topic-*' } }),
      allow('sqs:X', '*', { ArnNotLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:mine' } }),
    ],
    allowed: [
      on('sqs:SendMessage', '*', { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:123456789012:topic-a:more' }),
      on('sqs:X', '*', { 'aws:SourceArn': 'arn:aws:sns:a:b:yours' }),
    ],
    refused: [
      on('sqs:SendMessage', '*', { 'aws:SourceArn': 'arn:aws:sns:a:b:123456789012:topic-a' }),
      on('sqs:X', '*', { 'aws:SourceArn': 'arn:aws:sns:a:b:mine' }),
    ],
  },
  {
    page: 'reference_policies_elements_resource.html',
    says: 'a star does not go over the colons of an ARN’s first parts, but over all of the last one',
    statements: [allow('lambda:*', ['arn:aws:lambda:*:123456789012:function:a*'])],
    allowed: [on('lambda:GetFunction', 'arn:aws:lambda:eu-west-1:123456789012:function:api:7')],
    refused: [
      on('lambda:GetFunction', 'arn:aws:lambda:eu-west-1:210987654321:function:api'),
      on('lambda:GetFunction', 'arn:aws:lambda:x:y:123456789012:function:api'),
    ],
  },
])(`as ${GUIDE}$page has it: $says`, ({ statements, boundary, allowed = [], refused = [] }) => {
  for (const call of allowed) expect([call, isAllowed(statements, call, boundary)]).toEqual([call, true]);
  for (const call of refused) expect([call, isAllowed(statements, call, boundary)]).toEqual([call, false]);
});
