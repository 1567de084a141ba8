import { NotFoundError } from '../../lib/errors.ts';
import { parseModelReference } from '../../lib/registry/model-reference.ts';
import type { RegistryStore } from '../../lib/registry/ports.ts';
import type { ModelVersion } from '../../lib/registry/registry.ts';
import { versionBody } from '../../lib/registry/version-body.ts';

/** `leads@latest`: the version that was published last. */
const LATEST = 'latest';

/**
 * The version that a reference names: `leads@v3`, an alias such as `leads@challenger`, `leads` (its champion) or `leads@latest`.
 *
 * @throws {InputError} it is no reference
 * @throws {NotFoundError} there is none
 */
export async function findVersion(registry: RegistryStore, text: string): Promise<ModelVersion> {
  const reference = parseModelReference(text);
  const { name } = reference;
  const version = 'version' in reference ? reference.version : await registry.getAlias(name, reference.alias);
  const found = version === undefined ? undefined : await registry.getVersion(name, version);
  if (found !== undefined) return found;
  const records = await registry.listVersions(name);
  // Unless there is an alias of that name.
  if ('alias' in reference && reference.alias === LATEST && records[0] !== undefined) return records[0];
  const versions = records.map((record) => record.version);
  if (versions.length > 0) {
    const wanted = 'version' in reference ? reference.version : reference.alias;
    throw new NotFoundError(
      `expected a version or alias of ${name}, got “${wanted}”. Its versions are: ${versions.join(', ')}.`,
    );
  }
  const names = await registry.listModels();
  throw new NotFoundError(
    `expected a published model, got “${name}”. ${names.length === 0 ? 'None is published yet.' : `Published are: ${names.join(', ')}.`}`,
  );
}

/** The aliases that point to a version. */
export const aliasesOf = (aliases: Readonly<Record<string, string>>, version: string): string[] =>
  Object.entries(aliases)
    .filter(([, target]) => target === version)
    .map(([alias]) => alias)
    .sort();

/** A version as JSON, with the aliases that point to it. */
export const versionJson = (record: ModelVersion, aliases: Readonly<Record<string, string>>) => ({
  ...versionBody(record),
  aliases: aliasesOf(aliases, record.version),
});
