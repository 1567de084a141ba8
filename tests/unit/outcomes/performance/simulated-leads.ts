import type { ScoredLead } from '../../../../lib/outcomes/scored-lead.ts';
import { normalQuantile } from '../../../../lib/statistics/normal-quantile.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';

const DAY_MS = 86_400_000;
export const NOW = new Date('2026-11-20T15:30:00.000Z');

export interface Simulated {
  readonly seed: number;
  readonly leads: number;
  /** Days before now in which they are scored, evenly. */
  readonly days: number;
  /** Of the time to the conversion, days. */
  readonly median?: number;
  /** What is added to the log-odds of a conversion and not said by the probability. */
  readonly change?: number;
}

/** Leads whose probabilities are right; those that convert do so after a time with a log-normal distribution. */
export function simulateLeads({ seed, leads, days, median = 9, change = 0 }: Simulated): ScoredLead[] {
  const random = createRandom(seed);
  const normal = () => normalQuantile(Math.min(Math.max(random(), 1e-9), 1 - 1e-9));
  return Array.from({ length: leads }, (_, i) => {
    const scoredAt = new Date(NOW.getTime() - Math.floor(random() * days * DAY_MS));
    const logOdds = 1.2 * normal() - 1.9;
    const converts = random() < sigmoid(logOdds + change);
    const at = new Date(scoredAt.getTime() + Math.floor(median * Math.exp(0.9 * normal()) * DAY_MS));
    const probability = sigmoid(logOdds);
    return {
      id: `p${i}`,
      model: 'default',
      version: 'v1',
      leadKey: `lead${i}`,
      scoredAt,
      probability,
      expiresAt: new Date(NOW.getTime() + DAY_MS),
      ...(converts && at <= NOW ? { outcome: { kind: 'converted', occurredAt: at } as const } : {}),
    };
  });
}
