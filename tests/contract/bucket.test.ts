import { randomUUID } from 'node:crypto';
import { createFileClient } from '../../lib/adapters/aws/aws-clients.ts';
import { createS3Bucket } from '../../lib/adapters/aws/s3-bucket.ts';
import type { Bucket } from '../../lib/bucket/ports.ts';
import { MOST_FILE_BYTES } from '../../lib/contract/words.ts';
import { InputError, PermanentError } from '../../lib/errors.ts';
import { startEmulators } from '../support/emulators.ts';
import { createMemoryBucket } from '../support/memory/memory-bucket.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const MIB = 2 ** 20;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const AS = { fileName: 'é scored.csv', contentType: 'text/csv; charset=utf-8' };

describePort<Bucket>(
  'job files',
  [
    inMemory(createMemoryBucket),
    onAws(({ resource }) => createS3Bucket(createFileClient('path'), resource('Bucket'))),
  ],
  (files) => {
    const write = async (content: Uint8Array | string): Promise<string> => {
      const key = `jobs/${randomUUID()}`;
      await files().write(key, Buffer.from(content), 'text/csv');
      return key;
    };

    test('reads ranges of what was written, and knows its size', async () => {
      const key = await write('0123456789');
      expect((await files().stat(key))?.bytes).toBe(10);
      expect(text(await files().read(key, 2, 5))).toBe('234');
      expect(text(await files().read(key, 8, 10))).toBe('89');
      expect(await files().read(key, 4, 4)).toHaveLength(0);
      expect(await files().stat('jobs/none')).toBeUndefined();
    });

    test('refuses for good what is not there, or was changed', async () => {
      const key = await write('old');
      const { etag } = (await files().stat(key))!;
      expect(text(await files().read(key, 0, 3, etag))).toBe('old');
      await files().write(key, Buffer.from('new'), 'text/csv');
      await expect(files().read(key, 0, 3, etag)).rejects.toThrow(PermanentError);
      await expect(files().read('jobs/none', 0, 1)).rejects.toThrow(PermanentError);
    });

    test.each([
      ['small ones', [3, 1, 7]],
      ['one', [12]],
      ['none', []],
      ['large ones', [5 * MIB, 6 * MIB, 5 * MIB + 1]],
      ['small and large ones', [10, 5 * MIB, 100, 100, 7 * MIB, 6 * MIB, 3]],
      ['empty ones between', [0, 5 * MIB, 0, 4]],
    ])('joins %s in their order', async (_what, sizes) => {
      const contents = sizes.map((size, i) => Buffer.alloc(size, `part ${i}|`));
      const parts = await Promise.all(
        contents.map(async (content) => ({ key: await write(content), bytes: content.length })),
      );
      const key = `jobs/${randomUUID()}`;
      // Twice, as when a message is delivered twice.
      for (const _time of [1, 2]) {
        await files().join(key, parts, AS);
        const size = (await files().stat(key))!.bytes;
        expect(Buffer.concat(contents).equals(await files().read(key, 0, size))).toBe(true);
      }
    });

    test('does not join what is not there', async () => {
      const key = await write('here');
      const parts = [
        { key, bytes: 4 },
        { key: 'jobs/none', bytes: 4 },
      ];
      await expect(files().join('jobs/joined', parts, AS)).rejects.toThrow(PermanentError);
      expect(await files().stat('jobs/joined')).toBeUndefined();
    });

    test('removes what is there, and takes no offence at what is not', async () => {
      const keys = [await write('a'), await write('b')];
      await files().remove([...keys, 'jobs/none']);
      for (const key of keys) expect(await files().stat(key)).toBeUndefined();
      await files().remove([]);
    });

    test('an upload that was not sent cannot be completed', async () => {
      const key = `jobs/${randomUUID()}`;
      const upload = await files().openUpload(key, 200 * MIB);
      if (upload.kind !== 'parts') throw new Error('expected an upload in parts');
      const parts = [{ number: 1, etag: '"none"' }];
      await expect(files().completeUpload(key, upload.uploadId, parts)).rejects.toThrow(InputError);
      expect(await files().stat(key)).toBeUndefined();
    });
  },
);

