import { ARTIFACT_FORMAT, MODEL_KINDS } from '../contract/words.ts';
import type { ModelArtifact } from './artifact.ts';

export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}

/**
 * An artifact that publishing checked whole (`decodeArtifact`) and whose bytes have not changed since. Its reader may be older than it, so
 * format and kind are looked at; the schema of the rest would take a function's start longer to build than the check takes.
 *
 * @throws {ArtifactError} this reader does not know such an artifact
 */
export function takeChecked(json: unknown): ModelArtifact {
  const { format, kind } = Object(json) as Partial<ModelArtifact>;
  if (format === ARTIFACT_FORMAT && MODEL_KINDS.includes(kind as never)) return json as ModelArtifact;
  throw new ArtifactError(
    `model artifact: expected "${ARTIFACT_FORMAT}" of kind ${MODEL_KINDS.map((word) => `"${word}"`).join(' or ')}, got ${JSON.stringify(format)} of kind ${JSON.stringify(kind)}`,
  );
}
