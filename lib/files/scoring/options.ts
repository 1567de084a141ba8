import type { Grade } from '../../model/artifact.ts';
import type { Formulas } from '../csv/formulas.ts';
import type { Separator } from '../csv/scan-bytes.ts';
import type { Encoding } from '../text/encoding.ts';
import type { TextFormat } from '../text/file-form.ts';
import type { SkewSummary } from './describe-skew.ts';

/**
 * What becomes of rows that cannot be scored: the file is refused; they stay, with empty results; or they go, with line and
 * reason, to a file of their own, rows of another width too.
 */
export type BadRows = 'stop' | 'keep' | 'set aside';

/** Where a scored file goes, block by block; a block is good until the call returns. */
export interface ScoredSink {
  readonly write: (block: Uint8Array) => void;
  /** The file of rows that were set aside; its header, when there is none. */
  readonly writeRejected?: (block: Uint8Array) => void;
}

export interface ScoreFileOptions {
  /** For messages. */
  readonly fileName: string;
  /** Of the text; `utf-8` unless told. */
  readonly encoding?: Encoding | undefined;
  readonly decimal?: '.' | ',';
  /** `stop` unless told otherwise. */
  readonly badRows?: BadRows;
  /** Of CSV: what becomes of cells that a spreadsheet takes for formulas; `escape` unless told otherwise. */
  readonly formulas?: Formulas;
  /** The column that holds the caller's own id of each lead: a row whose id is none cannot be scored. */
  readonly reference?: string;
  /** Reasons per row, 0–3; 3 unless told otherwise. */
  readonly reasons?: number;
  /** `csv` unless told otherwise. */
  readonly format?: TextFormat;
  /** Of CSV; found out unless told. */
  readonly separator?: Separator;
}

export interface ScoredFile {
  readonly rows: number;
  /** Rows that were not scored. */
  readonly badRows: number;
  readonly grades: Readonly<Record<Grade, number>>;
  /** The fields in which scored rows are unlike the training leads. */
  readonly skew: readonly SkewSummary[];
  readonly warnings: readonly string[];
}
