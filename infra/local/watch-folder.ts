import { setTimeout } from 'node:timers/promises';
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

const LOOK_AGAIN_MS = 500;

/**
 * What EventBridge tells of an object that was created, as far as it is used. The sequencer has the ETag, too: times have
 * seconds, in which a file may be written twice, and a sequencer that was seen is an event that was delivered twice.
 */
export const objectCreated = (bucket: string, key: string, size: number, etag: string, at: Date) => ({
  version: '0',
  source: 'aws.s3',
  'detail-type': 'Object Created',
  time: at.toISOString(),
  detail: {
    bucket: { name: bucket },
    object: { key, size, etag, sequencer: `${at.getTime().toString(16)}${etag}`.toUpperCase() },
  },
});

/**
 * Looks for new objects in a folder: the emulator sends no notifications. What is there at first is not new.
 *
 * @param signal ends it
 */
export async function watchFolder(
  s3: S3Client,
  bucket: string,
  folder: string,
  tell: (event: ReturnType<typeof objectCreated>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let known: ReadonlyMap<string, string> | undefined;
  const look = async (): Promise<void> => {
    const found = new Map<string, string>();
    const fresh: ReturnType<typeof objectCreated>[] = [];
    const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: folder });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', ETag = '', Size = 0, LastModified = new Date() } of Contents) {
        const mark = `${ETag} ${LastModified.getTime()}`;
        found.set(Key, mark);
        if (known !== undefined && known.get(Key) !== mark)
          fresh.push(objectCreated(bucket, Key, Size, ETag.replaceAll('"', ''), LastModified));
      }
    }
    known = found;
    for (const event of fresh) await tell(event);
  };
  while (!signal.aborted) {
    await look().catch((error: unknown) => console.error(`${folder} could not be looked at: ${error}`));
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}
