import type { Encoding } from '../csv/decode-text.ts';
import type { Grade } from '../model/artifact.ts';

export interface ScoreCsvOptions {
  /** For messages. */
  readonly fileName: string;
  readonly encoding?: Encoding;
  readonly decimal?: '.' | ',';
  /** Leave the results of rows that do not fit empty, instead of stopping. */
  readonly keepBadRows?: boolean;
  /** Reasons per row, 0–3; 3 unless told otherwise. */
  readonly reasons?: number;
}

export interface ScoredCsv {
  readonly rows: number;
  readonly badRows: number;
  readonly grades: Readonly<Record<Grade, number>>;
  readonly warnings: readonly string[];
}
