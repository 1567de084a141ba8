import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../support/local-stack.ts';
import { runCli } from '../support/run-cli.ts';
import type { KnownRequest } from './known.ts';

/** Asks a running stack from outside: its API, its functions, its queues and the command. */
export function createStackTools(stack: LocalStack, env: Readonly<Record<string, string>> = {}) {
  const { environment, resources } = stack;
  const client = (service: string) => ({
    region: environment.AWS_REGION!,
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`]!,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID!,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY!,
    },
  });
  const sqs = new SQSClient(client('SQS'));
  const s3 = new S3Client({ ...client('S3'), forcePathStyle: true });
  const dynamoDb = new DynamoDBClient(client('DYNAMODB'));

  async function ask(key: string | undefined, { method, path, headers, body }: KnownRequest) {
    const response = await fetch(`${stack.apiUrl}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    // biome-ignore lint/suspicious/noExplicitAny: bodies have many shapes
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as any };
  }

  return {
    sqs,
    s3,
    dynamoDb,
    ask,
    get: (key: string, path: string) => ask(key, { method: 'GET', path }),

    /** The answer when the lead is scored. */
    async predict(key: string, lead: unknown, model: string) {
      const path = `/predict?model=${encodeURIComponent(model)}`;
      const { status, body } = await ask(key, {
        method: 'POST',
        path,
        headers: { prefer: 'wait' },
        body: lead,
      });
      if (status !== 200) throw new Error(`${model}: ${status} ${JSON.stringify(body)}`);
      return body;
    },

    /** Invokes a function as AWS does; rejects with the message of its error. */
    async invoke(name: string, payload: unknown): Promise<unknown> {
      const url = `http://127.0.0.1:${stack.ports.base + 2}/2015-03-31/functions/${name}/invocations`;
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(payload) });
      const text = await response.text();
      if (!response.ok || response.headers.has('x-amz-function-error')) throw new Error(text);
      return text === '' ? undefined : JSON.parse(text);
    },

    /** At once, whatever delay the queue has. */
    send: (queue: string, MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl: resources[queue]!, MessageBody, DelaySeconds: 0 })),

    /** `scorelane … --json` */
    async command(...args: string[]): Promise<unknown> {
      const { status, stdout, stderr } = await runCli([...args, '--json'], {
        env: { ...env, SCORELANE_DATA_DIR: stack.dataDir },
      });
      if (status !== 0) throw new Error(`scorelane ${args.join(' ')} ended with ${status}:\n${stderr}`);
      return JSON.parse(stdout);
    },

    /** An answer without what differs from start to start: addresses, those that are signed each time, forecasts. */
    settled: (body: unknown): unknown =>
      JSON.parse(
        JSON.stringify(body)
          .replaceAll(stack.apiUrl, 'http://api')
          .replaceAll(/"http:[^"]*X-Amz-Signature=[^"]*"/g, '"http://signed"')
          .replaceAll(/"estimated_finish_at":"[^"]*"/g, '"estimated_finish_at":"later"'),
      ),

    close(): void {
      for (const each of [sqs, s3, dynamoDb]) each.destroy();
    },
  };
}

export type StackTools = ReturnType<typeof createStackTools>;
