import type { CallsWorth, Worth } from '../../lib/client/index.ts';
import { formatCount, formatNumber } from '../../lib/format-figures.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';
import { wrapText } from '../terminal/text.ts';

/** What calls are worth, for reading on a terminal. @param width its columns */
export function describeWorth({ text, assumption, capacities, currency }: Worth, width: number): string[] {
  const inside = (words: string) => wrapText(words, width - 2).map((line) => `  ${line}`);
  const title = `What calls are worth${currency === null ? '' : `, in ${currency}`}`;
  const head = [...wrapText(paint('heading', title), width), ...inside(text)];
  if (capacities.length === 0) return head;
  const rows = capacities.map(rowOf);
  return [...head, '', ...tabulate(COLUMNS, rows, { width, indent: 2 }), ...inside(`Assumed: ${assumption}`)];
}

const COLUMNS: readonly Column[] = [
  { title: 'top', align: 'right' },
  { title: 'calls', align: 'right' },
  { title: 'from', align: 'right', drop: 3 },
  { title: 'came', align: 'right', drop: 2 },
  { title: 'value', align: 'right', drop: 5 },
  { title: 'cost', align: 'right', drop: 4 },
  { title: 'profit', align: 'right' },
  { title: 'at random', align: 'right', drop: 1 },
];

function rowOf(row: CallsWorth): string[] {
  const { value, low, high } = row.profit;
  const range = low === null || high === null ? '' : ` (${formatNumber(low)} to ${formatNumber(high)})`;
  return [
    `${formatNumber(100 * row.share)} %`,
    formatCount(row.calls),
    formatNumber(row.lowest_probability),
    formatNumber(row.conversions),
    formatNumber(row.value),
    formatNumber(row.cost),
    `${formatNumber(value)}${range}`,
    formatNumber(row.random_profit),
  ];
}