describe('addresses that are signed', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let files: Bucket;
  beforeAll(async () => {
    emulators = await startEmulators();
    Object.assign(process.env, emulators.environment);
    files = createS3Bucket(createFileClient('path'), emulators.resources.Bucket!);
  });
  afterAll(() => emulators.stop());

  test('take a file in one request, and give it back under its name', async () => {
    const upload = await files.openUpload('jobs/one', 11);
    if (upload.kind !== 'single') throw new Error('expected one request');
    const sent = await fetch(upload.url, { method: 'PUT', body: 'hello leads' });
    expect(sent.status).toBe(200);
    expect((await files.stat('jobs/one'))?.bytes).toBe(11);
    await files.join('jobs/result', [{ key: 'jobs/one', bytes: 11 }], AS);
    const got = await fetch(await files.openDownload('jobs/result'));
    expect(await got.text()).toBe('hello leads');
    expect(got.headers.get('content-type')).toBe(AS.contentType);
    expect(got.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A9%20scored.csv");
  });

  test('take a larger file in parts', async () => {
    const bytes = 130 * MIB;
    const upload = await files.openUpload('jobs/parts', bytes);
    if (upload.kind !== 'parts') throw new Error('expected parts');
    expect([upload.partBytes, upload.urls.length]).toEqual([64 * MIB, 3]);
    const file = Buffer.alloc(bytes, 'leads,');
    const parts = [];
    for (const [i, url] of upload.urls.entries()) {
      const body = file.subarray(i * upload.partBytes, (i + 1) * upload.partBytes);
      const { headers } = await fetch(url, { method: 'PUT', body });
      parts.push({ number: i + 1, etag: headers.get('etag')! });
    }
    for (const _time of [1, 2]) await files.completeUpload('jobs/parts', upload.uploadId, parts);
    const found = (await files.stat('jobs/parts'))!;
    expect(found.bytes).toBe(bytes);
    expect(text(await files.read('jobs/parts', bytes - 4, bytes))).toBe(file.subarray(bytes - 4).toString());
  });

  test('are those of the same upload, when it is asked for again', async () => {
    const upload = await files.openUpload('jobs/again', 130 * MIB);
    if (upload.kind !== 'parts') throw new Error('expected parts');
    const again = await files.openUpload('jobs/again', 130 * MIB, upload.uploadId);
    const idOf = (url: string) => new URL(url).searchParams.get('uploadId');
    expect(again).toMatchObject({ uploadId: upload.uploadId, partBytes: upload.partBytes });
    expect(again.kind === 'parts' && again.urls.map(idOf)).toEqual(upload.urls.map(idOf));
  });

  test('are as many as one answer holds, for the largest file, and S3 takes every part', async () => {
    for (const bytes of [100 * MIB + 1, 64 * MIB * 1000, 64 * MIB * 1000 + 1, MOST_FILE_BYTES]) {
      const upload = await files.openUpload('jobs/huge', bytes);
      if (upload.kind !== 'parts') throw new Error('expected parts');
      expect(upload.urls.length).toBeLessThanOrEqual(1000);
      expect(upload.partBytes).toBeLessThanOrEqual(5 * 2 ** 30);
      expect(upload.partBytes).toBeGreaterThanOrEqual(5 * MIB);
      expect(Math.ceil(bytes / upload.partBytes)).toBe(upload.urls.length);
    }
  });
});

describe('what is signed', () => {
  const at = new Date('2026-01-31T10:11:12.345Z');
  const files = (style: 'path' | 'host') => {
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']) delete process.env[name];
    return createS3Bucket(createFileClient(style), 'bucket', () => at);
  };
  const read = (url: string) => {
    const { host, pathname, searchParams } = new URL(url);
    const value = (name: string) => searchParams.get(name);
    const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(value('X-Amz-Date')!)!;
    const [year, month, day, hour, minute, second] = parts.map(Number);
    const from = Date.UTC(year!, month! - 1, day, hour, minute, second);
    const seconds = Number(value('X-Amz-Expires'));
    return {
      host,
      pathname,
      seconds,
      until: new Date(from + 1000 * seconds),
      headers: value('X-Amz-SignedHeaders'),
      part: value('partNumber'),
      signature: value('X-Amz-Signature'),
    };
  };

  test('an upload is good for six hours, and says so', async () => {
    const upload = await files('host').openUpload('jobs/j/upload', 1000);
    if (upload.kind !== 'single') throw new Error('expected one request');
    const signed = read(upload.url);
    expect(signed).toMatchObject({
      host: 'bucket.s3.eu-central-1.amazonaws.com',
      pathname: '/jobs/j/upload',
      seconds: 21_600,
      headers: 'content-length;host',
    });
    expect(upload.expiresAt).toEqual(new Date('2026-01-31T16:11:12Z'));
    expect(signed.until).toEqual(upload.expiresAt);
  });

  test('and so is every part of a large one', async () => {
    const upload = await files('path').openUpload('jobs/j/upload', 130 * MIB, 'upload-id');
    if (upload.kind !== 'parts') throw new Error('expected parts');
    const signed = upload.urls.map(read);
    expect(signed.map(({ part }) => part)).toEqual(['1', '2', '3']);
    for (const { seconds, until, headers, pathname } of signed) {
      expect([seconds, until, headers]).toEqual([21_600, upload.expiresAt, 'content-length;host']);
      expect(pathname).toBe('/bucket/jobs/j/upload');
    }
  });

  test('the size of the body, to the byte', async () => {
    const signatureOf = async (bytes: number) => {
      const upload = await files('host').openUpload('jobs/j/upload', bytes, 'upload-id');
      return (upload.kind === 'single' ? [upload.url] : upload.urls).map((url) => read(url).signature);
    };
    expect(await signatureOf(1000)).toEqual(await signatureOf(1000));
    expect(await signatureOf(1000)).not.toEqual(await signatureOf(1001));
    const [parts, longer] = [await signatureOf(130 * MIB), await signatureOf(130 * MIB + 1)];
    // Only the last part is longer.
    expect(parts.map((signature, i) => signature === longer[i])).toEqual([true, true, false]);
  });

  test('nothing of it, when it is not known', async () => {
    const upload = await files('host').openUpload('jobs/j/upload', undefined);
    expect(upload.kind === 'single' && read(upload.url).headers).toBe('host');
  });

  test('a download is good for an hour', async () => {
    const signed = read(await files('host').openDownload('jobs/j/result'));
    expect([signed.seconds, signed.until]).toEqual([3600, new Date('2026-01-31T11:11:12Z')]);
  });

  test('an upload of 100 MiB is one request, and one byte more is parts', async () => {
    const kindOf = async (bytes: number) => (await files('host').openUpload('k', bytes, 'upload-id')).kind;
    expect([await kindOf(100 * MIB), await kindOf(100 * MIB + 1)]).toEqual(['single', 'parts']);
  });
});
