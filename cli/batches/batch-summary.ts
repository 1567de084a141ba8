import type { BatchPage } from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';

/** What a person wants to know of a batch. */
export function summariseBatch({ batch_id, status, count: leads, model, counts }: BatchPage): string[] {
  const parts = Object.entries(counts).flatMap(([state, n]) =>
    n === 0 ? [] : [`${formatCount(n)} ${state}`],
  );
  return [
    `Batch ${batch_id} ${status}: ${count(leads, 'lead')} with ${model.name}@${model.version}`,
    parts.join(', '),
  ];
}
