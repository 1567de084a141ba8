import type { Ranking } from '../../statistics/rank-scores.ts';
import type { LiftDecile } from '../training-record.ts';

const DECILES = 10;

/**
 * Lift and gain by tenths of the leads, highest score first. Leads with equal scores that a border parts are
 * shared out in proportion, as nobody can say which of them comes first: `converted` may be a fraction, and the
 * order of the leads cannot matter.
 *
 * @returns ten groups; fewer for less than ten leads
 */
export function measureDeciles({ rows, converted, total }: Ranking): LiftDecile[] {
  const deciles: LiftDecile[] = [];
  const baseRate = total.converted / total.rows;
  let [entry, above, foundAbove, foundBefore, start] = [0, 0, 0, 0, 0];
  for (let decile = 1; decile <= DECILES; decile++) {
    const end = Math.round((decile * total.rows) / DECILES);
    if (end === start) continue;
    // Entries that lie in the groups so far as a whole.
    while (entry < rows.length && above + rows[entry]! <= end) {
      above += rows[entry]!;
      foundAbove += converted[entry]!;
      entry += 1;
    }
    const share = above === end ? 0 : (end - above) / rows[entry]!;
    const found = share === 0 ? foundAbove : foundAbove + share * converted[entry]!;
    const size = end - start;
    const rate = (found - foundBefore) / size;
    deciles.push({
      rows: size,
      converted: found - foundBefore,
      rate,
      lift: rate / baseRate,
      gain: found / total.converted,
    });
    [start, foundBefore] = [end, found];
  }
  return deciles;
}
