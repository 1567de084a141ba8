import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { RegistryStore } from '../../registry/ports.ts';
import type { AliasAction, AliasMove, ModelVersion } from '../../registry/registry.ts';
import { callAws } from './call-aws.ts';

type Item = Record<string, AttributeValue>;

/** The partition that lists the models; no model can be called so. */
const MODELS = '#models';
/** Padded, so that sort keys sort as numbers do. */
const sequenceKey = (alias: string, sequence: number) =>
  `alias#${alias}#${String(sequence).padStart(9, '0')}`;

/**
 * One partition per model (`pk` = its name); `sk` is `counter`, `version#v1`, `claim#<SHA-256>` or `alias#champion#000000001`:
 * one item per move of an alias, so that a move and its history are one conditional write.
 */
export function createDynamoDbRegistryStore(client: DynamoDBClient, table: string): RegistryStore {
  const keyOf = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });

  const query = async (
    operation: string,
    pk: string,
    prefix: string,
    newestOnly = false,
  ): Promise<Item[]> => {
    const input = {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } },
      ConsistentRead: true,
    };
    return callAws(operation, async () => {
      if (newestOnly) {
        const page = await client.send(new QueryCommand({ ...input, ScanIndexForward: false, Limit: 1 }));
        return page.Items ?? [];
      }
      const items: Item[] = [];
      for await (const page of paginateQuery({ client }, input)) items.push(...(page.Items ?? []));
      return items;
    });
  };

  const lastMove = async (name: string, alias: string) => {
    const [item] = await query('reading an alias', name, `alias#${alias}#`, true);
    return item === undefined
      ? { sequence: 0, to: undefined }
      : { sequence: Number(item.sk!.S!.split('#')[2]), to: item.to?.S };
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
      const { name } = version;
      const Item = { ...keyOf(name, `version#${version.version}`), ...versionAttributes(version) };
      // The list first: a version whose name is not listed could not be found.
      await callAws('registering a model', () =>
        client.send(new PutItemCommand({ TableName: table, Item: keyOf(MODELS, `model#${name}`) })),
      );
      await callAws(
        'registering a version',
        () =>
          client.send(
            new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
          ),
        {
          ConditionalCheckFailedException() {
            throw new ConflictError(`${name}@${version.version} is registered already`);
          },
        },
      );
    },

    async claimVersion(name, sha256, version) {
      const place = keyOf(name, `claim#${sha256}`);
      const won = await callAws(
        'claiming a version',
        () =>
          client.send(
            new PutItemCommand({
              TableName: table,
              Item: { ...place, version: { S: version } },
              ConditionExpression: 'attribute_not_exists(pk)',
            }),
          ),
        { ConditionalCheckFailedException: () => undefined },
      );
      if (won !== undefined) return version;
      const { Item } = await callAws('claiming a version', () =>
        client.send(new GetItemCommand({ TableName: table, Key: place, ConsistentRead: true })),
      );
      return Item?.version?.S ?? version;
    },

    async getVersion(name, version) {
      const { Item } = await callAws('reading the registry', () =>
        client.send(
          new GetItemCommand({
            TableName: table,
            Key: keyOf(name, `version#${version}`),
            ConsistentRead: true,
          }),
        ),
      );
      return Item === undefined ? undefined : toVersion(Item);
    },

    async listVersions(name) {
      const items = await query('listing versions', name, 'version#');
      return items.map(toVersion).sort((a, b) => Number(b.version.slice(1)) - Number(a.version.slice(1)));
    },

    async listModels() {
      const items = await query('listing models', MODELS, 'model#');
      return items.map((item) => item.sk!.S!.slice('model#'.length));
    },

    async tagVersion(name, version, tags) {
      await callAws(
        'tagging a version',
        () =>
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: keyOf(name, `version#${version}`),
              UpdateExpression: 'ADD tags :tags',
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeValues: { ':tags': { SS: [...tags] } },
            }),
          ),
        {
          ConditionalCheckFailedException() {
            throw new NotFoundError(`${name}@${version} is not registered`);
          },
        },
      );
    },

    async getAlias(name, alias) {
      return (await lastMove(name, alias)).to;
    },

    async listAliases(name) {
      const items = await query('listing aliases', name, 'alias#');
      // Ascending, so the last move of an alias comes last.
      const last = new Map(items.map((item) => [item.sk!.S!.split('#')[1]!, item.to?.S]));
      return Object.fromEntries(
        [...last].filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
    },

    async moveAlias(move) {
      const { name, alias, from } = move;
      const conflict = (): never => {
        throw new ConflictError(`${name}: ${alias} does not point to ${from ?? 'nothing'} any more`);
      };
      const last = await lastMove(name, alias);
      if (last.to !== from) conflict();
      const Item = { ...keyOf(name, sequenceKey(alias, last.sequence + 1)), ...moveAttributes(move) };
      // Of two who read the same last move, the second finds its place in the sequence taken.
      await callAws(
        'moving an alias',
        () =>
          client.send(
            new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
          ),
        { ConditionalCheckFailedException: conflict },
      );
    },

    async aliasHistory(name, alias) {
      const items = await query('reading the history of an alias', name, `alias#${alias}#`);
      return items.map((item) => toMove(name, alias, item)).reverse();
    },
  };
}

const text = (value: string | undefined, key: string): Item =>
  value === undefined ? {} : { [key]: { S: value } };

function versionAttributes({
  sha256,
  createdAt,
  createdBy,
  trainer,
  metrics,
  tags,
  files,
}: ModelVersion): Item {
  return {
    sha256: { S: sha256 },
    created_at: { S: createdAt.toISOString() },
    created_by: { S: createdBy },
    trainer: { S: trainer },
    metrics: { S: JSON.stringify(metrics) },
    files: { S: JSON.stringify(files) },
    // DynamoDB has no empty sets.
    ...(tags.length === 0 ? {} : { tags: { SS: [...tags] } }),
  };
}

const toVersion = (item: Item): ModelVersion => ({
  name: item.pk!.S!,
  version: item.sk!.S!.slice('version#'.length),
  sha256: item.sha256?.S ?? '',
  createdAt: new Date(item.created_at?.S ?? ''),
  createdBy: item.created_by?.S ?? '',
  trainer: item.trainer?.S ?? '',
  metrics: JSON.parse(item.metrics?.S ?? '{}'),
  tags: [...(item.tags?.SS ?? [])].sort(),
  files: JSON.parse(item.files?.S ?? '[]'),
});

const moveAttributes = ({ action, from, to, at, by, why }: AliasMove): Item => ({
  action: { S: action },
  moved_at: { S: at.toISOString() },
  moved_by: { S: by },
  why: { S: why },
  ...text(from, 'from'),
  ...text(to, 'to'),
});

const toMove = (name: string, alias: string, item: Item): AliasMove => ({
  name,
  alias,
  action: item.action?.S as AliasAction,
  from: item.from?.S,
  to: item.to?.S,
  at: new Date(item.moved_at?.S ?? ''),
  by: item.moved_by?.S ?? '',
  why: item.why?.S ?? '',
});
