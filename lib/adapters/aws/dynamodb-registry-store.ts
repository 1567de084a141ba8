import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { RegistryStore } from '../../ports.ts';
import type { ModelVersion } from '../../registry/registry.ts';
import { callAws } from './call-aws.ts';

type Item = Record<string, AttributeValue>;

/** One partition per model (`pk` = its name); `sk` is `counter`, `version#v1` or `alias#champion`. */
export function createDynamoDbRegistryStore(client: DynamoDBClient, table: string): RegistryStore {
  const keyOf = (name: string, sk: string): Item => ({ pk: { S: name }, sk: { S: sk } });
  const read = async (name: string, sk: string): Promise<Item | undefined> => {
    const { Item } = await callAws('reading the registry', () =>
      client.send(new GetItemCommand({ TableName: table, Key: keyOf(name, sk), ConsistentRead: true })),
    );
    return Item;
  };

  return {
    async nextVersion(name) {
      const { Attributes } = await callAws('counting a version', () =>
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: keyOf(name, 'counter'),
            UpdateExpression: 'ADD last_version :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
            ReturnValues: 'UPDATED_NEW',
          }),
        ),
      );
      return Number(Attributes?.last_version?.N);
    },

    async addVersion(version) {
      const Item = { ...keyOf(version.name, `version#${version.version}`), ...versionAttributes(version) };
      await callAws(
        'registering a version',
        () =>
          client.send(
            new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
          ),
        {
          ConditionalCheckFailedException() {
            throw new ConflictError(`${version.name}@${version.version} is registered already`);
          },
        },
      );
    },

    async getVersion(name, version) {
      const item = await read(name, `version#${version}`);
      return item === undefined ? undefined : toVersion(name, version, item);
    },

    async getAlias(name, alias) {
      return (await read(name, `alias#${alias}`))?.version?.S;
    },

    async moveAlias(name, alias, from, to) {
      const expected = from === undefined ? {} : { ':from': { S: from } };
      await callAws(
        'moving an alias',
        () =>
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: keyOf(name, `alias#${alias}`),
              UpdateExpression: 'SET version = :to',
              ConditionExpression: from === undefined ? 'attribute_not_exists(version)' : 'version = :from',
              ExpressionAttributeValues: { ':to': { S: to }, ...expected },
            }),
          ),
        {
          ConditionalCheckFailedException() {
            throw new ConflictError(`${name}: ${alias} does not point to ${from ?? 'nothing'} any more`);
          },
        },
      );
    },
  };
}

const versionAttributes = ({ sha256, createdAt, createdBy, metrics }: ModelVersion): Item => ({
  sha256: { S: sha256 },
  created_at: { S: createdAt.toISOString() },
  created_by: { S: createdBy },
  metrics: { S: JSON.stringify(metrics) },
});

const toVersion = (name: string, version: string, item: Item): ModelVersion => ({
  name,
  version,
  sha256: item.sha256?.S ?? '',
  createdAt: new Date(item.created_at?.S ?? ''),
  createdBy: item.created_by?.S ?? '',
  metrics: JSON.parse(item.metrics?.S ?? '{}'),
});
