import { BASE, CREATED, ENDED, ID, LEAD, REFERENCE, SUCCEEDED } from './example-facts.ts';
import { LEAD_OUTCOME } from './outcome-examples.ts';

const NAMED = { reference: REFERENCE, metadata: { owner: 'jana' } } as const;
const LISTED = { ...SUCCEEDED, ...NAMED, lead: LEAD } as const;
const PATH = `${BASE}/leads/${REFERENCE}`;

/** Of leads by the caller's own ids. */
export const LEAD_EXAMPLES = {
  LeadSubmission: { plain: LEAD, envelope: { lead: LEAD, ...NAMED } },
  BatchSubmission: { usual: [LEAD, { lead: LEAD, ...NAMED }] },
  LeadState: {
    usual: {
      reference: REFERENCE,
      latest: LISTED,
      trend: 'rising',
      change: {
        from: {
          prediction_id: '7f0c1d2e-5b1f-4a53-9f43-6a4b7f1c9d10',
          created_at: '2026-02-20T08:30:00.000Z',
          model_version: 'v2',
          probability: 0.45,
          score: 52,
          log_odds: -0.2,
        },
        to: {
          prediction_id: ID,
          created_at: CREATED,
          model_version: 'v3',
          probability: 0.7685247834990175,
          score: 77,
          log_odds: 1.2,
        },
        unit: 'log_odds',
        log_odds: 1.4,
        input_effect: 1.1,
        model_effect: 0.3,
        intercept_effect: 0.1,
        features: [
          {
            feature: 'visits',
            from: 3,
            to: 15,
            input_effect: 1.1,
            model_effect: 0.2,
            text: 'Visits 3 → 15: multiplies the odds by 3.0; v3 multiplies them by 1.2',
          },
        ],
      },
      outcome: LEAD_OUTCOME,
      urls: {
        get: PATH,
        history: `${BASE}/predictions?reference=${REFERENCE}`,
        export: `${PATH}/export`,
      },
    },
  },
  LeadExport: {
    usual: {
      reference: REFERENCE,
      exported_at: ENDED,
      predictions: [LISTED],
      outcome: LEAD_OUTCOME,
      next_cursor: null,
    },
  },
  LeadErased: { usual: { reference: REFERENCE, erased: 2, complete: true } },
} as const;
