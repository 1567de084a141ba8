import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FauxqsServer } from 'fauxqs';
import { CREDENTIALS, type Endpoints, REGION } from './local-environment.ts';
import type { References } from './resolve-references.ts';
import { startFauxqsOn } from './start-fauxqs.ts';

export interface Emulators {
  readonly endpoints: Endpoints;
  /** Makes messages visible whose consumer died with an earlier process, so that nobody waits for their timeout. */
  releaseMessages(references: References): Promise<void>;
  /** Closes the servers and their files. */
  stop(): Promise<void>;
}

/** Always by number: `localhost` may resolve to ::1 first, where nobody listens. */
const HOST = '127.0.0.1';

/**
 * Starts SQS and S3 (fauxqs) and DynamoDB (dynalite) in this process, reachable from this machine only.
 *
 * @param ports 0 picks a free one
 * @param dataDir where everything is kept, written through; without it in memory
 */
export async function startEmulators(
  ports: { sqs: number; dynamodb: number },
  dataDir?: string,
): Promise<Emulators> {
  const dynamodb = createDynalite({ path: dataDir && join(dataDir, 'dynamodb'), createTableMs: 0 });
  if (dataDir) await mkdir(join(dataDir, 'dynamodb'), { recursive: true });
  const [fauxqs] = await Promise.all([
    startFauxqsOn(HOST, ports.sqs, dataDir && join(dataDir, 'sqs-s3')),
    new Promise<void>((resolve, reject) => {
      dynamodb.once('error', reject).listen(ports.dynamodb, HOST, resolve);
    }),
  ]);
  const sqs = `http://${HOST}:${fauxqs.port}`;
  return {
    endpoints: { sqs, s3: sqs, dynamodb: `http://${HOST}:${(dynamodb.address() as AddressInfo).port}` },
    releaseMessages: (references) => releaseMessages(fauxqs, sqs, references),
    async stop() {
      await Promise.all([fauxqs.stop(), new Promise((resolve) => dynamodb.close(resolve))]);
    },
  };
}

/** It ships no types. */
const createDynalite = createRequire(import.meta.url)('dynalite') as (options: {
  path?: string | undefined;
  createTableMs: number;
}) => Server;

async function releaseMessages(
  fauxqs: FauxqsServer,
  endpoint: string,
  references: References,
): Promise<void> {
  const sqs = new SQSClient({ region: REGION, credentials: CREDENTIALS, endpoint });
  const queues = Object.entries(references.attributes).flatMap(([logicalName, { QueueName }]) =>
    QueueName ? [{ QueueName, QueueUrl: references.refs[logicalName] }] : [],
  );
  for (const { QueueName, QueueUrl } of queues) {
    for (const { receiptHandle } of fauxqs.inspectQueue(QueueName)?.messages.inflight ?? []) {
      // One second and not zero: fauxqs 2.4.1 fails on zero when it keeps its data on disk, and hides the message.
      await sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 1 }),
      );
    }
  }
  sqs.destroy();
}
