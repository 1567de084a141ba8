import type { FileName } from '../job-ports.ts';

const CSV = 'text/csv; charset=utf-8';

/** `leads.csv` → `leads-scored.csv`. */
export function nameResult(fileName: string, what: 'scored' | 'rejected'): FileName {
  const [, stem, ending] = /^(.*?)(\.[^.]*)?$/s.exec(fileName)!;
  return { fileName: `${stem}-${what}${ending ?? '.csv'}`, contentType: CSV };
}
