import { createRandom } from '../../lib/statistics/random.ts';
import { sigmoid } from '../../lib/statistics/sigmoid.ts';

export interface CompanyFile {
  readonly companies: number;
  /** Leads of each. */
  readonly each: number;
  /** Standard deviation of the companies' own log-odds; 0: the company says nothing. */
  readonly spread: number;
  readonly seed: number;
  readonly nameOf?: (company: number) => string;
}

/**
 * Invented leads of many companies, with a rate of its own each: as CSV, in an order by chance. `channel` has three frequent values
 * and says nothing; `visits` says something.
 */
export function companyCsv({
  companies,
  each,
  spread,
  seed,
  nameOf = (company) => `Firm ${company}`,
}: CompanyFile): string {
  const random = createRandom(seed);
  // Box and Muller's.
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const lines: { order: number; line: string }[] = [];
  for (let company = 0; company < companies; company++) {
    const own = -1 + spread * normal();
    for (let lead = 0; lead < each; lead++) {
      const visits = Math.floor(10 * random());
      const won = random() < sigmoid(own + 0.08 * (visits - 4.5)) ? 'yes' : 'no';
      const channel = ['web', 'fair', 'phone'][Math.floor(3 * random())];
      lines.push({ order: random(), line: `${nameOf(company)},${channel},${visits},${won}` });
    }
  }
  lines.sort((a, b) => a.order - b.order);
  return ['company,channel,visits,won', ...lines.map(({ line }) => line), ''].join('\n');
}
