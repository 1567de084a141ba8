import type { ApiKey } from '../../../lib/auth/api-key.ts';
import type { KeyStore, RateCounter } from '../../../lib/auth/ports.ts';
import { ConflictError, NotFoundError } from '../../../lib/errors.ts';

export function createMemoryKeyStore(): KeyStore {
  const keys = new Map<string, ApiKey>();
  return {
    async add(key) {
      if (keys.has(key.id)) throw new ConflictError(`the key ${key.id} exists already`);
      keys.set(key.id, structuredClone(key));
    },
    async get(id) {
      return structuredClone(keys.get(id));
    },
    async list() {
      return [...keys.values()]
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .map((key) => structuredClone(key));
    },
    async revoke(id, revokedAt, revokedBy) {
      const key = keys.get(id);
      if (key === undefined) throw new NotFoundError(`there is no key ${id}`);
      if (key.revokedAt === undefined)
        keys.set(id, { ...key, revokedAt, ...(revokedBy === undefined ? {} : { revokedBy }) });
    },
  };
}

export function createMemoryRateCounter(): RateCounter {
  const counts = new Map<string, number>();
  return {
    async take(keyId, minute, use, amount, most) {
      const name = `${keyId} ${minute} ${use}`;
      const before = counts.get(name) ?? 0;
      if (before + amount > most) return { taken: false, used: before };
      counts.set(name, before + amount);
      return { taken: true, used: before + amount };
    },
  };
}
