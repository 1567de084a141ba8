import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** A message as Lambda hands it on. */
export interface TakenMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
}

/** What a test does to the stores by itself; the environment must lead to the emulators. */
export function createStoreTools(resources: Readonly<Record<string, string>>) {
  const dynamoDb = new DynamoDBClient();
  const sqs = new SQSClient();
  const s3 = new S3Client({ forcePathStyle: true });
  const Bucket = resources.Bucket!;
  return {
    bucket: Bucket,

    /** @returns the ETag, without quotes */
    async put(Key: string, Body: string | Uint8Array): Promise<string> {
      const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
      return ETag.replaceAll('"', '');
    },

    async remove(Key: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },

    /** Receives what waits on a queue. */
    async take(queue: string): Promise<readonly TakenMessage[]> {
      const taken: TakenMessage[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: resources[queue]!, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return taken;
        for (const { MessageId = '', Body = '', ReceiptHandle = '' } of Messages)
          taken.push({ messageId: MessageId, body: Body, receiptHandle: ReceiptHandle });
      }
    },

    async forget(queue: string, messages: readonly TakenMessage[]): Promise<void> {
      for (const { receiptHandle } of messages)
        await sqs.send(
          new DeleteMessageCommand({ QueueUrl: resources[queue]!, ReceiptHandle: receiptHandle }),
        );
    },

    /** Makes the sweep believe that it has looked at something so often. */
    async setDeferred(id: string, times: number): Promise<void> {
      await dynamoDb.send(
        new UpdateItemCommand({
          TableName: resources.PredictionsTable!,
          Key: { id: { S: id } },
          UpdateExpression: 'SET times_deferred = :times',
          ExpressionAttributeValues: { ':times': { N: String(times) } },
        }),
      );
    },

    close(): void {
      for (const client of [dynamoDb, sqs, s3]) client.destroy();
    },
  };
}
