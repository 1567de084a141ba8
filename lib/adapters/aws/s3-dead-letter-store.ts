import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DeadLetterStore } from '../../ports.ts';
import { callAws } from './call-aws.ts';

/** Keeps a dead letter as `dead-letters/<message id>.json`; the bucket's lifecycle removes it in the end. */
export function createS3DeadLetterStore(client: S3Client, bucket: string): DeadLetterStore {
  return {
    async keep({ id, body, receiveCount, sentAt, givenUpAt }) {
      const letter = {
        message_id: id,
        receive_count: receiveCount,
        sent_at: sentAt.toISOString(),
        given_up_at: givenUpAt.toISOString(),
        body,
      };
      await callAws('keeping a dead letter', () =>
        client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: `dead-letters/${id}.json`,
            Body: JSON.stringify(letter),
            ContentType: 'application/json',
          }),
        ),
      );
    },
  };
}
