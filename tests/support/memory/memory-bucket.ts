import { createHash } from 'node:crypto';
import type { Bucket } from '../../../lib/bucket/ports.ts';
import { InputError, PermanentError } from '../../../lib/errors.ts';

export function createMemoryBucket(): Bucket & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  const uploads = new Set<string>();
  let opened = 0;
  const etagOf = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;
  const find = (key: string): Uint8Array => {
    const bytes = objects.get(key);
    if (bytes === undefined) throw new PermanentError('expected a file that was there, found none');
    return bytes;
  };
  const expiresAt = new Date(0);
  return {
    objects,
    async stat(key) {
      const bytes = objects.get(key);
      return bytes && { bytes: bytes.length, etag: etagOf(bytes) };
    },
    async read(key, from, to, etag) {
      const bytes = find(key);
      if (etag !== undefined && etag !== etagOf(bytes))
        throw new PermanentError('expected the file as it was, found that it was changed');
      return bytes.slice(from, to);
    },
    async write(key, bytes) {
      objects.set(key, bytes.slice());
    },
    async join(key, parts) {
      objects.set(key, Buffer.concat(parts.map((part) => find(part.key))));
    },
    async remove(keys) {
      for (const key of keys) objects.delete(key);
    },
    async openUpload(key, bytes, known) {
      if (bytes === undefined || bytes < 100) return { kind: 'single', url: `memory:${key}`, expiresAt };
      const uploadId = known ?? `upload ${++opened}`;
      uploads.add(uploadId);
      return { kind: 'parts', uploadId, partBytes: bytes, urls: [`memory:${key}?${uploadId}`], expiresAt };
    },
    async completeUpload(key, uploadId, parts) {
      const bytes = objects.get(key);
      if (!uploads.has(uploadId) && bytes !== undefined) return;
      if (bytes === undefined || parts.some(({ etag }) => etag !== etagOf(bytes)))
        throw new InputError('expected the parts that were sent, got others');
      uploads.delete(uploadId);
    },
    async openDownload(key) {
      return `memory:${key}`;
    },
  };
}
