import { summariseLead } from '../../../../cli/leads/lead-summary.ts';
import type { LeadState } from '../../../../lib/client/index.ts';

const urls = { get: '', history: '', export: '' };
const lead = (outcome: LeadState['outcome']): LeadState => ({
  ...{ reference: '00Q5', latest: null, trend: 'not_enough', change: null, urls, outcome },
});
const event = (outcome: 'converted' | 'contacted', at: string) => ({
  ...{ outcome, occurred_at: at, received_at: at, sent_by: null },
});
const NO_SCORE = 'Score       none is kept: the lead was not scored, or its predictions have expired';
const CONTACTED = event('contacted', '2026-11-20T09:00:00.000Z');

test.each([
  ['none reported yet', { outcome: null, occurred_at: null, events: [] }],
  ['contacted on 2026-11-20 09:00 UTC', { outcome: null, occurred_at: null, events: [CONTACTED] }],
  [
    'converted on 2026-11-30 10:00 UTC, worth 1,200; contacted on 2026-11-20 09:00 UTC',
    {
      ...({ outcome: 'converted', occurred_at: '2026-11-30T10:00:00.000Z', value: 1200 } as const),
      events: [event('converted', '2026-11-30T10:00:00.000Z'), CONTACTED],
    },
  ],
  [
    'converted on 2026-11-30 10:00 UTC, worth 1,136.93',
    {
      ...({ outcome: 'converted', occurred_at: '2026-11-30T10:00:00.000Z', value: 1136.93 } as const),
      events: [],
    },
  ],
  ['lost on 2026-11-30 10:00 UTC', { outcome: 'lost', occurred_at: '2026-11-30T10:00:00.000Z', events: [] }],
] as const)('a lead: %s', (line, outcome) => {
  expect(summariseLead(lead(outcome))).toEqual(['Lead        00Q5', NO_SCORE, `Outcome     ${line}`]);
});

test('an API of an earlier release says nothing of outcomes', () => {
  const { outcome: _, ...earlier } = lead({ outcome: null, occurred_at: null, events: [] });
  expect(summariseLead(earlier as LeadState)).toEqual(['Lead        00Q5', NO_SCORE]);
});
