import { randomUUID } from 'node:crypto';
import { createDynamoDbSecretStore } from '../../lib/adapters/aws/dynamodb-secret-store.ts';
import type { SecretStore } from '../../lib/auth/ports.ts';
import { createMemorySecretStore } from '../support/memory/memory-secret-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

describePort<SecretStore>(
  'SecretStore',
  [
    inMemory(createMemorySecretStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbSecretStore(dynamoDb, resource('RegistryTable'))),
  ],
  (store) => {
    test('256 bits, the same for all who ask at once and later', async () => {
      const name = randomUUID();
      const secrets = await Promise.all(Array.from({ length: 20 }, () => store().get(name)));
      expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(new Set([...secrets, await store().get(name)]).size).toBe(1);
      expect(await store().get(`${name} too`)).not.toBe(secrets[0]);
    });
  },
);
