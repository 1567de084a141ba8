import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';

/** A call that hangs must fail while the function still has time to answer, or to let the queue retry. */
const PATIENCE = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
} as const;

/** How buckets are named in addresses: `path` for a store at an address of its own, which has no bucket host names. */
export type S3Style = 'path' | 'host';

export const createDynamoDbClient = (): DynamoDBClient => new DynamoDBClient(PATIENCE);

export const createStepFunctionsClient = (): SFNClient => new SFNClient(PATIENCE);

/**
 * Sends to the configured endpoint (AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL, or a profile's `endpoint_url`), else to the
 * region's. The SDK would prefer the host in the queue's URL to a configured endpoint; behind a proxy, in a container or
 * on another machine that host is one that only the store itself knows.
 */
export const createSqsClient = (): SQSClient => new SQSClient({ ...PATIENCE, useQueueUrlAsEndpoint: false });

/**
 * For large objects: they take longer than a few seconds, and no checksum is added, because an address that is signed
 * ahead would ask for that of an empty body.
 */
export const createFileClient = (style: S3Style): S3Client =>
  new S3Client({
    maxAttempts: 5,
    // As many as results are joined with.
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 60_000, httpsAgent: { maxSockets: 100 } },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    forcePathStyle: style === 'path',
  });

export const createS3Client = (style: S3Style): S3Client =>
  new S3Client({ ...PATIENCE, forcePathStyle: style === 'path' });
