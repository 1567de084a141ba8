import { ConflictError, NotFoundError } from '../../../lib/errors.ts';
import type { RegistryStore } from '../../../lib/registry/ports.ts';
import type { AliasMove, ModelVersion } from '../../../lib/registry/registry.ts';

export function createMemoryRegistryStore(): RegistryStore {
  const counters = new Map<string, number>();
  const versions = new Map<string, ModelVersion>();
  const claims = new Map<string, string>();
  const moves = new Map<string, AliasMove[]>();
  const historyOf = (name: string, alias: string) => moves.get(`${name}@${alias}`) ?? [];
  return {
    async nextVersion(name) {
      const next = (counters.get(name) ?? 0) + 1;
      counters.set(name, next);
      return next;
    },
    async addVersion(version) {
      const key = `${version.name}@${version.version}`;
      if (versions.has(key)) throw new ConflictError(`${key} is registered already`);
      versions.set(key, structuredClone(version));
    },
    async claimVersion(name, sha256, version) {
      const key = `${name}@${sha256}`;
      if (!claims.has(key)) claims.set(key, version);
      return claims.get(key)!;
    },
    async getVersion(name, version) {
      return structuredClone(versions.get(`${name}@${version}`));
    },
    async listVersions(name) {
      const listed = [...versions.values()].filter((version) => version.name === name);
      return structuredClone(listed.sort((a, b) => Number(b.version.slice(1)) - Number(a.version.slice(1))));
    },
    async listModels() {
      return [...new Set([...versions.values()].map(({ name }) => name))].sort();
    },
    async tagVersion(name, version, tags) {
      const key = `${name}@${version}`;
      const known = versions.get(key);
      if (known === undefined) throw new NotFoundError(`${key} is not registered`);
      versions.set(key, { ...known, tags: [...new Set([...known.tags, ...tags])].sort() });
    },
    async getAlias(name, alias) {
      return historyOf(name, alias).at(-1)?.to;
    },
    async listAliases(name) {
      const prefix = `${name}@`;
      const current = [...moves]
        .filter(([key]) => key.startsWith(prefix))
        .flatMap(([key, history]) => {
          const to = history.at(-1)?.to;
          return to === undefined ? [] : [[key.slice(prefix.length), to] as const];
        });
      return Object.fromEntries(current.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    async moveAlias(move, count) {
      const { name, alias, from } = move;
      const history = historyOf(name, alias);
      if (count !== undefined && history.length !== count)
        throw new ConflictError(`${name}: ${alias} was moved meanwhile`);
      if (history.at(-1)?.to !== from) {
        throw new ConflictError(`${name}: ${alias} does not point to ${from ?? 'nothing'} any more`);
      }
      moves.set(`${name}@${alias}`, [...history, structuredClone(move)]);
    },
    async aliasHistory(name, alias) {
      return structuredClone(historyOf(name, alias)).reverse();
    },
  };
}
