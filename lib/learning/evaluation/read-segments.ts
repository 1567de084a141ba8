import { InputError } from '../../errors.ts';
import { formatNumber } from '../../format-figures.ts';
import { quoting } from '../../quoting.ts';
import { binNumbers, quantileEdges } from '../../statistics/quantile-edges.ts';
import { fill, range } from '../../typed-arrays.ts';
import { type ReadColumn, readColumn } from '../profile/read-column.ts';
import { findColumn } from '../table/find-column.ts';
import type { UnreadLeads } from '../table/read-leads.ts';
import type { AnyColumn } from '../table/table.ts';
import type { SegmentColumnRecord } from './evaluation-record.ts';

/** A column whose values part the leads. */
export interface SegmentColumn {
  readonly column: string;
  readonly by: SegmentColumnRecord['by'];
  /** The names of the segments; those of anything but levels ascend. */
  readonly names: readonly string[];
  /** Per row of the table, the index of its segment; `names.length` is missing. Rows that are no leads have 0. */
  readonly codes: Int32Array;
}

/** A number with no more different values than this has a segment for each. */
const FEW_VALUES = 6;
const BANDS = 4;
const MILLISECONDS_PER_DAY = 86_400_000;

/**
 * Reads the columns of `--segments` as training reads columns: levels as they are, numbers in four bands of about as many leads,
 * dates by month, quarter or year. A column need not be learned from.
 *
 * @throws {InputError} there is no such column, it is the target, or it has too many different words to be kept
 */
export function readSegments(names: readonly string[], leads: UnreadLeads): SegmentColumn[] {
  const { table, rows, target, rules, told } = leads;
  const found = names.map((name) => findColumn(table, name, '--segments'));
  return [...new Set(found)].map((column) => {
    if (column.name === target)
      throw new InputError(
        quoting`${table.fileName}: --segments: expected columns besides the target, got “${target}”: what became of a lead is not known when it is scored.`,
      );
    if (column.kind === 'text')
      throw new InputError(
        quoting`${table.fileName}: --segments: expected columns with few different values, got “${column.name}”, which has more than 65,535.`,
      );
    const read = readColumn(copyOf(column), 1, rows, rules, undefined, told);
    const parted = part(read, rows.length);
    const codes = new Int32Array(table.rowCount);
    rows.forEach((row, lead) => {
      codes[row] = parted.codes[lead]!;
    });
    return { ...parted, column: column.name, codes };
  });
}

/** Reading uses a column up. */
const copyOf = (column: AnyColumn): AnyColumn =>
  column.kind === 'numbers'
    ? { ...column, values: column.values.slice() }
    : column.kind === 'words'
      ? { ...column, codes: column.codes.slice() }
      : column;

type Parted = Omit<SegmentColumn, 'column' | 'codes'> & {
  readonly codes: ArrayLike<number>;
};

function part({ reading, type }: ReadColumn, leads: number): Parted {
  if (reading.kind === 'number') return partNumbers(reading.values);
  if (reading.kind === 'date') return partDates(reading.values);
  const { levels, codes } = reading;
  const names = type === 'boolean' && levels[0] === 'true' ? ['yes', 'no'] : levels;
  return { by: 'level', names, codes: fill(new Int32Array(leads), (lead) => codes[lead]!) };
}

function partNumbers(values: Float64Array): Parted {
  const different = [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (different.length <= FEW_VALUES)
    return {
      by: 'band',
      names: different.map(formatNumber),
      // Without a value there is no bin, and all are missing.
      codes:
        different.length === 0
          ? new Uint8Array(values.length)
          : binNumbers(values, Float64Array.from(different.slice(0, -1))),
    };
  const edges = quantileEdges(values, range(values.length), BANDS);
  const shown = Array.from(edges, formatNumber);
  const names = [
    `up to ${shown[0]!}`,
    ...shown.slice(1).map((edge, i) => `over ${shown[i]!} to ${edge}`),
    `over ${shown.at(-1)!}`,
  ];
  return { by: 'band', names: edges.length === 0 ? ['any number'] : names, codes: binNumbers(values, edges) };
}

/** At most so many of a kind; else the next longer one. */
const MOST_MONTHS = 12;
const MOST_QUARTERS = 20;

/** @param days whole days since 1970-01-01; NaN is missing */
function partDates(days: Float64Array): Parted {
  const months = days.map((day) => {
    if (Number.isNaN(day)) return Number.NaN;
    const date = new Date(day * MILLISECONDS_PER_DAY);
    return 12 * date.getUTCFullYear() + date.getUTCMonth();
  });
  const known = months.filter((month) => !Number.isNaN(month));
  const first = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [by, length] =
    last - first < MOST_MONTHS
      ? (['month', 1] as const)
      : Math.floor(last / 3) - Math.floor(first / 3) < MOST_QUARTERS
        ? (['quarter', 3] as const)
        : (['year', 12] as const);
  const starts = [...new Set(known.map((month) => Math.floor(month / length)))].sort((a, b) => a - b);
  const index = new Map(starts.map((start, i) => [start, i]));
  return {
    by,
    names: starts.map((start) => namePeriod(start, by)),
    codes: Array.from(months, (month) => index.get(Math.floor(month / length)) ?? starts.length),
  };
}

function namePeriod(start: number, by: 'month' | 'quarter' | 'year'): string {
  if (by === 'year') return String(start);
  const [year, part] = by === 'month' ? [start / 12, start % 12] : [start / 4, start % 4];
  return by === 'month'
    ? `${Math.floor(year)}-${String(part + 1).padStart(2, '0')}`
    : `${Math.floor(year)} Q${part + 1}`;
}
