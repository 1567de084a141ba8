import { countPairs } from './count-pairs.ts';

/** Stretches of at least so many leads, and no more of them than so many. */
const FEWEST_LEADS = 25;
const MOST_STRETCHES = 100;
/** So many leads must be compared with others of their stretch, else nothing is said. */
const MOST_LEADS = 0.5;

/**
 * How well a column tells leads of about the same place in a file apart, its values scored by their rates of
 * conversion: the area under the ROC curve of pairs within a stretch of the file. A column that is the same for all
 * leads of a day (the interest rate, the season's price) has .5, however well it goes with a rate that moves.
 *
 * @param codes per lead, in the order of the file, the index of its value or bin, below `values`
 * @param labels 1 or 0 per lead
 * @returns undefined when most leads stand among others of their outcome only, as in a file that is sorted by it
 */
export function aucWithinStretches(
  codes: ArrayLike<number>,
  values: number,
  labels: Uint8Array,
): number | undefined {
  const leads = labels.length;
  const stretches = Math.min(MOST_STRETCHES, Math.floor(leads / FEWEST_LEADS));
  if (stretches < 2) return undefined;
  const rankOf = rankByRate(codes, values, labels);
  let [later, pairs, compared] = [0, 0, 0];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const total = new Int32Array(values);
    const converted = new Int32Array(values);
    const [from, to] = [stretch, stretch + 1].map((i) => Math.floor((i * leads) / stretches)) as [
      number,
      number,
    ];
    for (let lead = from; lead < to; lead++) {
      const rank = rankOf[codes[lead]!]!;
      total[rank]! += 1;
      converted[rank]! += labels[lead]!;
    }
    const area = countPairs({ total, converted });
    later += area.later;
    pairs += area.pairs;
    if (area.pairs > 0) compared += to - from;
  }
  return compared < MOST_LEADS * leads ? undefined : later / pairs;
}

/** Value → its place when values are sorted by their rates, ascending. */
function rankByRate(codes: ArrayLike<number>, values: number, labels: Uint8Array): Int32Array {
  const total = new Int32Array(values);
  const converted = new Int32Array(values);
  for (let lead = 0; lead < labels.length; lead++) {
    total[codes[lead]!]! += 1;
    converted[codes[lead]!]! += labels[lead]!;
  }
  const rate = (value: number) => (total[value] === 0 ? 0 : converted[value]! / total[value]!);
  const order = Array.from(total.keys()).sort((a, b) => rate(a) - rate(b));
  const rankOf = new Int32Array(values);
  order.forEach((value, rank) => {
    rankOf[value] = rank;
  });
  return rankOf;
}
