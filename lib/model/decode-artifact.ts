import type { ModelArtifact } from './artifact.ts';
import { ArtifactError, parseArtifact } from './parse-artifact.ts';

/** A hundred times what training writes: more is no model, but an attack or a mistake. */
export const MOST_ARTIFACT_BYTES = 20_000_000;

/**
 * The artifact in the bytes of a file, which nobody trusts: its size and its encoding are checked before it is parsed, and
 * every member that is read afterwards.
 *
 * @throws {ArtifactError} naming what was expected, what came, and where; never quoting more than a few words of it
 */
export function decodeArtifact(bytes: Uint8Array): ModelArtifact {
  if (bytes.length > MOST_ARTIFACT_BYTES) {
    throw new ArtifactError(
      `model artifact: expected at most ${MOST_ARTIFACT_BYTES / 1e6} MB, got ${(bytes.length / 1e6).toFixed(1)} MB`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ArtifactError('model artifact: expected JSON in UTF-8, as scorelane train writes it');
  }
  return parseArtifact(json);
}
