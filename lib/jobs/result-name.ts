import type { FileName } from '../bucket/ports.ts';
import type { JobPlan } from './job-plan.ts';

const FORMATS = {
  csv: { ending: '.csv', contentType: 'text/csv; charset=utf-8' },
  'json lines': { ending: '.jsonl', contentType: 'application/jsonl' },
} as const;

/** `leads.csv` → `leads-scored.csv`, `leads.jsonl.gz` → `leads-scored.jsonl.gz`, `leads.parquet` → `leads-scored.csv`. */
export function nameResult(
  fileName: string,
  { rewrite, compressed }: Pick<JobPlan, 'rewrite' | 'compressed'>,
  what: 'scored' | 'rejected',
): FileName {
  const { ending, contentType } = FORMATS[rewrite.format];
  const stem = fileName.replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, '');
  return compressed
    ? { fileName: `${stem}-${what}${ending}.gz`, contentType: 'application/gzip' }
    : { fileName: `${stem}-${what}${ending}`, contentType };
}
