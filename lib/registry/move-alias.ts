import type { Clock } from '../clock.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { RegistryStore } from './ports.ts';
import type { AliasMove } from './registry.ts';

interface Deps {
  readonly registry: RegistryStore;
  readonly clock: Clock;
}

export interface AliasRequest {
  readonly name: string;
  readonly alias: string;
  readonly by: string;
  /** Kept in the history; may be empty. */
  readonly why?: string;
}

/**
 * Points an alias to a published version. Running functions follow within 30 seconds. Pointing it where it
 * points already changes nothing and leaves no entry in the history.
 *
 * @param request `from`: where the caller saw it point; without it, wherever it points now; `moves`: how many moves it had then, so
 * that one that was moved away and back is a conflict, too
 * @returns the version that it pointed to before, or undefined
 * @throws {NotFoundError} the version is not registered
 * @throws {ConflictError} it does not point to `from`, or somebody else moved it meanwhile; nothing was changed
 */
export async function promoteVersion(
  deps: Deps,
  request: AliasRequest & {
    readonly version: string;
    readonly from?: string | undefined;
    readonly moves?: number;
  },
): Promise<string | undefined> {
  const { registry } = deps;
  const { name, version, alias } = request;
  if ((await registry.getVersion(name, version)) === undefined) {
    throw new NotFoundError(`${name}@${version} is not registered`);
  }
  const before = 'from' in request ? request.from : await registry.getAlias(name, alias);
  if (before !== version)
    await registry.moveAlias(makeMove(deps, request, 'promote', before, version), request.moves);
  return before;
}

/**
 * Points an alias back to the version that it pointed to before the present one was promoted. Rolling back
 * twice goes back two promotions; it never swaps to and fro.
 *
 * @throws {ConflictError} there is nothing to go back to, or somebody else moved it meanwhile
 */
export async function rollBackAlias(
  deps: Deps,
  request: AliasRequest,
): Promise<{ readonly from: string; readonly to: string }> {
  const { name, alias } = request;
  const stack = replayMoves(await deps.registry.aliasHistory(name, alias));
  const [from, to] = [stack.at(-1), stack.at(-2)];
  if (from === undefined) throw new ConflictError(`${name} has no ${alias}: there is nothing to roll back`);
  if (to === undefined) {
    throw new ConflictError(
      `${name}: ${alias} has pointed to ${from} only: there is nothing to roll back to`,
    );
  }
  await deps.registry.moveAlias(makeMove(deps, request, 'roll back', from, to));
  return { from, to };
}

/** Takes an alias away. @returns the version that it pointed to; undefined, when it did not exist */
export async function removeAlias(deps: Deps, request: AliasRequest): Promise<string | undefined> {
  const from = await deps.registry.getAlias(request.name, request.alias);
  if (from !== undefined) await deps.registry.moveAlias(makeMove(deps, request, 'remove', from, undefined));
  return from;
}

/** Where an alias pointed at a time: by the last move up to then; undefined when it did not exist. */
export function aliasAt(history: readonly AliasMove[], at: Date): string | undefined {
  // Newest first.
  return history.find((move) => move.at <= at)?.to;
}

/** The versions that a chain of roll-backs would walk through, the present one last. */
function replayMoves(newestFirst: readonly AliasMove[]): string[] {
  const stack: string[] = [];
  for (const { action, to } of [...newestFirst].reverse()) {
    if (action === 'roll back') stack.pop();
    else if (to === undefined) stack.length = 0;
    else stack.push(to);
  }
  return stack;
}

function makeMove(
  { clock }: Deps,
  { name, alias, by, why = '' }: AliasRequest,
  action: AliasMove['action'],
  from: string | undefined,
  to: string | undefined,
): AliasMove {
  return { name, alias, action, from, to, at: clock.now(), by, why };
}
