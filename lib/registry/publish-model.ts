import type { Clock } from '../clock.ts';
import { ConflictError, InputError, messageOf, TransientError } from '../errors.ts';
import { decodeLeadsFile } from '../learning/leads-file.ts';
import type { Evaluation, ModelArtifact } from '../model/artifact.ts';
import { decodeArtifact } from '../model/decode-artifact.ts';
import { sha256Of } from '../sha256.ts';
import { promoteVersion } from './move-alias.ts';
import type { ArtifactStore, RegistryStore } from './ports.ts';
import { artifactKey, CHAMPION, MODEL_NAME, type ModelVersion, TAG, versionKey } from './registry.ts';
import { repeatChecks } from './repeat-checks.ts';

interface Sinks {
  readonly artifacts: ArtifactStore;
  readonly registry: RegistryStore;
  readonly clock: Clock;
}

/** What lies beside an artifact. */
export interface FileBeside {
  readonly name: Exclude<keyof typeof FILE_TYPES, 'model.json'>;
  readonly bytes: Uint8Array;
}

/** What is published: the artifact's bytes and what lies beside it. */
export interface Publication {
  readonly artifact: Uint8Array;
  /** `report.html`, `metrics.json`, `leads.json`, `checks.json`. */
  readonly files?: readonly FileBeside[];
  readonly tags?: readonly string[];
  readonly by: string;
  /** When a version has these very bytes already, it is the result, also when it is being published at the same time. */
  readonly once?: boolean;
  /** False: it does not become champion, not even as the first version. */
  readonly crown?: boolean;
}

export const FILE_TYPES = {
  'model.json': 'application/json',
  'report.html': 'text/html; charset=utf-8',
  'metrics.json': 'application/json',
  /** Which leads it has learned from, for retraining. */
  'leads.json': 'application/json',
  /** Leads with the probabilities that they had where the model was made. */
  'checks.json': 'application/json',
} as const;

const SERVED: readonly string[] = [
  'model.json',
  'report.html',
  'metrics.json',
] satisfies (keyof typeof FILE_TYPES)[];

/**
 * The files that the API answers with. Not leads.json: anyone who has it can test whether a lead that they think of was among the
 * past ones. Not checks.json: it holds past leads as they are.
 */
export const isServed = (file: string): boolean => SERVED.includes(file);

/**
 * Publishes an artifact as the next version of its model. Bytes first, under keys that are written once, then
 * read back and compared, then the record: a half-published version is never visible, and after a crash
 * publishing again works (the number that was begun is skipped). A model's first version becomes champion;
 * later ones wait to be promoted.
 *
 * @throws {InputError} the bytes are not a model artifact that can be served, a tag is not one, or `checkFiles` refuses what lies
 * beside the artifact
 * @throws {TransientError} the stored bytes are not the given ones; nothing was registered
 */
export async function publishModel(
  { artifacts, registry, clock }: Sinks,
  publication: Publication,
): Promise<ModelVersion> {
  const { artifact: bytes, files = [], tags = [], by, once = false, crown = true } = publication;
  const artifact = readArtifact(bytes);
  checkTags(tags);
  const { name, trainer } = artifact;
  const sha256 = sha256Of(bytes);
  if (once) {
    const same = (await registry.listVersions(name)).find((version) => version.sha256 === sha256);
    if (same !== undefined) return same;
  }
  checkFiles(files, artifact);
  const version = `v${await registry.nextVersion(name)}`;
  for (const file of files) {
    await artifacts.put(versionKey(name, version, file.name), file.bytes, FILE_TYPES[file.name]);
  }
  const key = artifactKey(name, version);
  await artifacts.put(key, bytes, 'application/json');
  const stored = sha256Of(await artifacts.get(key));
  if (stored !== sha256) {
    throw new TransientError(
      `${name}@${version} was not published: expected the stored artifact to have SHA-256 ${sha256}, got ${stored}; publish again`,
    );
  }
  const record: ModelVersion = {
    name,
    // Claimed when its bytes and files are there, so whoever finds the claim can register the version as well.
    version: once ? await registry.claimVersion(name, sha256, version) : version,
    sha256,
    createdAt: clock.now(),
    createdBy: by,
    trainer,
    ...(artifact.horizon === undefined ? {} : { horizonDays: artifact.horizon.days }),
    metrics: figuresOf(artifact),
    tags: [...new Set(tags)].sort(),
    files: files.map((file) => file.name).sort(),
  };
  const registered = await registry.addVersion(record).then(
    () => record,
    async (error: unknown) => {
      const same = once ? await registry.getVersion(name, record.version) : undefined;
      if (!(error instanceof ConflictError) || same === undefined) throw error;
      return same;
    },
  );
  if (crown) await crownFirst({ registry, clock }, registered);
  return registered;
}

/** The first version of a model serves at once; when another publisher was first, that one does. */
async function crownFirst(
  deps: Pick<Sinks, 'registry' | 'clock'>,
  { name, version, createdBy }: ModelVersion,
) {
  if ((await deps.registry.getAlias(name, CHAMPION)) !== undefined) return;
  const why = 'the first version';
  await promoteVersion(deps, { name, version, alias: CHAMPION, from: undefined, by: createdBy, why }).catch(
    (error: unknown) => {
      if (!(error instanceof ConflictError)) throw error;
    },
  );
}

/** @throws {InputError} */
export function checkTags(tags: readonly string[]): void {
  const wrong = tags.find((tag) => !TAG.test(tag));
  if (wrong === undefined) return;
  throw new InputError(
    `expected a tag of letters, digits, points, hyphens and underscores (at most 64), got "${wrong}"`,
  );
}

/**
 * @throws {InputError} leads.json is not the model's, and retraining would take leads for unseen that it has learned from; or the
 * model does not do what checks.json says
 */
export function checkFiles(files: readonly FileBeside[], artifact: ModelArtifact): void {
  const bytesOf = (name: FileBeside['name']) => files.find((file) => file.name === name)?.bytes;
  const leads = bytesOf('leads.json');
  if (leads !== undefined) checkLeads(leads, artifact);
  checkChecks(bytesOf('checks.json'), artifact);
}

function checkLeads(bytes: Uint8Array, artifact: ModelArtifact): void {
  try {
    decodeLeadsFile(bytes, artifact);
  } catch (error) {
    throw new InputError(
      `cannot publish: ${messageOf(error)}. Train again, or take the leads.json beside the model away: then the first retraining cannot tell which leads are new.`,
    );
  }
}

function checkChecks(bytes: Uint8Array | undefined, artifact: ModelArtifact): void {
  try {
    repeatChecks(bytes, artifact);
  } catch (error) {
    throw new InputError(`cannot publish: ${messageOf(error)}`);
  }
}

/** @throws {InputError} the bytes are not a model artifact that can be served */
export function readArtifact(bytes: Uint8Array): ModelArtifact {
  let artifact: ModelArtifact;
  try {
    artifact = decodeArtifact(bytes);
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

/** The figures of the hold-out, or of the cross-validation where nothing was held out, as a version's record holds them. */
export function figuresOf({ metrics: { holdout, cross_validated } }: ModelArtifact): Record<string, number> {
  const evaluation: Evaluation | undefined = holdout ?? cross_validated;
  if (evaluation === undefined) return {};
  return Object.fromEntries(
    Object.entries(evaluation).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
