import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createS3DatasetFolders } from '../../lib/adapters/aws/s3-dataset-folders.ts';
import type { DatasetFolders } from '../../lib/trainings/ports.ts';
import { createMemoryDatasetFolders } from '../support/memory/memory-dataset-folders.ts';
import { until } from '../support/until.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

interface Subject {
  readonly folders: DatasetFolders;
  put(key: string): Promise<unknown>;
}

describePort<Subject>(
  'dataset folders',
  [
    inMemory(() => {
      const objects = new Map<string, Uint8Array>();
      return {
        folders: createMemoryDatasetFolders(objects),
        put: async (key) => objects.set(key, Buffer.from('a')),
      };
    }),
    onAws(({ s3, resource }) => {
      const Bucket = resource('Bucket');
      return {
        folders: createS3DatasetFolders(s3, Bucket),
        async put(Key) {
          await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'a' }));
          // S3 tells times in whole seconds.
          const second = Math.floor(Date.now() / 1000);
          await until('the next second', async () => Math.floor(Date.now() / 1000) > second || undefined);
        },
      };
    }),
  ],
  (subject) => {
    test('the dataset that was written last, wherever it lies, and its etag', async () => {
      const folder = `datasets/${randomUUID()}/`;
      const { folders, put } = subject();
      expect(await folders.latest(folder)).toBeUndefined();
      await put(`${folder}b.csv`);
      await put(`${folder}a/deep.csv`);
      await put(`datasets/other-${randomUUID()}/c.csv`);
      // MD5 of "a".
      const etag = '0cc175b9c0f1b6a831c399e269772661';
      expect(await folders.latest(folder)).toEqual({ key: `${folder}a/deep.csv`, etag });
      // What else lies about in a folder.
      for (const name of ['.DS_Store', 'README.md', '._b.csv', 'a.csv.gz', '.csv']) await put(folder + name);
      expect((await folders.latest(folder))!.key).toBe(`${folder}a/deep.csv`);
      await put(`${folder}LEADS.TSV`);
      expect((await folders.latest(folder))!.key).toBe(`${folder}LEADS.TSV`);
    });
  },
);
