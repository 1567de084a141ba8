import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { DatasetFolders } from '../../run-ports.ts';
import { callAws } from './call-aws.ts';

export const createS3DatasetFolders = (client: S3Client, bucket: string): DatasetFolders => ({
  async latest(prefix) {
    return callAws('listing datasets', async () => {
      let latest: { key: string; at: number } | undefined;
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
      )) {
        for (const { Key: key = '', LastModified, Size = 0 } of Contents) {
          const at = LastModified?.getTime() ?? 0;
          // A folder that was made by the console is an empty object.
          if (Size > 0 && (latest === undefined || at >= latest.at)) latest = { key, at };
        }
      }
      return latest?.key;
    });
  },
});
