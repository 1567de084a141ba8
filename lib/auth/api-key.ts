import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256Of } from '../sha256.ts';
import type { Scope } from './scope.ts';

/** A key as it is stored: its secret is not. */
export interface ApiKey {
  /** Eight hex digits; the part of the key that may be shown. */
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  /** Of the secret, hex. */
  readonly sha256: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Leads a minute; undefined: as many as the gateway lets through. */
  readonly ratePerMinute?: number;
  readonly revokedAt?: Date;
  /** Unknown of keys that an earlier release revoked. */
  readonly revokedBy?: string;
}

const PREFIX = 'sl';
const KEY = /^sl_([0-9a-f]{8})_([\w-]{43})$/;

/** 256 random bits. @returns the key, to be shown once, and what is stored of it */
export function createKey(facts: Omit<ApiKey, 'id' | 'sha256'>): {
  readonly key: string;
  readonly stored: ApiKey;
} {
  const id = randomBytes(4).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { key: `${PREFIX}_${id}_${secret}`, stored: { ...facts, id, sha256: sha256Of(secret) } };
}

/** The parts of a key; undefined when it is none. */
export function parseKey(key: string): { readonly id: string; readonly secret: string } | undefined {
  const match = KEY.exec(key);
  return match === null ? undefined : { id: match[1]!, secret: match[2]! };
}

/** Whether the secret is the key's, in a time that tells nothing of where they differ. */
export const isSecretOf = ({ sha256 }: ApiKey, secret: string): boolean =>
  timingSafeEqual(Buffer.from(sha256, 'hex'), Buffer.from(sha256Of(secret), 'hex'));
