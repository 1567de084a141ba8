import { CREATED, ENDED, ID, REFERENCE } from './example-facts.ts';

const WON = {
  outcome: 'converted',
  occurred_at: '2026-04-20T09:00:00.000Z',
  value: 1200,
} as const;
const REPORTED = { ...WON, received_at: '2026-04-20T09:00:03.120Z', sent_by: 'be146c64' } as const;
/** What became of a lead. */
export const LEAD_OUTCOME = { ...WON, events: [REPORTED] } as const;

/** Of what became of leads. */
export const OUTCOME_EXAMPLES = {
  OutcomeSubmission: {
    one: { reference: REFERENCE, ...WON },
    several: [
      { reference: REFERENCE, outcome: 'contacted', occurred_at: ENDED },
      { prediction_id: ID, ...WON },
      { reference: '00Q5e000001AbCe', outcome: 'lost', occurred_at: '2026-04-21T11:30:00+02:00' },
    ],
  },
  OutcomesRecorded: { usual: { recorded: 3, repeated: 0, never_scored: 1 } },
  ScoredLeads: {
    usual: {
      model: 'leads',
      leads: [
        { reference: REFERENCE, scored_at: CREATED, probability: 0.31 },
        {
          reference: '00Q5e000001AbCe',
          scored_at: CREATED,
          probability: 0.07,
          version: 'v3',
          score: 41,
          grade: 'C',
        },
      ],
    },
  },
  ScoredLeadsAdded: { usual: { kept: 2, not_first: 0 } },
} as const;
