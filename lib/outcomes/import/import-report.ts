import type { OutcomeEventKind } from '../outcome.ts';

/** What became of a file of outcomes, as it is written into the bucket: no values of leads, and no references. */
export interface ImportReport {
  readonly file: string;
  /** Of the file that was read, without quotes; null: it was not there any more. */
  readonly etag: string | null;
  readonly read_at: string;
  /** `stopped`: the time was over before the end of the file. */
  readonly result: 'recorded' | 'stopped' | 'refused';
  /** Why the file was refused as a whole, or where it stopped; null: all of it was read. */
  readonly message: string | null;
  /** Below the header; null: the file could not be read as a table. */
  readonly rows: number | null;
  /** Of these rows, those that were read as outcomes and kept, new or known. */
  readonly sent: number;
  readonly outcomes: Readonly<Record<OutcomeEventKind, number>>;
  readonly recorded: number;
  readonly repeated: number;
  readonly never_scored: number;
  /** Rows that the mapping leaves out. */
  readonly left_out: number;
  readonly bad_rows: number;
  /** The first of the bad rows: the line in the file, from 1, and what is wrong. */
  readonly set_aside: readonly { readonly line: number; readonly reason: string }[];
  /** How the columns were read. */
  readonly notes: readonly string[];
}
