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
import type { Bucket, Upload } from '../../bucket/ports.ts';
import { InputError, PermanentError, TransientError } from '../../errors.ts';
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

/**
 * @param client as `createFileClient` makes it
 * @param now when addresses are signed
 */
export function createS3Bucket(client: S3Client, bucket: string, now: () => Date = () => new Date()): Bucket {
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
      const sign = await createSigner(client, now(), UPLOAD_SECONDS);
      if (bytes !== undefined && bytes > SINGLE_BYTES)
        return openParts(sign, client, object(key), bytes, uploadId);
      const { url, expiresAt } = await sign(new PutObjectCommand({ ...object(key), ContentLength: bytes }));
      return { kind: 'single', url, expiresAt };
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
      const sign = await createSigner(client, now(), DOWNLOAD_SECONDS);
      return (await sign(new GetObjectCommand(object(key)))).url;
    },
  };
}

type Signed = { readonly url: string; readonly expiresAt: Date };
type Sign = (command: GetObjectCommand | PutObjectCommand | UploadPartCommand) => Promise<Signed>;

/**
 * Signs addresses that are good for so many seconds. With a `ContentLength` the size of the body is part of what is signed:
 * S3 refuses any other.
 */
async function createSigner(client: S3Client, at: Date, expiresIn: number): Promise<Sign> {
  // Loaded when it is needed: a function that answers other requests need not wait for it.
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
  // Signed is the whole second.
  const signingDate = new Date(1000 * Math.floor(at.getTime() / 1000));
  const expiresAt = new Date(signingDate.getTime() + 1000 * expiresIn);
  return async (command) => ({
    // It takes any command of the client; its types take one kind at a time.
    url: await getSignedUrl(client, command as GetObjectCommand, { signingDate, expiresIn }),
    expiresAt,
  });
}

async function openParts(
  sign: Sign,
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
  bytes: number,
  known: string | undefined,
): Promise<Upload> {
  const partBytes = Math.max(LEAST_PART_BYTES, Math.ceil(bytes / MOST_PARTS));
  const { UploadId = '' } =
    known === undefined
      ? await callAws('opening an upload', () => client.send(new CreateMultipartUploadCommand(object)))
      : { UploadId: known };
  const numbers = Array.from({ length: Math.ceil(bytes / partBytes) }, (_, i) => i + 1);
  const signed = await Promise.all(
    numbers.map((PartNumber) => {
      const ContentLength = Math.min(partBytes, bytes - (PartNumber - 1) * partBytes);
      return sign(new UploadPartCommand({ ...object, UploadId, PartNumber, ContentLength }));
    }),
  );
  const urls = signed.map(({ url }) => url);
  return { kind: 'parts', uploadId: UploadId, partBytes, urls, expiresAt: signed[0]!.expiresAt };
}
