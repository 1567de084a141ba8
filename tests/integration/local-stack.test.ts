import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStackDescription } from '../../infra/local/stack-file.ts';
import {
  findFreePorts,
  isFree,
  type LocalStack,
  runLocalStack,
  startLocalStack,
} from '../support/local-stack.ts';
import { until } from '../support/until.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scorelane-stack-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Clients that speak to a running stack. */
function clientsOf({ environment }: LocalStackDescription) {
  const options = (service: string) => ({
    region: environment.AWS_REGION!,
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`]!,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID!,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY!,
    },
  });
  return {
    sqs: new SQSClient(options('SQS')),
    s3: new S3Client(options('S3')),
    dynamodb: new DynamoDBClient(options('DYNAMODB')),
  };
}

const printed = (stack: LocalStack, text: string): Promise<true> =>
  until(`"${text}" to be printed`, async () => stack.output().includes(text) || undefined);

test('a busy port is one line that names it and the variable that moves it, and exit code 1', async () => {
  const ports = await findFreePorts();
  for (const [port, variable] of [
    [ports.api, 'PORT'],
    [ports.base + 1, 'SCORELANE_BASE_PORT'],
  ] as const) {
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      const run = runLocalStack({ dataDir, ports });
      expect(await run.exited).toBe(1);
      const lines = run.output().trim().split('\n');
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(new RegExp(`^Port ${port} .* in use: set ${variable} to another one`));
    } finally {
      squatter.close();
    }
  }
});

test('Ctrl-C closes everything and exits with 0, and so does SIGTERM', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const stack = await startLocalStack({ dataDir });
    const { api, base } = stack.ports;
    const listening = [api, base, base + 1, base + 2];
    expect(await Promise.all(listening.map(isFree))).toEqual([false, false, false, false]);
    expect((await fetch(stack.apiUrl)).status).toBe(200);

    process.kill(stack.pid, signal);
    expect(await stack.exited).toBe(0);
    expect(await Promise.all(listening.map(isFree))).toEqual([true, true, true, true]);
    expect(existsSync(join(dataDir, 'local-stack.json'))).toBe(false);
    // Nothing was left to be complained about.
    expect(stack.output()).not.toMatch(/error/i);
  }
});

test('a data directory serves one stack at a time', async () => {
  const stack = await startLocalStack({ dataDir });
  try {
    const second = runLocalStack({ dataDir, ports: await findFreePorts() });
    expect(await second.exited).toBe(1);
    expect(second.output().trim().split('\n')).toEqual([
      expect.stringMatching(/^Another local stack is using .*SCORELANE_DATA_DIR/),
    ]);
    expect((await fetch(stack.apiUrl)).status).toBe(200);
  } finally {
    await stack.stop();
  }
});

test('a kill -9 loses nothing: rows, objects and messages are there again, those in flight too', async () => {
  const first = await startLocalStack({ dataDir });
  const { PredictionsTable, Bucket, ScoreQueue } = first.resources;
  const before = clientsOf(first);
  await before.dynamodb.send(
    new PutItemCommand({ TableName: PredictionsTable, Item: { id: { S: 'kept' } } }),
  );
  await before.s3.send(new PutObjectCommand({ Bucket, Key: 'models/kept', Body: 'kept' }));
  await before.sqs.send(
    new SendMessageCommand({ QueueUrl: ScoreQueue, MessageBody: 'later', DelaySeconds: 900 }),
  );
  // Nobody can read this one, so it fails and stays in flight: hidden for 180 s.
  await before.sqs.send(new SendMessageCommand({ QueueUrl: ScoreQueue, MessageBody: 'unreadable' }));
  const failed = '1 of 1 messages failed and will be tried again';
  await printed(first, failed);
  await first.kill9();

  const second = await startLocalStack({ dataDir });
  try {
    const after = clientsOf(second);
    const row = await after.dynamodb.send(
      new GetItemCommand({ TableName: PredictionsTable, Key: { id: { S: 'kept' } }, ConsistentRead: true }),
    );
    expect(row.Item).toEqual({ id: { S: 'kept' } });
    const object = await after.s3.send(new GetObjectCommand({ Bucket, Key: 'models/kept' }));
    expect(await object.Body?.transformToString()).toBe('kept');
    const queue = await after.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: second.resources.ScoreQueue,
        AttributeNames: ['ApproximateNumberOfMessagesDelayed'],
      }),
    );
    expect(queue.Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: '1' });
    // The one in flight is delivered again, long before its 180 s are over.
    await printed(second, failed);
  } finally {
    await second.stop();
  }
});

describe('foreign pages', () => {
  let stack: LocalStack;
  beforeAll(async () => {
    const env = { PAGE_ORIGIN: 'https://leads.example', SCORELANE_HOSTS: 'laptop.lan' };
    stack = await startLocalStack({ env });
  });
  afterAll(() => stack.stop());
  /** By node:http, because fetch does not send a Host or an Origin of one's own. */
  const ask = (port: number, path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<{ status: number; allowed: unknown; text: string }>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers }, async (answer) => {
        let text = '';
        for await (const piece of answer) text += piece;
        resolve({ status: answer.statusCode!, allowed: answer.headers['access-control-allow-origin'], text });
      })
        .on('error', reject)
        .end();
    });
  const portsOf = () => {
    const machine = Number(new URL(stack.environment.AWS_ENDPOINT_URL_SFN!).port);
    return [stack.ports.api, ...[0, 1, 2, 3].map((n) => stack.ports.base + n), machine];
  };

  test('can neither read nor send, on any port of the stack, and neither can names of others', async () => {
    for (const port of portsOf())
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { host: `evil.example:${port}` },
      ] as Record<string, string>[])
        for (const method of ['GET', 'POST', 'OPTIONS']) {
          const { status, allowed } = await ask(port, '/predictions.csv', headers, method);
          expect([port, headers, method, status, allowed]).toEqual([port, headers, method, 403, undefined]);
        }
  });

  test('pages of this machine, of PAGE_ORIGIN and of SCORELANE_HOSTS read, each its own', async () => {
    for (const origin of ['http://localhost:5173', 'https://leads.example', 'https://laptop.lan:8443'])
      expect(await ask(stack.ports.api, '/predictions.csv', { origin, host: 'laptop.lan' })).toMatchObject({
        status: 200,
        allowed: origin,
      });
  });
});

test("a developer's own AWS settings are not used", async () => {
  const stack = await startLocalStack({
    dataDir,
    env: {
      AWS_PROFILE: 'production',
      AWS_SESSION_TOKEN: 'real',
      AWS_ACCESS_KEY_ID: 'real',
      AWS_SECRET_ACCESS_KEY: 'real',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    },
  });
  try {
    expect((await fetch(`${stack.apiUrl}/health`)).status).toBe(200);
    expect(stack.environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'local', AWS_REGION: 'us-east-1' });
    expect(stack.environment).not.toHaveProperty('AWS_PROFILE');
  } finally {
    await stack.stop();
  }
});
