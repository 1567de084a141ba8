import { createKey } from '../lib/auth/api-key.ts';
import type { Registry } from '../lib/runtime/compose-registry.ts';

/**
 * A key of the scope `form` for a page; the one that was made under the same name before ends.
 *
 * @param ratePerMinute of all who use the page together
 */
export async function makePageKey(
  { keys, clock }: Pick<Registry, 'keys' | 'clock'>,
  { name, ratePerMinute }: { readonly name: string; readonly ratePerMinute?: number },
): Promise<string> {
  const now = clock.now();
  const before = (await keys.list()).filter((key) => key.name === name && key.revokedAt === undefined);
  const { key, stored } = createKey({
    name,
    scope: 'form',
    createdAt: now,
    createdBy: 'the page',
    ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
  });
  await keys.add(stored);
  for (const { id } of before) await keys.revoke(id, now);
  return key;
}
