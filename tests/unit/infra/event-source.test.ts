import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { type EventSource, startEventSource } from '../../../infra/local/event-source.ts';

const record = (messageId: string, body = ''): SQSRecord =>
  ({ messageId, receiptHandle: `handle of ${messageId}`, body }) as SQSRecord;

/** A queue that hands out batches one by one and then blocks, as a long poll does. */
function queueOf(...batches: SQSRecord[][]) {
  const deleted: string[] = [];
  return {
    deleted,
    receive: (_maximum: number, signal: AbortSignal) =>
      new Promise<SQSRecord[]>((resolve, reject) => {
        const batch = batches.shift();
        if (batch !== undefined) resolve(batch);
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    async delete(records: readonly SQSRecord[]) {
      deleted.push(...records.map((each) => each.messageId));
    },
  };
}

/** Runs a source until its function has been invoked so many times, and the batches are done. */
async function run(
  queue: EventSource['queue'],
  invocations: number,
  invoke: (event: SQSEvent, n: number) => unknown,
  options: Partial<EventSource> = {},
) {
  const events: SQSEvent[] = [];
  const problems: string[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const stop = startEventSource({
    batchSize: 10,
    reportBatchItemFailures: true,
    concurrency: 1,
    queue,
    async invoke(event) {
      const n = events.push(event);
      if (n === invocations) resolve();
      return invoke(event, n);
    },
    report: (problem) => problems.push(problem),
    ...options,
  });
  await enough;
  await stop();
  return { events, problems };
}

test('messages are deleted when the function has processed them', async () => {
  const queue = queueOf([record('a'), record('b')], [record('c')]);
  const { events } = await run(queue, 2, () => ({ batchItemFailures: [] }));
  expect(events.map(({ Records }) => Records.map((each) => each.messageId))).toEqual([['a', 'b'], ['c']]);
  expect(queue.deleted).toEqual(['a', 'b', 'c']);
});

test('messages that the function reports stay on the queue', async () => {
  const queue = queueOf([record('a'), record('b')]);
  const { problems } = await run(queue, 1, () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }));
  expect(queue.deleted).toEqual(['b']);
  expect(problems).toEqual(['1 of 2 messages failed and will be tried again']);
});

test('when the function fails nothing is deleted, and polling goes on', async () => {
  const queue = queueOf([record('a')], [record('b')]);
  const { problems } = await run(queue, 2, (_, n) => {
    if (n === 1) throw new Error('[504] - Lambda timeout.');
  });
  expect(queue.deleted).toEqual(['b']);
  expect(problems).toEqual([expect.stringContaining('Lambda timeout')]);
});

test('without ReportBatchItemFailures every answer means that all is done', async () => {
  const queue = queueOf([record('a')]);
  await run(queue, 1, () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }), {
    reportBatchItemFailures: false,
  });
  expect(queue.deleted).toEqual(['a']);
});

test('several batches are in flight, up to the cap', async () => {
  const queue = queueOf([record('a')], [record('b')], [record('c')]);
  const waiting: (() => void)[] = [];
  const { promise: two, resolve } = Promise.withResolvers<void>();
  const source = {
    batchSize: 10,
    reportBatchItemFailures: true,
    concurrency: 2,
    queue,
    invoke: () =>
      new Promise<void>((done) => {
        if (waiting.push(done) === 2) resolve();
      }),
    report() {},
  };
  const stop = startEventSource(source);
  await two;
  // Both lanes are busy: nobody is left to fetch c.
  expect(waiting).toHaveLength(2);
  const stopped = stop();
  for (const done of waiting) done();
  await stopped;
  expect(queue.deleted.toSorted()).toEqual(['a', 'b']);
});

test('a batch that is too large for one invocation is split', async () => {
  const large = 'x'.repeat(3_000_000);
  const queue = queueOf([record('a', large), record('b', large), record('c', large)]);
  const { events } = await run(queue, 2, () => undefined);
  expect(events.map(({ Records }) => Records.length)).toEqual([2, 1]);
  expect(queue.deleted).toEqual(['a', 'b', 'c']);
});

test('a stop waits for the batch in flight and takes no other', async () => {
  const queue = queueOf([record('a')], [record('b')]);
  const { promise: invoked, resolve: started } = Promise.withResolvers<void>();
  const { promise: working, resolve: finish } = Promise.withResolvers<void>();
  const stop = startEventSource({
    batchSize: 10,
    reportBatchItemFailures: true,
    concurrency: 1,
    queue,
    async invoke() {
      started();
      await working;
    },
    report() {},
  });
  await invoked;
  const stopped = stop();
  finish();
  await stopped;
  expect(queue.deleted).toEqual(['a']);
});
