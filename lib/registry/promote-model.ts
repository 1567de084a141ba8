import { NotFoundError } from '../errors.ts';
import type { RegistryStore } from '../ports.ts';
import { CHAMPION } from './registry.ts';

/**
 * Makes a published version the champion of its model. Running functions follow within 30 seconds.
 *
 * @returns the version that was champion before, or undefined
 * @throws {NotFoundError} the version is not registered
 * @throws {ConflictError} somebody else moved the alias meanwhile; nothing was changed
 */
export async function promoteModel(
  registry: RegistryStore,
  name: string,
  version: string,
): Promise<string | undefined> {
  if ((await registry.getVersion(name, version)) === undefined) {
    throw new NotFoundError(`${name}@${version} is not registered`);
  }
  const before = await registry.getAlias(name, CHAMPION);
  if (before !== version) await registry.moveAlias(name, CHAMPION, before, version);
  return before;
}
