import { randomBytes } from 'node:crypto';
import type { SecretStore } from '../../../lib/auth/ports.ts';

export function createMemorySecretStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    async get(name) {
      const secret = secrets.get(name) ?? randomBytes(32).toString('hex');
      secrets.set(name, secret);
      return secret;
    },
  };
}
