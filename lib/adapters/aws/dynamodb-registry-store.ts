import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { RegistryStore } from '../../registry/ports.ts';
import type { AliasAction, AliasMove, ModelVersion } from '../../registry/registry.ts';
import { type Item, readItem, toAttributes } from './item.ts';
import { openTable, partitionOf } from './table.ts';

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

    async moveAlias(move, moves) {
      const { name, alias, from } = move;
      const last = await lastMove(name, alias);
      if (moves !== undefined && last.sequence !== moves)
        throw new ConflictError(`${name}: ${alias} was moved meanwhile`);
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

const versionAttributes = (version: ModelVersion): Item => ({
  ...toAttributes({
    sha256: version.sha256,
    created_at: version.createdAt,
    created_by: version.createdBy,
    trainer: version.trainer,
    horizon_days: version.horizonDays,
    metrics: version.metrics,
    files: version.files,
  }),
  // DynamoDB has no empty sets.
  ...(version.tags.length === 0 ? {} : { tags: { SS: [...version.tags] } }),
});

function toVersion(item: Item): ModelVersion {
  const { text, date } = readItem(item);
  return {
    name: text('pk'),
    version: text('sk').slice('version#'.length),
    sha256: text('sha256'),
    createdAt: date('created_at'),
    createdBy: text('created_by'),
    trainer: text('trainer'),
    ...(item.horizon_days?.N === undefined ? {} : { horizonDays: Number(item.horizon_days.N) }),
    metrics: JSON.parse(item.metrics?.S ?? '{}'),
    tags: [...(item.tags?.SS ?? [])].sort(),
    files: JSON.parse(item.files?.S ?? '[]'),
  };
}

const moveAttributes = ({ action, from, to, at, by, why }: AliasMove): Item =>
  toAttributes({ action, moved_at: at, moved_by: by, why, from, to });

function toMove(name: string, alias: string, item: Item): AliasMove {
  const { text, date } = readItem(item);
  return {
    name,
    alias,
    action: text('action') as AliasAction,
    from: item.from?.S,
    to: item.to?.S,
    at: date('moved_at'),
    by: text('moved_by'),
    why: text('why'),
  };
}
