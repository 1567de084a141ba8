import { ConflictError } from '../../errors.ts';
import type { RegistryStore } from '../../ports.ts';
import type { ModelVersion } from '../../registry/registry.ts';

export function createMemoryRegistryStore(): RegistryStore {
  const counters = new Map<string, number>();
  const versions = new Map<string, ModelVersion>();
  const aliases = new Map<string, string>();
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
    async getVersion(name, version) {
      return structuredClone(versions.get(`${name}@${version}`));
    },
    async getAlias(name, alias) {
      return aliases.get(`${name}@${alias}`);
    },
    async moveAlias(name, alias, from, to) {
      const key = `${name}@${alias}`;
      if (aliases.get(key) !== from) {
        throw new ConflictError(`${name}: ${alias} does not point to ${from ?? 'nothing'} any more`);
      }
      aliases.set(key, to);
    },
  };
}
