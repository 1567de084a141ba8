import { createKey } from '../../lib/auth/api-key.ts';
import { composeRegistry } from '../../lib/runtime/compose-registry.ts';

const NAME = 'the page of npm start';

/**
 * A key of the scope `predict` for the local page, where the API asks for one; that of the last start ends.
 *
 * @param environment the API's settings
 */
export async function makePageKey(environment: Record<string, string>): Promise<string | undefined> {
  if (environment.API_AUTH === 'off') return undefined;
  const { keys, clock } = composeRegistry(environment);
  const now = clock.now();
  for (const { id, name, revokedAt } of await keys.list())
    if (name === NAME && revokedAt === undefined) await keys.revoke(id, now);
  const { key, stored } = createKey({ name: NAME, scope: 'predict', createdAt: now, createdBy: 'npm start' });
  await keys.add(stored);
  return key;
}
