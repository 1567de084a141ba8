import { InputError } from '../errors.ts';
import { shortenWord } from '../lead/shorten-word.ts';
import type { RegistryStore } from './ports.ts';
import { ALIAS_NAME, CHAMPION, MODEL_NAME, VERSION } from './registry.ts';

/** What `leads`, `leads@v3` and `leads@challenger` name. */
export type ModelReference =
  | { readonly name: string; readonly version: string }
  | { readonly name: string; readonly alias: string };

/**
 * Reads a model reference; a name alone means its champion.
 *
 * @throws {InputError} it is none; nothing of it may then be used as a key or a path
 */
export function parseModelReference(text: string): ModelReference {
  const [name = '', selector = CHAMPION, ...rest] = text.split('@');
  if (MODEL_NAME.test(name) && rest.length === 0) {
    if (VERSION.test(selector)) return { name, version: selector };
    if (ALIAS_NAME.test(selector)) return { name, alias: selector };
  }
  const shown = JSON.stringify(shortenWord(text, 80));
  throw new InputError(
    `expected a model such as leads, leads@v3 or leads@challenger (lower-case letters, digits and hyphens), got ${shown}`,
  );
}

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
