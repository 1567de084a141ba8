import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { ArtifactStore } from '../../registry/ports.ts';
import { callAws } from './call-aws.ts';

export function createS3ArtifactStore(client: S3Client, bucket: string): ArtifactStore {
  return {
    async put(key, bytes, contentType) {
      const exists = (): never => {
        throw new ConflictError(`the bucket has an object "${key}" already`);
      };
      // S3 holds IfNoneMatch atomically; the local emulator ignores it, so ask first as well.
      await callAws(
        'storing an artifact',
        () => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
        { NotFound: () => undefined },
      ).then((found) => found && exists());
      await callAws(
        'storing an artifact',
        () =>
          client.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: key,
              Body: bytes,
              ContentType: contentType,
              IfNoneMatch: '*',
            }),
          ),
        { PreconditionFailed: exists, ConditionalRequestConflict: exists },
      );
    },

    async get(key) {
      return callAws(
        'reading an artifact',
        async () => {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          return Body!.transformToByteArray();
        },
        {
          NoSuchKey() {
            throw new NotFoundError(`the bucket has no object "${key}"`);
          },
        },
      );
    },
  };
}
