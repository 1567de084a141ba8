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
  const other = { Effect: 'Allow', NotAction: 's3:*', Action: [], Resource: '*' };
  expect(() => isAllowed([other], call)).toThrow('cannot evaluate NotAction');
});
