import type { Performance } from '../../contract/performance.ts';
import type { ScoredLead } from '../scored-lead.ts';

export function measurePerformance(of: {
  readonly model: string;
  readonly version?: string | undefined;
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
  readonly rows: readonly ScoredLead[];
}): Performance {
  return {
    model: of.model,
    version: of.version ?? null,
    from: of.from.toISOString(),
    to: of.to.toISOString(),
    computed_at: of.now.toISOString(),
    leads: of.rows.length,
    outcomes: { converted: 0, lost: 0, open: of.rows.length, before_scoring: 0 },
    maturity: null,
    cohorts: [],
    live: null,
    estimate: null,
    challengers: [],
  };
}
