import type { Clock } from '../clock.ts';
import { NotFoundError, PermanentError } from '../errors.ts';
import { keepFor } from '../keep-for.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { LoadModel } from './load-model.ts';
import { type ModelReference, parseModelReference } from './model-reference.ts';
import type { RegistryStore } from './ports.ts';
import type { ModelRef } from './registry.ts';

export interface ServedModel {
  readonly ref: ModelRef;
  readonly model: CompiledModel;
  /** The alias points to a version that cannot be served; `ref` is the one that it pointed to before. */
  readonly refused?: { readonly version: string; readonly reason: string };
}

/**
 * Gives the model that a reference names: `leads` (its champion), `leads@v3`, `leads@challenger`.
 *
 * @throws {InputError} the text is no reference
 * @throws {NotFoundError} nothing is published under that name, version or alias
 * @throws what LoadModel throws, when there is no earlier version of the alias that can be served either
 */
export type ServeModel = (reference: string) => Promise<ServedModel>;

interface Deps {
  readonly registry: RegistryStore;
  readonly load: LoadModel;
  readonly clock: Clock;
  /** Milliseconds; ALIAS_TTL_MS unless told otherwise. */
  readonly aliasTtlMs?: number;
}

/** How long an alias may be stale in a running function, milliseconds. */
export const ALIAS_TTL_MS = 30_000;
/** How many earlier versions of an alias are tried when the present one cannot be served. */
const EARLIER_VERSIONS = 3;

/** A server of models that keeps artifacts for ever, by hash, and aliases for 30 seconds. */
export function createModelServer({ registry, load, clock, aliasTtlMs = ALIAS_TTL_MS }: Deps): ServeModel {
  return keepFor(clock, aliasTtlMs, async (text) =>
    serveReference({ registry, load }, parseModelReference(text)),
  );
}

type Source = Pick<Deps, 'registry' | 'load'>;

async function serveReference(source: Source, reference: ModelReference): Promise<ServedModel> {
  if ('version' in reference) return serveVersion(source, reference.name, reference.version);
  const { name, alias } = reference;
  const version = await source.registry.getAlias(name, alias);
  if (version === undefined) {
    throw new NotFoundError(`model "${name}" has no ${alias}: publish a model under that name first`);
  }
  try {
    return await serveVersion(source, name, version);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    const earlier = await serveEarlier(source, name, alias, version);
    if (earlier === undefined) throw error;
    return { ...earlier, refused: { version, reason: error.message } };
  }
}

async function serveVersion({ registry, load }: Source, name: string, version: string): Promise<ServedModel> {
  const record = await registry.getVersion(name, version);
  if (record === undefined) throw new NotFoundError(`${name}@${version} is not registered`);
  const ref = { name, version, sha256: record.sha256 };
  return { ref, model: await load(ref) };
}

/** The latest of the versions that the alias pointed to before and that can be served. */
async function serveEarlier(
  source: Source,
  name: string,
  alias: string,
  refused: string,
): Promise<ServedModel | undefined> {
  const history = await source.registry.aliasHistory(name, alias);
  const versions = new Set(history.flatMap(({ to }) => (to === undefined || to === refused ? [] : [to])));
  for (const version of [...versions].slice(0, EARLIER_VERSIONS)) {
    try {
      return await serveVersion(source, name, version);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
    }
  }
  return undefined;
}
