import type { Caller } from './authenticate.ts';
import { mayDo } from './scope.ts';

/**
 * Whether a caller may cancel what a key submitted: the same key may, and the scope `admin`. What does not say who submitted it,
 * as rows of earlier releases, is left to `admin`.
 */
export const mayCancel = (
  { id, scope }: Pick<Caller, 'id' | 'scope'>,
  createdBy: string | undefined,
): boolean => mayDo(scope, 'admin') || createdBy === id;
