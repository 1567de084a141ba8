import { createKey } from '../../lib/auth/api-key.ts';
import type { Registry } from '../../lib/runtime/compose-registry.ts';
import { describeActor } from './describe-actor.ts';

type Keys = Pick<Registry, 'keys' | 'clock'>;

/**
 * A key of the scope `form` for a page. The key that the page had before stays good, because the page that holds it still answers:
 * `retirePageKeys` ends it.
 *
 * @param ratePerMinute of all who use the page together
 */
export async function makePageKey(
  { keys, clock }: Keys,
  { name, ratePerMinute }: { readonly name: string; readonly ratePerMinute?: number },
): Promise<{ readonly key: string; readonly id: string }> {
  const { key, stored } = createKey({
    name,
    scope: 'form',
    createdAt: clock.now(),
    createdBy: describeActor(),
    ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
  });
  await keys.add(stored);
  return { key, id: stored.id };
}

/**
 * Revokes the keys of a page's earlier states: those of its name, whatever their scope, but for the one that is kept. A key
 * that was made after it belongs to a later deployment, and stays.
 *
 * @returns the ids that were revoked
 * @throws {Error} there is no key to keep, or it is revoked: then the page would be left without one
 */
export async function retirePageKeys(
  { keys, clock }: Keys,
  { name, keep }: { readonly name: string; readonly keep: string },
): Promise<string[]> {
  const kept = await keys.get(keep);
  if (kept === undefined || kept.revokedAt !== undefined)
    throw new Error(`expected the page's key ${keep} to be good, it is ${kept ? 'revoked' : 'unknown'}`);
  const before = (await keys.list()).filter(
    (key) =>
      key.name === name &&
      key.revokedAt === undefined &&
      key.id !== keep &&
      key.createdAt.getTime() <= kept.createdAt.getTime(),
  );
  for (const { id } of before) await keys.revoke(id, clock.now(), describeActor());
  return before.map(({ id }) => id);
}
