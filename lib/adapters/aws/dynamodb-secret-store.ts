import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SecretStore } from '../../auth/ports.ts';
import { openTable } from './table.ts';

/** The partition of the registry's table that holds the secrets; no model can be called so. */
const SECRETS = '#secrets';

/** Secrets that the service makes for itself, in the registry's table, which is encrypted at rest. */
export function createDynamoDbSecretStore(client: DynamoDBClient, name: string): SecretStore {
  const table = openTable(client, name, 'pk');
  return {
    async get(secretName) {
      const key = { pk: { S: SECRETS }, sk: { S: secretName } };
      const read = async () => (await table.get('reading a secret', key))?.secret?.S;
      const known = await read();
      if (known !== undefined) return known;
      const secret = randomBytes(32).toString('hex');
      // Somebody else may be first.
      return (await table.insert('making a secret', { ...key, secret: { S: secret } }))
        ? secret
        : (await read())!;
    },
  };
}
