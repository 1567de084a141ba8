import { createRandom } from '../../lib/statistics/random.ts';

/** Leads with columns of which it is known whether they give the outcome away. */
export interface LeakTable {
  readonly csv: string;
  readonly leaks: readonly string[];
  readonly honest: readonly string[];
}

interface Lead {
  readonly won: boolean;
  /** Place in the file, 0 to 1. */
  readonly place: number;
}

/** What tells how a column is made: one cell per lead. */
type Maker = (lead: Lead, draw: Draw) => string | number;

interface Draw {
  readonly uniform: () => number;
  readonly normal: () => number;
  readonly exponential: () => number;
  /** A whole number below. */
  readonly below: (n: number) => number;
}

const day = (days: number): string =>
  new Date(Date.UTC(2025, 0, 1 + Math.floor(days))).toISOString().slice(0, 10);

/** Eight kinds of columns that are filled because of the outcome. */
const LEAKS: Readonly<Record<string, Maker>> = {
  // Filled when the deal was closed; a few by mistake.
  leak_close_date: ({ won }, { uniform, below }) =>
    uniform() < (won ? 0.95 : 0.01) ? day(200 + below(150)) : '',
  leak_deal_id: ({ won }, { below }) => (won ? `D-${100_000 + below(800_000)}` : ''),
  leak_stage: ({ won }, { uniform }) => (won ? 'won' : uniform() < 0.6 ? 'lost' : 'open'),
  // Zero where nothing was bought.
  leak_revenue: ({ won }, { exponential }) => (won ? Math.round(100 + 2000 * exponential()) : 0),
  // Known for half of the deals only.
  leak_discount: ({ won }, { uniform, below }) => (won && uniform() < 0.5 ? 1 + below(40) : 0),
  leak_lost_reason: ({ won }, { uniform, below }) =>
    !won && uniform() < 0.7 ? ['price', 'timing', 'silence'][below(3)]! : '',
  // A tag that a third of the deals get, among ordinary ones.
  leak_tag: ({ won }, { uniform, below }) => (won && uniform() < 0.34 ? 'onboarding' : `t${below(6)}`),
  leak_calls_until_close: ({ won }, { normal }) => Math.max(0, Math.round((won ? 9 : 3) + 2 * normal())),
};

/** Eight kinds of honest columns, strong ones among them. */
const HONEST: Readonly<Record<string, Maker>> = {
  lead_id: (_, { below }) => `L-${below(1e9)}`,
  // Right-skewed: a lead that converts stays about 2.7 times as long; ROC-AUC .73.
  time_on_site: ({ won }, { exponential }) => Math.round(60 * (won ? 2.7 : 1) * exponential()),
  // Of the month, not of the lead: the rate moves with the market, see `makeLeakTable`; ROC-AUC .73 to .77.
  interest_rate: ({ place }) => (4.9 - Math.floor(place * 12) * 0.35).toFixed(2),
  previous_outcome: ({ won }, { uniform }) => {
    const u = uniform();
    // 14 times as often “success”, as in bank marketing.
    if (u < (won ? 0.185 : 0.0132)) return 'success';
    return uniform() < 0.15 ? 'failure' : 'unknown';
  },
  source: ({ won }, { uniform, below }) =>
    uniform() < (won ? 0.35 : 0.12) ? 'referral' : ['search', 'social', 'mail', 'event'][below(4)]!,
  // Given by leads that mean it.
  phone: ({ won }, { uniform, below }) => (uniform() < (won ? 0.85 : 0.4) ? `+49 30 ${below(1e7)}` : ''),
  company_size: ({ won }, { normal }) => Math.round(Math.exp(4 + normal() + (won ? 0.7 : 0))),
  agent: (_, { below }) => `a${below(40)}`,
};

/**
 * A table of leads, in order of time: towards the end they convert seven times as often, as in bank marketing with
 * its macro-economic columns.
 *
 * @param rate share of the leads that convert, about
 */
export function makeLeakTable(rows: number, rate: number, seed: number): LeakTable {
  const random = createRandom(seed);
  const draw: Draw = {
    uniform: random,
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    exponential: () => -Math.log(1 - random()),
    below: (n) => Math.floor(random() * n),
  };
  const makers = Object.entries({ ...HONEST, ...LEAKS });
  const lines = [[...makers.map(([name]) => name), 'converted'].join(',')];
  for (let row = 0; row < rows; row++) {
    const place = row / rows;
    const lead = { won: random() < Math.min(0.85, rate * (place < 0.6 ? 0.3 : 2.05)), place };
    lines.push([...makers.map(([, make]) => make(lead, draw)), lead.won ? 1 : 0].join(','));
  }
  return { csv: lines.join('\n'), leaks: Object.keys(LEAKS), honest: Object.keys(HONEST) };
}

/** Per column, in how many of the tables it is suspected; and how many there are. */
export interface LeakScore {
  readonly tables: number;
  readonly found: Readonly<Record<string, number>>;
  readonly alarms: Readonly<Record<string, number>>;
}

/**
 * Counts how often each column is suspected.
 *
 * @param suspectsOf the columns that are graded suspect
 */
export function scoreLeaks(
  tables: Iterable<LeakTable>,
  suspectsOf: (csv: string) => readonly string[],
): LeakScore {
  const found: Record<string, number> = {};
  const alarms: Record<string, number> = {};
  let count = 0;
  for (const { csv, leaks, honest } of tables) {
    count += 1;
    const suspects = new Set(suspectsOf(csv));
    for (const name of leaks) found[name] = (found[name] ?? 0) + Number(suspects.has(name));
    for (const name of honest) alarms[name] = (alarms[name] ?? 0) + Number(suspects.has(name));
  }
  return { tables: count, found, alarms };
}

export const SIZES = [300, 1000, 5000, 20_000] as const;
export const RATES = [0.02, 0.05, 0.1, 0.25, 0.5] as const;
