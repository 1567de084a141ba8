import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { DEAD_LETTERS_FOLDER as FOLDER } from '../../bucket-folders.ts';
import type { DeadLetterStore } from '../../prediction/ports.ts';
import { callAws } from './call-aws.ts';

const LETTER = '.json';
const ERROR = '.error.txt';

/**
 * Keeps a dead letter as `dead-letters/<message id>.json`, and why it failed beside it, as the worker noted it; the
 * bucket's lifecycle removes both in the end.
 */
export function createS3DeadLetterStore(client: S3Client, bucket: string): DeadLetterStore {
  const put = (name: string, Body: string, ContentType: string) =>
    callAws('keeping a dead letter', () =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: FOLDER + name, Body, ContentType })),
    );
  const read = async (name: string): Promise<string | undefined> => {
    const found = await callAws(
      'reading a dead letter',
      () => client.send(new GetObjectCommand({ Bucket: bucket, Key: FOLDER + name })),
      { NoSuchKey: () => undefined },
    );
    return found?.Body?.transformToString();
  };
  return {
    async noteError(id, error) {
      await put(id + ERROR, error, 'text/plain; charset=utf-8');
    },

    async keep({ id, body, receiveCount, sentAt, givenUpAt, redriven }) {
      const letter = {
        message_id: id,
        receive_count: receiveCount,
        sent_at: sentAt.toISOString(),
        given_up_at: givenUpAt.toISOString(),
        body,
        redriven,
      };
      await put(id + LETTER, JSON.stringify(letter), 'application/json');
    },

    async get(id) {
      const [text, error] = await Promise.all([read(id + LETTER), read(id + ERROR)]);
      if (text === undefined) return undefined;
      const letter = JSON.parse(text);
      return {
        id: letter.message_id,
        body: letter.body,
        receiveCount: letter.receive_count,
        sentAt: new Date(letter.sent_at),
        givenUpAt: new Date(letter.given_up_at),
        ...(letter.redriven === undefined ? {} : { redriven: letter.redriven }),
        ...(error === undefined ? {} : { error }),
      };
    },

    async list() {
      const ids: string[] = [];
      await callAws('listing dead letters', async () => {
        for await (const { Contents = [] } of paginateListObjectsV2(
          { client },
          { Bucket: bucket, Prefix: FOLDER },
        ))
          for (const { Key = '' } of Contents)
            if (Key.endsWith(LETTER)) ids.push(Key.slice(FOLDER.length, -LETTER.length));
      });
      return ids.sort();
    },
  };
}
