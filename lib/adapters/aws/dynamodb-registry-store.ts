import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { RegistryStore } from '../../registry/ports.ts';
import type { AliasAction, AliasMove, ModelVersion } from '../../registry/registry.ts';
import { type Item, openTable, partitionOf } from './table.ts';

/** The partition that lists the models; no model can be called so. */
const MODELS = '#models';
/** Padded, so that sort keys sort as numbers do. */
const sequenceKey = (alias: string, sequence: number) =>
  `alias#${alias}#${String(sequence).padStart(9, '0')}`;

/**
 * One partition per model (`pk` = its name); `sk` is `counter`, `version#v1`, `claim#<SHA-256>` or `alias#champion#000000001`:
 * one item per move of an alias, so that a move and its history are one conditional write.
 */
export function createDynamoDbRegistryStore(client: DynamoDBClient, tableName: string): RegistryStore {
  const table = openTable(client, tableName, 'pk');
  const keyOf = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });

  const lastMove = async (name: string, alias: string) => {
    const newest = { ...partitionOf(name, `alias#${alias}#`), ScanIndexForward: false, Limit: 1 };
    const [item] = (await table.query('reading an alias', newest)).items;
    return item === undefined
      ? { sequence: 0, to: undefined }
      : { sequence: Number(item.sk!.S!.split('#')[2]), to: item.to?.S };
  };

  return {
    async nextVersion(name) {
      const counter = await table.update('counting a version', keyOf(name, 'counter'), {
        add: { last_version: { N: '1' } },
        returns: 'UPDATED_NEW',
      });
      return Number(counter?.last_version?.N);
    },

    async addVersion(version) {
      const { name } = version;
      // The list first: a version whose name is not listed could not be found.
      await table.put('registering a model', keyOf(MODELS, `model#${name}`));
      const item = { ...keyOf(name, `version#${version.version}`), ...versionAttributes(version) };
      if (!(await table.insert('registering a version', item)))
        throw new ConflictError(`${name}@${version.version} is registered already`);
    },

    async claimVersion(name, sha256, version) {
      const place = keyOf(name, `claim#${sha256}`);
      if (await table.insert('claiming a version', { ...place, version: { S: version } })) return version;
      return (await table.get('claiming a version', place))?.version?.S ?? version;
    },

    async getVersion(name, version) {
      const item = await table.get('reading the registry', keyOf(name, `version#${version}`));
      return item && toVersion(item);
    },

    async listVersions(name) {
      const items = await table.queryAll('listing versions', name, 'version#');
      return items.map(toVersion).sort((a, b) => Number(b.version.slice(1)) - Number(a.version.slice(1)));
    },

    async listModels() {
      const items = await table.queryAll('listing models', MODELS, 'model#');
      return items.map((item) => item.sk!.S!.slice('model#'.length));
    },

    async tagVersion(name, version, tags) {
      const tagged = await table.update('tagging a version', keyOf(name, `version#${version}`), {
        add: { tags: { SS: [...tags] } },
        when: [['exists', 'pk']],
      });
      if (tagged === undefined) throw new NotFoundError(`${name}@${version} is not registered`);
    },

    async getAlias(name, alias) {
      return (await lastMove(name, alias)).to;
    },

    async listAliases(name) {
      const items = await table.queryAll('listing aliases', name, 'alias#');
      // Ascending, so the last move of an alias comes last.
      const last = new Map(items.map((item) => [item.sk!.S!.split('#')[1]!, item.to?.S]));
      return Object.fromEntries(
        [...last].filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
    },

    async moveAlias(move) {
      const { name, alias, from } = move;
      const last = await lastMove(name, alias);
      const item = { ...keyOf(name, sequenceKey(alias, last.sequence + 1)), ...moveAttributes(move) };
      // Of two who read the same last move, the second finds its place in the sequence taken.
      if (last.to !== from || !(await table.insert('moving an alias', item)))
        throw new ConflictError(`${name}: ${alias} does not point to ${from ?? 'nothing'} any more`);
    },

    async aliasHistory(name, alias) {
      const items = await table.queryAll('reading the history of an alias', name, `alias#${alias}#`);
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
