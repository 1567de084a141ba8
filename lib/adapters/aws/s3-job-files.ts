import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { InputError, PermanentError, TransientError } from '../../errors.ts';
import type { JobFiles, Upload } from '../../job-ports.ts';
import { callAws } from './call-aws.ts';
import { joinObjects } from './join-objects.ts';

/** A large file takes its time; who has the address may send one file, and nothing else. */
const UPLOAD_SECONDS = 6 * 3600;
const DOWNLOAD_SECONDS = 3600;
/** S3 takes 5 GB in one request; smaller ones are sent side by side, and again when one fails. */
const SINGLE_BYTES = 100 * 2 ** 20;
const LEAST_PART_BYTES = 64 * 2 ** 20;
/** Their addresses must fit into one answer of a function. */
const MOST_PARTS = 1000;
const MOST_REMOVED = 1000;

/** @param client as `createFileClient` makes it */
export function createS3JobFiles(client: S3Client, bucket: string): JobFiles {
  const object = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    async stat(key) {
      const found = await callAws(
        'looking at a file',
        () => client.send(new HeadObjectCommand(object(key))),
        { NotFound: () => undefined },
      );
      return found && { bytes: found.ContentLength ?? 0, etag: found.ETag ?? '' };
    },

    async read(key, from, to, etag) {
      if (to <= from) return new Uint8Array(0);
      const command = new GetObjectCommand({
        ...object(key),
        Range: `bytes=${from}-${to - 1}`,
        IfMatch: etag,
      });
      return callAws(
        'reading a file',
        async () => (await client.send(command)).Body!.transformToByteArray(),
        {
          NoSuchKey() {
            throw new PermanentError('expected a file that was there, found none');
          },
          PreconditionFailed() {
            throw new PermanentError(
              'expected the file as it was when the job began, found that it was changed',
            );
          },
        },
      );
    },

    async write(key, bytes, ContentType) {
      const command = new PutObjectCommand({ ...object(key), Body: bytes, ContentType });
      await callAws('writing a file', () => client.send(command));
    },

    join: (key, parts, as) => joinObjects(client, bucket, key, parts, as),

    async remove(keys) {
      for (let at = 0; at < keys.length; at += MOST_REMOVED) {
        const Objects = keys.slice(at, at + MOST_REMOVED).map((Key) => ({ Key }));
        const { Errors = [] } = await callAws('removing files', () =>
          client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })),
        );
        // Answered with 200, whatever became of each.
        if (Errors.length > 0) throw new TransientError(`removing files failed: ${Errors[0]?.Code}`);
      }
    },

    async openUpload(key, bytes, uploadId) {
      const expiresAt = new Date(Date.now() + 1000 * UPLOAD_SECONDS);
      if (bytes === undefined || bytes <= SINGLE_BYTES) {
        const sign = await loadSigner();
        const url = await sign(client, new PutObjectCommand(object(key)), {
          expiresIn: UPLOAD_SECONDS,
        });
        return { kind: 'single', url, expiresAt };
      }
      return openParts(client, bucket, key, bytes, expiresAt, uploadId);
    },

    async completeUpload(key, uploadId, parts) {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      const command = new CompleteMultipartUploadCommand({
        ...object(key),
        UploadId: uploadId,
        MultipartUpload: { Parts },
      });
      const refuse = () => {
        throw new InputError('expected the number and the ETag of every part that was sent, in order');
      };
      await callAws('completing an upload', () => client.send(command), {
        // It was completed before.
        NoSuchUpload: () => undefined,
        InvalidPart: refuse,
        InvalidPartOrder: refuse,
        EntityTooSmall: refuse,
        MalformedXML: refuse,
      });
    },

    async openDownload(key) {
      const sign = await loadSigner();
      return sign(client, new GetObjectCommand(object(key)), { expiresIn: DOWNLOAD_SECONDS });
    },
  };
}

/** Loaded when it is needed: a function that answers other requests need not wait for it. */
const loadSigner = async () => (await import('@aws-sdk/s3-request-presigner')).getSignedUrl;

async function openParts(
  client: S3Client,
  bucket: string,
  key: string,
  bytes: number,
  expiresAt: Date,
  known: string | undefined,
): Promise<Upload> {
  const partBytes = Math.max(LEAST_PART_BYTES, Math.ceil(bytes / MOST_PARTS));
  const { UploadId = '' } =
    known === undefined
      ? await callAws('opening an upload', () =>
          client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key })),
        )
      : { UploadId: known };
  const numbers = Array.from({ length: Math.ceil(bytes / partBytes) }, (_, i) => i + 1);
  const sign = await loadSigner();
  const urls = await Promise.all(
    numbers.map((PartNumber) =>
      sign(client, new UploadPartCommand({ Bucket: bucket, Key: key, UploadId, PartNumber }), {
        expiresIn: UPLOAD_SECONDS,
      }),
    ),
  );
  return { kind: 'parts', uploadId: UploadId, partBytes, urls, expiresAt };
}
