import { readConfig } from '../../../lib/runtime/config.ts';

test('reads only what is asked for', () => {
  const environment = { BUCKET: 'b', RECORD_TTL_DAYS: '30', MODEL_NAME: 'leads' };
  expect(readConfig(['BUCKET', 'RECORD_TTL_DAYS'], environment)).toEqual({
    BUCKET: 'b',
    RECORD_TTL_DAYS: 30,
  });
});

test('knows the memory of a function where Lambda tells it', () => {
  const read = (environment: NodeJS.ProcessEnv) =>
    readConfig(['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'], environment).AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
  expect([read({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3008' }), read({})]).toEqual([3008, undefined]);
});

test('knows a base path where there is one', () => {
  const read = (BASE_PATH?: string) =>
    readConfig(['BASE_PATH'], BASE_PATH === undefined ? {} : { BASE_PATH }).BASE_PATH;
  expect([read(), read(''), read('/api'), read('/a/b.c')]).toEqual([undefined, '', '/api', '/a/b.c']);
  for (const wrong of ['api', '/api/', '/', '//', '/a b', 'https://x.com/api', '/a?b'])
    expect(() => read(wrong)).toThrow('BASE_PATH (expected a path such as /api; it is');
});

test('names everything that is wrong at once', () => {
  const environment = { RECORD_TTL_DAYS: 'soon', SCORE_QUEUE_URL: 'queue' };
  expect(() => readConfig(['BUCKET', 'RECORD_TTL_DAYS', 'SCORE_QUEUE_URL'], environment)).toThrow(
    /BUCKET \(.*not set\), RECORD_TTL_DAYS \(.*it is soon\), SCORE_QUEUE_URL \(.*it is queue\)/,
  );
});
