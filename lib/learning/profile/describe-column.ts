import { chooseEdges } from './choose-edges.ts';
import { describeDates, makePartBins, makePeriods } from './describe-dates.ts';
import { describeNumbers } from './describe-numbers.ts';
import { type BinBase, makeLevels, makeRanges } from './make-bins.ts';
import type { MeasuredColumn } from './measure-column.ts';
import type { ColumnProfile } from './profile.ts';
import type { ReadColumn } from './read-column.ts';

/** What is seen in a column, by the kind of its values. */
export function describeColumn(
  { reading }: Pick<ReadColumn, 'reading'>,
  { tally, edges, parts }: MeasuredColumn,
  base: BinBase,
): Pick<ColumnProfile, 'numbers' | 'dates' | 'histogram' | 'bins' | 'parts'> {
  if (tally.kind === 'level') return { bins: makeLevels(tally, base) };
  if (reading.kind !== 'date') {
    const numbers = describeNumbers(tally);
    return {
      ...(numbers === undefined ? {} : { numbers, histogram: makeRanges(tally, chooseEdges(tally), base) }),
      bins: makeRanges(tally, edges!, base),
    };
  }
  const dates = describeDates(tally);
  return {
    ...(dates === undefined ? {} : { dates }),
    bins: makePeriods(tally, base),
    parts: parts.map(({ part, ...seen }) => ({
      part,
      bins: makePartBins(seen.tally, part, base),
      ...(base.hasOutcome ? { information_value: seen.separation.informationValue } : {}),
    })),
  };
}
