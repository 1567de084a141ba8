import { processedMessages } from '../../../infra/local/batch-outcome.ts';

// Every row is a sentence of AWS's documentation: "Using Lambda with SQS", "Success and failure conditions".
const BATCH = ['a', 'b', 'c'];

test.each([
  ['an empty list of failures', { batchItemFailures: [] }],
  ['a null list of failures', { batchItemFailures: null }],
  ['an empty answer', {}],
  ['a null answer', null],
  ['no answer', undefined],
])('%s: the whole batch is processed', (_, answer) => {
  expect(processedMessages(BATCH, answer)).toEqual(BATCH);
});

test.each([
  ['an answer that is no object', 'ok'],
  ['an answer that is a list', [{ itemIdentifier: 'a' }]],
  ['failures that are no list', { batchItemFailures: { itemIdentifier: 'a' } }],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['a misspelt key', { batchItemFailures: [{ messageId: 'a' }] }],
  ['a failure that is null', { batchItemFailures: [null] }],
  [
    'an id that is not of this batch',
    { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'z' }] },
  ],
])('%s: nothing of the batch is processed', (_, answer) => {
  expect(processedMessages(BATCH, answer)).toEqual([]);
});

test('failures that are named stay, the others are processed', () => {
  expect(processedMessages(BATCH, { batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['a', 'c']);
  const all = BATCH.map((itemIdentifier) => ({ itemIdentifier }));
  expect(processedMessages(BATCH, { batchItemFailures: all })).toEqual([]);
});
