import { createReadStream } from 'node:fs';
import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ConflictError, InputError, NotFoundError } from '../../errors.ts';
import type { S3Style } from './aws-clients.ts';
import { callAsUser } from './call-as-user.ts';

/** For large files: no limit to the time that a request takes. */
export const createBucketClient = (style: S3Style): S3Client =>
  new S3Client({
    forcePathStyle: style === 'path',
    // Without one the SDK writes warnings to the console of its own accord.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });

const noBucket = (bucket: string) => ({
  NoSuchBucket() {
    throw new NotFoundError(
      `expected a bucket named “${bucket}”, found none. Make one with scorelane create-bucket ${bucket}.`,
    );
  },
  AccessDenied() {
    throw new InputError(`the bucket “${bucket}” is not yours, or your credentials may not do this.`);
  },
});

/**
 * Makes a private bucket in the client's region.
 *
 * @returns false when it was there already, and is yours
 * @throws {ConflictError} the name is somebody else's
 */
export async function createBucket(client: S3Client, bucket: string): Promise<boolean> {
  const region = await callAsUser('reading the region', () => client.config.region());
  // us-east-1 answers a second creation as if it were the first.
  const there = await callAsUser(
    'looking for the bucket',
    () => client.send(new HeadBucketCommand({ Bucket: bucket })),
    {
      NotFound: () => undefined,
      Forbidden: () => undefined,
      '403': () => undefined,
      BadRequest: () => undefined,
      '400': () => undefined,
    },
  );
  if (there !== undefined) return false;
  // us-east-1 is the one region that must not be named.
  const place: Pick<CreateBucketCommandInput, 'CreateBucketConfiguration'> =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } };
  const made = await callAsUser(
    'making the bucket',
    () => client.send(new CreateBucketCommand({ Bucket: bucket, ...place })),
    {
      BucketAlreadyOwnedByYou: () => 'yours' as const,
      BucketAlreadyExists() {
        throw new ConflictError(
          `the name “${bucket}” is taken by somebody else: bucket names are unique in the world.`,
        );
      },
      InvalidBucketName() {
        throw new InputError(
          `expected a bucket name of 3 to 63 lower-case letters, digits, points and hyphens, got “${bucket}”.`,
        );
      },
    },
  );
  if (made === 'yours') return false;
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  // S3's default since 2023; an emulator has no such call.
  if (!client.config.forcePathStyle) {
    await callAsUser('closing the bucket to the public', () =>
      client.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration })),
    );
  }
  return true;
}

/**
 * The bytes of an object, as they come.
 *
 * @throws {NotFoundError} there is no such bucket, or no such object
 */
export async function downloadObject(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<AsyncIterable<Uint8Array>> {
  const { Body } = await callAsUser(
    `reading s3://${bucket}/${key}`,
    () => client.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
    {
      ...noBucket(bucket),
      NoSuchKey() {
        throw new NotFoundError(`expected an object s3://${bucket}/${key}, found none.`);
      },
    },
  );
  // In Node it is a stream.
  return Body as unknown as AsyncIterable<Uint8Array>;
}

export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  readonly tag?: string;
}

/** One request per file takes at most 5 GiB (S3's limit of PutObject). */
const LARGEST_BYTES = 5 * 2 ** 30;

/** @throws {NotFoundError} there is no such bucket */
export async function uploadFile(client: S3Client, upload: Upload): Promise<void> {
  const { bucket, key, path, size, contentType, tag } = upload;
  if (size > LARGEST_BYTES) {
    throw new InputError(
      `${path}: expected a file of at most 5 GiB, found ${(size / 2 ** 30).toFixed(1)} GiB.`,
    );
  }
  await callAsUser(
    `uploading ${path}`,
    () =>
      client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: createReadStream(path),
          ContentLength: size,
          ContentType: contentType,
          ...(tag === undefined ? {} : { Metadata: { tag } }),
        }),
      ),
    noBucket(bucket),
  );
}

/** An object as it is, or undefined: there is none. @throws {InputError} it cannot be looked at */
export const findObject = (
  client: S3Client,
  bucket: string,
  key: string,
): Promise<ListedObject | undefined> =>
  callAsUser(
    `looking for ${key}`,
    async () => {
      const { ContentLength, LastModified } = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key }),
      );
      return { key, size: ContentLength ?? 0, modified: LastModified ?? new Date(0) };
    },
    // A request without a body has no better word: that the bucket is missing shows when the object is put there.
    { NotFound: () => undefined, '404': () => undefined },
  );

export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
}

/** Every object under a prefix, in the order of the keys. @throws {NotFoundError} there is no such bucket */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncIterable<ListedObject> {
  let token: string | undefined;
  do {
    const page = await callAsUser(
      'listing objects',
      () =>
        client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        ),
      noBucket(bucket),
    );
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      yield { key: Key!, size: Size ?? 0, modified: LastModified ?? new Date(0) };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** The tag that `uploadFile` gave it, if any. */
export async function readTag(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  const { Metadata } = await callAsUser(
    'reading the tag',
    () => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    noBucket(bucket),
  );
  return Metadata?.tag;
}
