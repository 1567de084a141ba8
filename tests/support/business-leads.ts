/** How a column is made: by the lead's place in the file and whether it converted. */
type Cell = (lead: number, converted: boolean) => string | number;

const pick = (words: readonly string[], n: number) => words[n % words.length]!;
/** A number from 0 to below 1 for a lead: the same in every run. */
const chance = (lead: number, salt: number): number => {
  const x = Math.sin(lead * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

const COLUMNS: Readonly<Record<string, Cell>> = {
  source: (i) => pick(['web', 'referral', 'fair'], Math.floor(3 * chance(i, 1))),
  visits: (i) => Math.floor(12 * chance(i, 2)),
  region: (i) => pick(['north', 'south', 'east', 'west'], Math.floor(4 * chance(i, 3))),
  spend: (i) => Math.floor(5000 * chance(i, 4)),
};

/** By visits and source, with luck. */
function converts(lead: number): boolean {
  const { source, visits } = COLUMNS;
  const score = Number(visits!(lead, false)) / 12 + (source!(lead, false) === 'referral' ? 0.3 : 0);
  return chance(lead, 5) < 0.05 + 0.4 * score;
}

export interface BusinessFile {
  /** How many leads; their outcomes differ from file to file in what is appended only. */
  readonly rows: number;
  /** Columns besides source, visits, region and spend, or instead of them; undefined: none of that name. */
  readonly columns?: Readonly<Record<string, Cell | undefined>>;
}

/**
 * Invented leads of a firm that knows source, visits, region and spend: as CSV, with `won` behind them. A longer file begins with
 * the leads of a shorter one.
 */
export function businessCsv({ rows, columns = {} }: BusinessFile): string {
  const made = Object.entries({ ...COLUMNS, ...columns }).flatMap(([name, cell]) =>
    cell === undefined ? [] : [[name, cell] as const],
  );
  const lines = Array.from({ length: rows }, (_, i) => {
    const won = converts(i);
    return [...made.map(([, cell]) => cell(i, won)), won ? 'yes' : 'no'].join(',');
  });
  return `${[[...made.map(([name]) => name), 'won'].join(','), ...lines].join('\n')}\n`;
}

/** A lead as a caller sends it that knows no other fields. */
export const businessLead = (i: number): Record<string, string | number> =>
  Object.fromEntries(Object.entries(COLUMNS).map(([name, cell]) => [name, cell(i, false)]));
