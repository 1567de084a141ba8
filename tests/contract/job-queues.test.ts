import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createSqsClient } from '../../lib/adapters/aws/aws-clients.ts';
import { createSqsJobQueues } from '../../lib/adapters/aws/sqs-job-queues.ts';
import { decodeJobChunk, decodeJobStep, encodeJobChunk, encodeJobStep } from '../../lib/jobs/job-message.ts';
import { startEmulators } from '../support/emulators.ts';

const chunk = (number: number) => ({
  jobId: 'j',
  number,
  from: 10 * number,
  to: 10 * number + 9,
  line: number,
  sourceBytes: 9,
});

describe('job queues on AWS', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
    Object.assign(process.env, emulators.environment);
  });
  afterAll(() => emulators.stop());
  const urls = () => ({
    stepUrl: emulators.resources.JobStepQueue!,
    chunkUrl: emulators.resources.JobChunkQueue!,
  });
  const receiveAll = async (QueueUrl: string) => {
    const sqs = new SQSClient({});
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
  };

  test('every chunk of many is stored, and counted', async () => {
    const queues = createSqsJobQueues(createSqsClient(), urls());
    const chunks = Array.from({ length: 57 }, (_, i) => chunk(i + 1));
    await queues.sendChunks(chunks);
    expect(await queues.waiting()).toBe(57);
    const received = (await receiveAll(urls().chunkUrl)).map(decodeJobChunk);
    expect(received.sort((a, b) => a.number - b.number)).toEqual(chunks);
  });

  test('steps are stored', async () => {
    const queues = createSqsJobQueues(createSqsClient(), urls());
    const steps = [
      { step: 'split', jobId: 'j' },
      { step: 'split', jobId: 'j', from: { offset: 5, number: 2, line: 9 } },
      { step: 'join', jobId: 'j' },
    ] as const;
    for (const step of steps) await queues.sendStep(step);
    const received = (await receiveAll(urls().stepUrl)).map(decodeJobStep);
    expect(new Set(received.map((step) => JSON.stringify(step)))).toEqual(
      new Set(steps.map(({ jobId, ...step }) => JSON.stringify({ jobId, ...step }))),
    );
  });
});

test.each(['', 'no JSON', '{"version":2,"job_id":"j"}', encodeJobStep({ step: 'join', jobId: 'j' })])(
  'a message that is no chunk is refused for good: %s',
  (body) => {
    expect(() => decodeJobChunk(body)).toThrow('expected a message of version 1 about a chunk of a job');
  },
);

test('a chunk is no step', () => {
  expect(() => decodeJobStep(encodeJobChunk(chunk(1)))).toThrow('about a step of a job');
});
