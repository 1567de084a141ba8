import { randomBytes } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SecretStore } from '../../auth/ports.ts';
import { callAws } from './call-aws.ts';

/** The partition of the registry's table that holds the secrets; no model can be called so. */
const SECRETS = '#secrets';

/** Secrets that the service makes for itself, in the registry's table, which is encrypted at rest. */
export function createDynamoDbSecretStore(client: DynamoDBClient, table: string): SecretStore {
  const keyOf = (name: string) => ({ pk: { S: SECRETS }, sk: { S: name } });
  const read = async (name: string) => {
    const { Item } = await callAws('reading a secret', () =>
      client.send(new GetItemCommand({ TableName: table, Key: keyOf(name), ConsistentRead: true })),
    );
    return Item?.secret?.S;
  };
  return {
    async get(name) {
      const known = await read(name);
      if (known !== undefined) return known;
      const secret = randomBytes(32).toString('hex');
      const Item = { ...keyOf(name), secret: { S: secret } };
      const made = await callAws(
        'making a secret',
        () =>
          client.send(
            new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
          ),
        { ConditionalCheckFailedException: () => undefined },
      );
      // Somebody else was first.
      return made === undefined ? (await read(name))! : secret;
    },
  };
}
