import { parseModelReference } from './model-reference.ts';
import type { RegistryStore } from './ports.ts';
import { CHAMPION } from './registry.ts';

/**
 * Whether a reference such as `leads`, `leads@v3` or `leads@champion` names a version that is or was champion.
 *
 * @throws {InputError} it is no reference
 */
export async function wasChampion(
  registry: Pick<RegistryStore, 'aliasHistory'>,
  reference: string,
): Promise<boolean> {
  const parsed = parseModelReference(reference);
  if ('alias' in parsed) return parsed.alias === CHAMPION;
  return (await registry.aliasHistory(parsed.name, CHAMPION)).some(({ to }) => to === parsed.version);
}
