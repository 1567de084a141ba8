import { takeEvenly } from '../../statistics/take-evenly.ts';
import { range } from '../../typed-arrays.ts';
import { findNearDuplicates } from '../preparation/find-near-duplicates.ts';
import type { Feature } from '../table/encode-leads.ts';
import type { NearDuplicate } from './profile.ts';
import type { ReadColumn } from './read-column.ts';

/** What tells the same in so many leads tells the same. */
const MOST_LEADS = 50_000;
const MOST_LEVELS = 65_535;

/** Finds columns that tell the same, of those that training uses; keeps a sample of each. */
export class ColumnComparer {
  readonly #sample: Int32Array;
  readonly #features: Feature[] = [];

  constructor(every: Int32Array) {
    this.#sample = takeEvenly(every, MOST_LEADS);
  }

  /** Takes in the next column. */
  add({ name, leftOut, reading }: ReadColumn): void {
    if (leftOut !== undefined) return;
    if (reading.kind !== 'level') {
      const values = Float64Array.from(this.#sample, (lead) => reading.values[lead]!);
      this.#features.push({ kind: 'number', field: name, values });
    } else if (reading.levels.length < MOST_LEVELS) {
      const codes = Uint16Array.from(this.#sample, (lead) => reading.codes[lead]!);
      this.#features.push({ kind: 'level', field: name, levels: reading.levels, codes });
    }
  }

  /** The pairs of columns that tell the same, in the order they were taken in. */
  compare(): NearDuplicate[] {
    const rows = range(this.#sample.length);
    return findNearDuplicates(this.#features, rows).map(({ first, second, figure }) => ({
      column: second.field,
      same_as: first.field,
      text: figure,
    }));
  }
}
