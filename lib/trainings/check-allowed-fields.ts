import { InputError } from '../errors.ts';
import { looksLikeNames } from '../files/check-header.ts';
import { nearestName } from '../lead/nearest-name.ts';
import type { Profile } from '../learning/profile/profile.ts';
import type { Champion } from './find-champion.ts';
import type { Training } from './training.ts';

/**
 * What is allowed must be there: a name that is written wrong would allow nothing, and the training would end otherwise than whoever
 * has written it expects. A field that only the champion has may be allowed to go.
 *
 * @throws {InputError} naming the first that is neither a column of the file nor a field of the champion
 */
export function checkAllowedFields(
  { policy, datasetKey }: Training,
  { columns }: Profile,
  champion: Champion | undefined,
): void {
  const inFile = columns.map(({ name }) => name);
  const fields = champion?.artifact?.schema.fields.map(({ name }) => name) ?? [];
  const wrong = policy.allowFields?.find((name) => !inFile.includes(name) && !fields.includes(name));
  if (wrong === undefined) return;
  // Of a file without a header its first line is a lead.
  const nearest = nearestName(wrong, looksLikeNames(inFile) ? [...inFile, ...fields] : fields);
  const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
  throw new InputError(
    `allow_fields: expected columns of ${datasetKey} or fields of the champion, got “${wrong}”.${hint}`,
  );
}
