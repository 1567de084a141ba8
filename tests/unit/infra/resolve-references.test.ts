// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
import { resolveReferences } from '../../../infra/local/resolve-references.ts';

const references = {
  refs: { Queue: 'http://127.0.0.1:4560/0/queue', Bucket: 'bucket', 'AWS::Region': 'us-east-1' },
  attributes: { Queue: { Arn: 'arn:aws:sqs:us-east-1:0:queue' }, Bucket: { Arn: 'arn:aws:s3:::bucket' } },
};
const resolve = (value: unknown) => resolveReferences(value, references);

test('a Ref becomes what the name stands for, at any depth', () => {
  expect(resolve({ URL: { Ref: 'Queue' }, list: [{ Ref: 'AWS::Region' }] })).toEqual({
    URL: 'http://127.0.0.1:4560/0/queue',
    list: ['us-east-1'],
  });
});

test('Fn::GetAtt is read as a list and with a dot', () => {
  expect(resolve({ 'Fn::GetAtt': ['Queue', 'Arn'] })).toBe('arn:aws:sqs:us-east-1:0:queue');
  expect(resolve({ 'Fn::GetAtt': 'Queue.Arn' })).toBe('arn:aws:sqs:us-east-1:0:queue');
});

test('Fn::Sub fills in names, attributes and variables of its own, and leaves literals', () => {
  expect(resolve({ 'Fn::Sub': '${Bucket.Arn}/models/* in ${AWS::Region}' })).toBe(
    'arn:aws:s3:::bucket/models/* in us-east-1',
  );
  expect(resolve({ 'Fn::Sub': ['${Where}/${!Kept}', { Where: { Ref: 'Bucket' } }] })).toBe('bucket/${Kept}');
});

test('Fn::Join joins resolved parts', () => {
  expect(resolve({ 'Fn::Join': ['/', [{ Ref: 'Bucket' }, 'models']] })).toBe('bucket/models');
});

test('everything else stays as it is', () => {
  const plain = { text: '${not a Sub}', number: 30, none: null, two: { Ref: 'Bucket', Condition: 'x' } };
  expect(resolve(plain)).toEqual(plain);
});

test.each([{ Ref: 'Nobody' }, { 'Fn::GetAtt': ['Queue', 'Nothing'] }, { 'Fn::Sub': 'a ${Nobody.Arn}' }])(
  'an unknown reference is named: %j',
  (value) => {
    expect(() => resolve(value)).toThrow(
      /does not know what "(Nobody|Queue\.Nothing|Nobody\.Arn)" refers to/,
    );
  },
);
