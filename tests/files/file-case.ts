import type { LeadValue } from '../../lib/lead/schema.ts';
import type { LeadSource } from '../../lib/learning/table/read-leads.ts';

/** A small file and what must be read in it, wherever it is read. */
export interface FileCase {
  /** Beside `cases.ts`. */
  readonly file: string;
  /** What the file shows, as the title of a test. */
  readonly shows: string;
  /** What the user tells of it; the target is `converted` unless told. Files are small: `force` is set. */
  readonly told?: Partial<Omit<LeadSource, 'data' | 'fileName' | 'joined'>>;
  /** The file of `--join`, beside `cases.ts`. */
  readonly joined?: string;
  /** Of a workbook. */
  readonly sheet?: string;
  /** Leads that converted. */
  readonly converted?: number;
  /** Rows of data. */
  readonly rows?: number;
  /** Of every field that is learned from, in the file's order: what must stand in the schema of it. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Per column the values of the first rows, in the file's order, as a lead has them. */
  readonly values?: Readonly<Record<string, readonly LeadValue[]>>;
  /** Column → what the reason says that it is not learned from. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** The columns that are graded suspect of knowing the outcome, and no others; worse ones first, then by name. */
  readonly suspects?: readonly string[];
  /** What a warning says, each. */
  readonly warnings?: readonly string[];
  /** What the message says, each; the file is then read nowhere. */
  readonly refused?: readonly string[];
}
