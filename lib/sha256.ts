import { createHash } from 'node:crypto';

/** The SHA-256 of bytes, or of a text's UTF-8: lower-case hex. */
export const sha256Of = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');

/** The SHA-256 of what comes piece by piece. */
export function createSha256(): {
  readonly update: (chunk: Uint8Array) => void;
  readonly digest: () => string;
} {
  const hash = createHash('sha256');
  return {
    update: (chunk) => {
      hash.update(chunk);
    },
    digest: () => hash.digest('hex'),
  };
}
