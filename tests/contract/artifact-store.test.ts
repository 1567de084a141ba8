import { randomBytes, randomUUID } from 'node:crypto';
import { createS3ArtifactStore } from '../../lib/adapters/aws/s3-artifact-store.ts';
import { ConflictError, NotFoundError } from '../../lib/errors.ts';
import type { ArtifactStore } from '../../lib/registry/ports.ts';
import { createMemoryArtifactStore } from '../support/memory/memory-artifact-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const newKey = () => `models/${randomUUID()}/v1/model.json`;

describePort<ArtifactStore>(
  'ArtifactStore',
  [
    inMemory(createMemoryArtifactStore),
    onAws(({ s3, resource }) => createS3ArtifactStore(s3, resource('Bucket'))),
  ],
  (store) => {
    test('gives back the bytes that were put', async () => {
      const [key, bytes] = [newKey(), new Uint8Array(randomBytes(300_000))];
      await store().put(key, bytes, 'application/octet-stream');
      expect(Buffer.from(await store().get(key)).equals(bytes)).toBe(true);
    });

    test('a key is written once', async () => {
      const [key, bytes] = [newKey(), new Uint8Array([1, 2, 3])];
      await store().put(key, bytes, 'application/json');
      await expect(store().put(key, new Uint8Array([4]), 'application/json')).rejects.toThrow(ConflictError);
      expect(new Uint8Array(await store().get(key))).toEqual(bytes);
    });

    test('has nothing under an unknown key', async () => {
      await expect(store().get(newKey())).rejects.toThrow(NotFoundError);
    });
  },
);
