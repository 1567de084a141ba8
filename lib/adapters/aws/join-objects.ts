import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { FileName, FilePart } from '../../bucket/ports.ts';
import { PermanentError } from '../../errors.ts';
import { forAll } from '../../for-all.ts';
import { callAws } from './call-aws.ts';

/** The least that S3 takes as a part that is not the last. */
const LEAST_PART_BYTES = 5 * 2 ** 20;
/** Work for S3, not for this function. */
const COPIES_AT_ONCE = 100;
/** Each is held in memory. */
const READS_AT_ONCE = 2;
/** Of one of them. */
const SMALL_READS_AT_ONCE = 20;

/**
 * Writes one object of several. What is large enough is copied within S3; only smaller parts come through here, together
 * with their neighbours.
 *
 * @throws {PermanentError} a part is not there
 */
export async function joinObjects(
  client: S3Client,
  bucket: string,
  key: string,
  parts: readonly FilePart[],
  { fileName, contentType }: FileName,
): Promise<void> {
  const about = {
    Bucket: bucket,
    Key: key,
    ContentType: contentType,
    ContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
  const groups = groupParts(parts);
  if (groups.length < 2) {
    const Body = await readAll(client, bucket, groups[0] ?? []);
    await callAws('writing a file', () => client.send(new PutObjectCommand({ ...about, Body })));
    return;
  }
  const { UploadId } = await callAws('joining files', () =>
    client.send(new CreateMultipartUploadCommand(about)),
  );
  const upload = { Bucket: bucket, Key: key, UploadId };
  const numbered = groups.map((group, i) => ({ group, number: i + 1 }));
  const [copies, throughHere] = [true, false].map((alone) =>
    numbered.filter(({ group }) => (group.length === 1) === alone),
  );
  const put = async ({ group, number }: (typeof numbered)[number]) => ({
    PartNumber: number,
    ETag: await putPart(client, bucket, { ...upload, PartNumber: number }, group),
  });
  const putAll = async () => [
    ...(await forAll(copies!, COPIES_AT_ONCE, put)),
    ...(await forAll(throughHere!, READS_AT_ONCE, put)),
  ];
  const done = await putAll().catch(async (error: unknown) => {
    // Lifecycle would remove it, too; the error that matters is the first.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  });
  const Parts = done.sort((a, b) => a.PartNumber - b.PartNumber);
  await callAws('joining files', () =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
  );
}

/** Neighbours, so that every group but the last is as large as a part must be. */
export function groupParts(parts: readonly FilePart[]): FilePart[][] {
  const groups: FilePart[][] = [];
  let bytes = LEAST_PART_BYTES;
  for (const part of parts) {
    if (bytes >= LEAST_PART_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(part);
    bytes += part.bytes;
  }
  return groups;
}

interface UploadPart {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
  readonly PartNumber: number;
}

/** @returns the part's ETag */
async function putPart(
  client: S3Client,
  bucket: string,
  part: UploadPart,
  group: readonly FilePart[],
): Promise<string | undefined> {
  const [only] = group;
  if (group.length === 1 && only !== undefined) {
    const CopySource = `${bucket}/${only.key}`;
    const { CopyPartResult } = await callAws(
      'joining files',
      () => client.send(new UploadPartCopyCommand({ ...part, CopySource })),
      { NoSuchKey: missing },
    );
    return CopyPartResult?.ETag;
  }
  const Body = await readAll(client, bucket, group);
  const { ETag } = await callAws('joining files', () =>
    client.send(new UploadPartCommand({ ...part, Body })),
  );
  return ETag;
}

async function readAll(client: S3Client, bucket: string, parts: readonly FilePart[]): Promise<Uint8Array> {
  const read = ({ key }: FilePart) =>
    callAws(
      'joining files',
      async () =>
        (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body!.transformToByteArray(),
      { NoSuchKey: missing },
    );
  return Buffer.concat(await forAll(parts, SMALL_READS_AT_ONCE, read));
}

function missing(): never {
  throw new PermanentError('expected every part of the result, found that one is gone');
}
