/** What a table of results is written as. */
export const RESULT_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** How a table of results stands in a file. */
export interface ResultForm {
  readonly format: ResultFormat;
  /** By gzip. */
  readonly compressed: boolean;
}

const FORMAT_OF: ReadonlyMap<string, ResultFormat> = new Map([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['txt', 'csv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['parquet', 'parquet'],
]);

/** The form that the end of a name asks for. @example readResultName('scored.jsonl.gz') // { format: 'jsonl', compressed: true } */
export function readResultName(name: string): Partial<ResultForm> & Pick<ResultForm, 'compressed'> {
  const lower = name.toLowerCase();
  const inner = lower.replace(/\.gz$/, '');
  const format = FORMAT_OF.get(/\.([a-z]+)$/.exec(inner)?.[1] ?? '');
  return { compressed: inner !== lower, ...(format === undefined ? {} : { format }) };
}
