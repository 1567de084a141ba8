import type { Separator } from '../../csv/scan-csv.ts';
import type { ColumnSummary } from '../../lead/infer-schema.ts';

/**
 * A column of words, dictionary-encoded: inference and parsing look at the distinct words only.
 * `kind` leaves room for a numeric store.
 */
export interface Column {
  readonly kind: 'words';
  readonly name: string;
  /** The distinct words, in order of first appearance, trimmed. */
  readonly words: readonly string[];
  /** Per row, the index of its word. */
  readonly codes: Int32Array;
}

export interface Table {
  /** For messages. */
  readonly fileName: string;
  readonly separator: Separator;
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

/** The distinct words of some rows of a column and how often they occur. */
export function summariseColumn(column: Column, rows: Int32Array): ColumnSummary {
  const counts = new Int32Array(column.words.length);
  for (const row of rows) counts[column.codes[row]!]! += 1;
  const present: number[] = [];
  counts.forEach((count, code) => {
    if (count > 0) present.push(code);
  });
  return {
    name: column.name,
    words: present.map((code) => column.words[code]!),
    counts: present.map((code) => counts[code]!),
  };
}

/** `1 row`, `8,000 rows`: counts as people read them, whatever the machine's locale. */
export const count = (n: number, noun: string): string =>
  `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;

/** Words quoted for a message, the first few: `“a”, “b” …`. */
export function quoteSome(words: readonly string[], most = 5): string {
  const shown = words.slice(0, most).map((word) => `“${word.length > 40 ? `${word.slice(0, 40)}…` : word}”`);
  return shown.join(', ') + (words.length > most ? ' …' : '');
}
