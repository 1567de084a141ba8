import { ConflictError } from '../errors.ts';
import type { Batch } from './batch.ts';
import type { LeadItem } from './lead-message.ts';
import type { PredictionStore } from './ports.ts';
import type { Outcome } from './prediction.ts';
import { tagsOf } from './tags.ts';

/**
 * Writes the row of a batch's member, which is final from its beginning. The first outcome wins for ever.
 *
 * @returns false when it has a row already
 */
export async function finishMember(
  store: PredictionStore,
  { createdAt, expiresAt, model }: Pick<Batch, 'createdAt' | 'expiresAt' | 'model'>,
  { id, lead, ...tags }: LeadItem,
  outcome: Outcome,
): Promise<boolean> {
  try {
    await store.create({ id, lead, ...tagsOf(tags), createdAt, expiresAt, model, ...outcome });
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
