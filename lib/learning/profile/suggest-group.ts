import { formatNumber } from '../../format-figures.ts';
import { quoteForShell } from '../../quoting.ts';
import { sum } from '../../statistics/sum.ts';
import { countFilled, type LevelTally, type NumberTally } from './tally.ts';

/** A key has many values: of the rows such a share at least, and so many that repeat. */
const LEAST_SHARE = 0.05;
const FEWEST_REPEATED = 20;
/** Of the pairs of different outcomes that strangers would make, rows of one key make at most so many. */
const MOST_DIFFERENT = 0.8;
/** Standard errors by which there are fewer. */
const CERTAIN = 4;

/**
 * Says that a column looks like a key of leads that stand in several rows: its values repeat, and the rows of one value share
 * the outcome more than chance would have it. Split at random, a model would be measured on leads that it has learned.
 *
 * @returns undefined when it does not
 */
export function suggestGroup(column: string, tally: NumberTally | LevelTally): string | undefined {
  const { total, converted } = countFilled(tally);
  const values = tally.total.length;
  if (values < LEAST_SHARE * total) return;
  const repeated = [...tally.total.keys()].filter((i) => tally.total[i]! > 1);
  if (repeated.length < FEWEST_REPEATED) return;
  const pairs = sum(repeated.map((i) => (tally.total[i]! * (tally.total[i]! - 1)) / 2));
  const different = sum(repeated.map((i) => tally.converted[i]! * (tally.total[i]! - tally.converted[i]!)));
  const chance = (2 * converted * (total - converted)) / (total * (total - 1));
  // Neighbouring values of a number that measures something end alike as its equal ones do; those of a key do not.
  const share = tally.kind === 'number' ? Math.min(chance, differBetween(tally)) : chance;
  const error = Math.sqrt(pairs * share * (1 - share));
  const expected = pairs * share;
  if (different > MOST_DIFFERENT * expected || expected - different < CERTAIN * error) return;
  const rows = formatNumber(Number((total / values).toPrecision(2)));
  return (
    `${column} looks like a key: its values stand in ${rows} rows each, whose outcomes are alike beyond chance; if rows of one ` +
    `${column} belong together, train with --group ${quoteForShell(column)}, so that they stay on one side of every split`
  );
}

/** How often leads of neighbouring values differ in outcome; neighbours count by their leads. */
function differBetween({ total, converted }: NumberTally): number {
  let [differing, pairs] = [0, 0];
  for (let i = 1; i < total.length; i++) {
    const [n, m, c, d] = [total[i - 1]!, total[i]!, converted[i - 1]!, converted[i]!];
    differing += c * (m - d) + (n - c) * d;
    pairs += n * m;
  }
  return pairs === 0 ? 0 : differing / pairs;
}
