import type { ModelArtifact } from '../../model/artifact.ts';
import type { Formulas } from '../csv/formulas.ts';
import type { Separator } from '../csv/scan-bytes.ts';
import type { BadRows } from './options.ts';
import type { Tally } from './tally.ts';

interface AnyPlan {
  readonly artifact: ModelArtifact;
  readonly fileName: string;
  /** 0–3 */
  readonly reasons: number;
  readonly badRows: BadRows;
}

export interface CsvPlan extends AnyPlan {
  readonly format: 'csv';
  readonly separator: Separator;
  /** Of all numbers of the file, as the user says. */
  readonly decimal?: '.' | ',';
  /** Of the probabilities; undefined, in the plan of an earlier version: as `decimal`. */
  readonly written?: '.' | ',';
  /** Cells of the header. */
  readonly width: number;
  /** They, to know the header where it stands again; undefined in the plan of an earlier version. */
  readonly header?: readonly string[];
  /** Per field of the schema, its column; −1: there is none. */
  readonly columns: readonly number[];
  /** What becomes of cells that a spreadsheet takes for formulas; undefined, in the plan of an earlier version: they stay. */
  readonly formulas?: Formulas;
  /** How many columns are added. */
  readonly added: number;
  readonly lineEnd: string;
  /** The column that holds the caller's own id of each lead. */
  readonly reference?: { readonly name: string; readonly column: number };
}

export interface JsonLinesPlan extends AnyPlan {
  readonly format: 'json lines';
  /** What `NEW_NAMES` are called in this file, in their order; undefined, in the plan of an earlier version: as they are. */
  readonly names?: readonly string[];
  /** The member that holds the caller's own id of each lead. */
  readonly reference?: string;
}

/**
 * How the rows of a file are read and written: the same for every piece of it, wherever it is scored. It can be written as
 * JSON; the artifact, which is large and has a place of its own, is better left out then.
 */
export type RewritePlan = CsvPlan | JsonLinesPlan;

/** Adds the results to pieces of whole records, one after the other. */
export interface PieceRewriter {
  /**
   * Every record of a piece.
   *
   * @param line that it begins on; 1, when only whoever asks knows
   * @returns what came of it
   * @throws {InputError} when it cannot be read
   */
  addPiece(bytes: Uint8Array, line?: number): Tally;
}

/** Per field of the schema, its column; of JSON Lines there are none. */
export const columnsOf = (
  plan: Omit<CsvPlan, 'artifact'> | Omit<JsonLinesPlan, 'artifact'>,
): readonly number[] => (plan.format === 'csv' ? plan.columns : []);
