import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';

/** A call that hangs must fail while the function still has time to answer, or to let the queue retry. */
const PATIENCE = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
} as const;

export const createDynamoDbClient = (): DynamoDBClient => new DynamoDBClient(PATIENCE);

export const createStepFunctionsClient = (): SFNClient => new SFNClient(PATIENCE);

export const createSqsClient = (): SQSClient => new SQSClient(PATIENCE);

/**
 * For large objects: they take longer than a few seconds, and no checksum is added, because an address that is signed
 * ahead would ask for that of an empty body.
 */
export const createFileClient = (localEndpoint: string | undefined): S3Client =>
  new S3Client({
    maxAttempts: 5,
    // As many as results are joined with.
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 60_000, httpsAgent: { maxSockets: 100 } },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    forcePathStyle: localEndpoint !== undefined,
  });

export const createS3Client = (localEndpoint: string | undefined): S3Client =>
  new S3Client({ ...PATIENCE, forcePathStyle: localEndpoint !== undefined });
