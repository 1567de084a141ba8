import { type ClassCounts, countClasses } from '../../statistics/count-classes.ts';
import { sum } from '../../statistics/sum.ts';
import { tallyValues } from '../../statistics/tally-values.ts';
import type { LevelFeature, NumberFeature } from '../table/encode-leads.ts';

/** How many leads, and how many of them converted. */
export interface Count {
  readonly total: number;
  readonly converted: number;
}

/**
 * The leads of a column counted per distinct value. Every figure of the profile is computed from such counts,
 * so none depends on the order of the rows.
 */
export interface Tally {
  /** Leads per value. */
  readonly total: Int32Array;
  /** Converted leads per value. */
  readonly converted: Int32Array;
  readonly missing: Count;
}

export interface NumberTally extends Tally {
  readonly kind: 'number';
  /** Ascending, each once. */
  readonly values: Float64Array;
}

export interface LevelTally extends Tally {
  readonly kind: 'level';
  /** The levels that occur, in an order that depends on the levels and their counts only. */
  readonly levels: readonly string[];
}

/** Counts the leads at `rows` per number. */
export function tallyNumbers(
  { values }: Pick<NumberFeature, 'values'>,
  labels: Uint8Array,
  rows: Int32Array,
): NumberTally {
  const sides = [new Float64Array(rows.length), new Float64Array(rows.length)];
  const known = [0, 0];
  const missing = { total: 0, converted: 0 };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const value = values[row]!;
    const label = labels[row]!;
    if (Number.isNaN(value)) {
      missing.total += 1;
      missing.converted += label;
    } else {
      // −0 equals 0 but sorts before it.
      sides[label]![known[label]!] = value + 0;
      known[label]! += 1;
    }
  }
  const [others, converted] = sides.map((side, label) => side.subarray(0, known[label]).sort());
  return { kind: 'number', ...tallyValues(others!, converted!), missing };
}

/** Levels of any number; `codes[row]` is an index into `levels`, `levels.length` is missing. */
export interface Levels extends Pick<LevelFeature, 'levels'> {
  readonly codes: ArrayLike<number>;
}

/** Counts the leads at `rows` per level: most frequent first, equally frequent ones in the order of their text. */
export function tallyLevels({ levels, codes }: Levels, labels: Uint8Array, rows: Int32Array): LevelTally {
  const { total, converted } = countClasses(codes, levels.length + 1, labels, rows);
  const order = [...levels.keys()]
    .filter((code) => total[code]! > 0)
    .sort((a, b) => total[b]! - total[a]! || (levels[a]! < levels[b]! ? -1 : 1));
  const missing = levels.length;
  return {
    kind: 'level',
    levels: order.map((code) => levels[code]!),
    total: Int32Array.from(order, (code) => total[code]!),
    converted: Int32Array.from(order, (code) => converted[code]!),
    missing: { total: total[missing]!, converted: converted[missing]! },
  };
}

/** The leads of a tally, missing ones among them. */
export const countAll = (tally: Tally): Count => addCounts(countFilled(tally), tally.missing);

/** The leads of a tally that have a value. */
export const countFilled = ({ total, converted }: Tally): Count => ({
  total: sum(total),
  converted: sum(converted),
});

/** The leads that have the value of an index. */
export const countAt = ({ total, converted }: ClassCounts, i: number): Count => ({
  total: total[i]!,
  converted: converted[i]!,
});

export const addCounts = (a: Count, b: Count): Count => ({
  total: a.total + b.total,
  converted: a.converted + b.converted,
});
