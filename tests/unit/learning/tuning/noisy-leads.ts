import { createRandom } from '../../../../lib/statistics/random.ts';

/**
 * Leads of many numbers, of which the first alone tells something; with `signal` 0 none does. A weak ridge penalty learns the
 * others by heart, so a search of it helps.
 */
export function drawNoisyLeads(rows: number, columns: number, seed: number, signal: number): string {
  const random = createRandom(seed);
  const names = Array.from({ length: columns }, (_, i) => `n${i}`);
  const lines = Array.from({ length: rows }, (_, row) => {
    const numbers = names.map(() => random() * 2 - 1);
    const odds = Math.exp(signal * numbers[0]!);
    const account = Math.floor(random() * (rows / 2));
    return [
      ...numbers.map((x) => x.toFixed(4)),
      `a${account}`,
      row,
      random() < odds / (1 + odds) ? 'yes' : 'no',
    ].join(',');
  });
  return [[...names, 'account', 'day', 'converted'].join(','), ...lines].join('\n');
}
