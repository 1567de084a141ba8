import { InputError } from '../../../lib/errors.ts';
import type { ReferenceEntry, ReferenceStore } from '../../../lib/prediction/ports.ts';

export function createMemoryReferenceStore(): ReferenceStore & {
  /** All that it holds. */
  readonly entries: Map<string, ReferenceEntry>;
} {
  const entries = new Map<string, ReferenceEntry>();
  const placeOf = ({ createdAt, id }: Pick<ReferenceEntry, 'createdAt' | 'id'>) =>
    `${createdAt.toISOString()}#${id}`;
  const keyOf = (entry: Pick<ReferenceEntry, 'reference' | 'createdAt' | 'id'>) =>
    JSON.stringify([entry.reference, placeOf(entry)]);
  return {
    entries,
    async add(added) {
      for (const entry of added) entries.set(keyOf(entry), structuredClone(entry));
    },
    async list({ reference, limit, cursor }) {
      const before = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
      if (before !== undefined && !/Z#[\w-]+$/.test(before))
        throw new InputError('expected the cursor of an earlier page');
      const all = [...entries.values()]
        .filter((entry) => entry.reference === reference)
        .filter((entry) => before === undefined || placeOf(entry) < before)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const page = all.slice(0, limit).map((entry) => structuredClone(entry));
      const next = all.length > page.length && {
        next: Buffer.from(placeOf(page.at(-1)!)).toString('base64url'),
      };
      return { entries: page, ...next };
    },
    async remove(removed) {
      for (const entry of removed) entries.delete(keyOf(entry));
    },
  };
}
