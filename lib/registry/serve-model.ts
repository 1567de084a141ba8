import { NotFoundError } from '../errors.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { Clock, RegistryStore } from '../ports.ts';
import type { LoadModel } from './load-model.ts';
import { CHAMPION, type ModelRef } from './registry.ts';

export interface ServedModel {
  readonly ref: ModelRef;
  readonly model: CompiledModel;
}

/**
 * Gives the champion of a model.
 *
 * @throws {NotFoundError} nothing is published under that name
 * @throws what LoadModel throws
 */
export type ServeChampion = (name: string) => Promise<ServedModel>;

interface Deps {
  readonly registry: RegistryStore;
  readonly load: LoadModel;
  readonly clock: Clock;
}

/** How long an alias may be stale in a running function, milliseconds. */
export const ALIAS_TTL_MS = 30_000;

export function createChampionServer({ registry, load, clock }: Deps): ServeChampion {
  const known = new Map<string, { readonly ref: Promise<ModelRef>; readonly until: number }>();

  const resolve = (name: string): Promise<ModelRef> => {
    const now = clock.now().getTime();
    const cached = known.get(name);
    if (cached !== undefined && now < cached.until) return cached.ref;
    const ref = resolveAlias(registry, name, CHAMPION);
    known.set(name, { ref, until: now + ALIAS_TTL_MS });
    ref.catch(() => known.delete(name));
    return ref;
  };

  return async (name) => {
    const ref = await resolve(name);
    return { ref, model: await load(ref) };
  };
}

async function resolveAlias(registry: RegistryStore, name: string, alias: string): Promise<ModelRef> {
  const version = await registry.getAlias(name, alias);
  if (version === undefined) {
    throw new NotFoundError(`model "${name}" has no ${alias}: publish a model under that name first`);
  }
  const record = await registry.getVersion(name, version);
  if (record === undefined) {
    throw new NotFoundError(`model "${name}": ${alias} points to ${version}, which is not registered`);
  }
  return { name, version, sha256: record.sha256 };
}
