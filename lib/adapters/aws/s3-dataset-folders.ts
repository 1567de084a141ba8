import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { DatasetFolders } from '../../trainings/ports.ts';
import { isDatasetName } from '../../trainings/training-policy.ts';
import { callAws } from './call-aws.ts';

export const createS3DatasetFolders = (client: S3Client, bucket: string): DatasetFolders => ({
  async latest(prefix) {
    return callAws('listing datasets', async () => {
      let latest: { key: string; etag: string; at: number } | undefined;
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
      )) {
        for (const { Key: key = '', ETag = '', LastModified, Size = 0 } of Contents) {
          const at = LastModified?.getTime() ?? 0;
          if (Size > 0 && isDatasetName(key) && (latest === undefined || at >= latest.at))
            latest = { key, etag: ETag.replaceAll('"', ''), at };
        }
      }
      return latest && { key: latest.key, etag: latest.etag };
    });
  },
});
