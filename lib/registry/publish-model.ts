import { InputError, messageOf } from '../errors.ts';
import type { Evaluation, ModelArtifact } from '../model/artifact.ts';
import { parseArtifact } from '../model/parse-artifact.ts';
import type { ArtifactStore, Clock, RegistryStore } from '../ports.ts';
import { sha256Of } from '../sha256.ts';
import { artifactKey, CHAMPION, MODEL_NAME, type ModelVersion } from './registry.ts';

interface Sinks {
  readonly artifacts: ArtifactStore;
  readonly registry: RegistryStore;
  readonly clock: Clock;
}

/**
 * Publishes an artifact as the next version of its model: bytes first (under a key that is written once),
 * then the record, so a half-published version is never visible. A model's first version becomes champion;
 * later ones wait to be promoted.
 *
 * @throws {InputError} the bytes are not a model artifact that can be served
 */
export async function publishModel(
  sinks: Sinks,
  bytes: Uint8Array,
  publishedBy: string,
): Promise<ModelVersion> {
  const { artifacts, registry, clock } = sinks;
  const artifact = readArtifact(bytes);
  const { name } = artifact;
  const version = `v${await registry.nextVersion(name)}`;
  await artifacts.put(artifactKey(name, version), bytes, 'application/json');
  const { holdout, cross_validated } = artifact.metrics;
  const record: ModelVersion = {
    name,
    version,
    sha256: sha256Of(bytes),
    createdAt: clock.now(),
    createdBy: publishedBy,
    metrics: toFigures(holdout ?? cross_validated),
  };
  await registry.addVersion(record);
  if ((await registry.getAlias(name, CHAMPION)) === undefined) {
    await registry.moveAlias(name, CHAMPION, undefined, version);
  }
  return record;
}

function readArtifact(bytes: Uint8Array): ModelArtifact {
  let artifact: ModelArtifact;
  try {
    artifact = parseArtifact(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw new InputError(`cannot publish: ${messageOf(error)}`);
  }
  if (!MODEL_NAME.test(artifact.name)) {
    throw new InputError(
      `cannot publish: expected a model name of lower-case letters, digits and hyphens (at most 63), got "${artifact.name}"`,
    );
  }
  return artifact;
}

/** The figures of the hold-out, or of the cross-validation where nothing was held out. */
function toFigures(evaluation: Evaluation | undefined): Record<string, number> {
  if (evaluation === undefined) return {};
  return Object.fromEntries(
    Object.entries(evaluation).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
