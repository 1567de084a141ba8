import { InputError } from '../errors.ts';
import { decodeChecksFile, runChecks } from '../importing/checks-file.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { compileModel } from '../model/compile-model.ts';

/**
 * Scores the leads of a model's `checks.json` again before the model is passed on: it still says what its library said where it was
 * made. A model that was trained here has none.
 *
 * @param bytes of the file beside the model; undefined: there is none
 * @throws {InputError} the file is missing or of another model, or a lead has another probability; says which one, and what to do
 */
export function repeatChecks(bytes: Uint8Array | undefined, artifact: ModelArtifact): void {
  const { checks_sha256: sha256 } = artifact;
  if (bytes === undefined) {
    if (sha256 === undefined) return;
    throw new InputError(
      `checks.json: expected the file of the model’s import beside it, SHA-256 ${sha256.slice(0, 12)}…, found none. Put it there, or import the model again.`,
    );
  }
  try {
    runChecks(compileModel(artifact), decodeChecksFile(bytes, artifact));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message} Import the model again.`);
  }
}
