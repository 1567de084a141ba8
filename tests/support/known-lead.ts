import { LeadErased, LeadExport, LeadState } from '../../lib/contract/lead-history.ts';
import { PredictionPage } from '../../lib/contract/prediction.ts';

/** A lead that the API knows by its owner's id, as the contract has it: what is wrong with an answer here throws. */
export const REFERENCE = '00Q5e/001 é';

const AT = 'http://127.0.0.1:3000';
const predicted = (number: number, score: number, version: string) => {
  const id = `0000000${number}-0000-4000-8000-000000000000`;
  return {
    prediction_id: id,
    reference: REFERENCE,
    metadata: { owner: 'jana' },
    status: 'succeeded' as const,
    model: { name: 'leads', version },
    model_version: version,
    created_at: `2026-11-0${number}T09:00:00.000Z`,
    completed_at: `2026-11-0${number}T09:00:01.000Z`,
    prediction: {
      probability: score / 100,
      score,
      grade: score > 50 ? ('A' as const) : ('C' as const),
      reasons: [{ feature: 'visits', value: 9, effect: 0.5, text: 'Visits 9 multiplies the odds by 1.6' }],
      warnings: [],
    },
    urls: { get: `${AT}/predict/${id}`, cancel: `${AT}/predict/${id}/cancel` },
    lead: { source: 'referral', visits: 9 },
  };
};

export const EARLIER = predicted(1, 41, 'v1');
export const LATEST = predicted(2, 87, 'v2');
const endOf = ({ prediction_id, created_at, model_version, prediction }: typeof EARLIER) => ({
  prediction_id,
  created_at,
  model_version,
  probability: prediction.probability,
  score: prediction.score,
  log_odds: Math.log(prediction.probability / (1 - prediction.probability)),
});

const [from, to] = [endOf(EARLIER), endOf(LATEST)];
const features = [
  {
    feature: 'visits',
    from: 1,
    to: 9,
    input_effect: 1.5,
    model_effect: 0.25,
    text: 'Visits rose from 1 to 9',
  },
  {
    feature: 'a_feature_with_a_very_long_name_of_a_warehouse',
    from: 'a long text that was there before, and says much',
    to: 'short',
    input_effect: -0.5,
    model_effect: 0.125,
    text: 'It changed',
  },
  {
    feature: 'source',
    from: 'web',
    to: 'web',
    input_effect: 0,
    model_effect: 0.0625,
    text: 'v2 weighs it more',
  },
  {
    feature: 'demo_requested',
    from: null,
    to: true,
    input_effect: 0.75,
    model_effect: 0,
    text: 'It is known now',
  },
];
const sum = (key: 'input_effect' | 'model_effect') => features.reduce((total, one) => total + one[key], 0);
const log_odds = to.log_odds - from.log_odds;
const intercept_effect = log_odds - sum('input_effect') - sum('model_effect');

export const CHANGE = {
  from,
  to,
  unit: 'log_odds' as const,
  log_odds,
  input_effect: sum('input_effect'),
  model_effect: sum('model_effect') + intercept_effect,
  intercept_effect,
  features,
};
/** What became of it. */
const OUTCOME = {
  outcome: 'converted',
  occurred_at: '2026-11-02T18:00:00.000Z',
  value: 1200,
  events: [
    {
      ...{ outcome: 'converted', occurred_at: '2026-11-02T18:00:00.000Z', value: 1200 },
      ...{ received_at: '2026-11-02T18:00:01.000Z', sent_by: null },
    },
  ],
};
const NO_OUTCOME = { outcome: null, occurred_at: null, events: [] };
const path = `${AT}/leads/${encodeURIComponent(REFERENCE)}`;
export const STATE = LeadState.parse({
  reference: REFERENCE,
  latest: LATEST,
  trend: 'rising',
  change: CHANGE,
  outcome: OUTCOME,
  urls: {
    get: path,
    history: `${AT}/predictions?reference=${encodeURIComponent(REFERENCE)}`,
    export: `${path}/export`,
  },
});
export const NOT_ENOUGH = LeadState.parse({
  ...STATE,
  trend: 'not_enough',
  change: null,
  outcome: NO_OUTCOME,
});
export const HISTORY = PredictionPage.parse({
  predictions: [LATEST, EARLIER],
  next_cursor: null,
  next: null,
});
export const EXPORT_PAGES = [
  LeadExport.parse({
    reference: REFERENCE,
    exported_at: '2026-11-03T00:00:00.000Z',
    predictions: [LATEST],
    outcome: OUTCOME,
    next_cursor: 'c1',
  }),
  LeadExport.parse({
    reference: REFERENCE,
    exported_at: '2026-11-03T00:00:01.000Z',
    predictions: [EARLIER],
    outcome: OUTCOME,
    next_cursor: null,
  }),
] as const;
export const ERASED = [
  LeadErased.parse({ reference: REFERENCE, erased: 1, complete: false }),
  LeadErased.parse({ reference: REFERENCE, erased: 1, complete: true }),
] as const;
export const NO_LEAD = {
  type: '/problems/not-found',
  title: 'Not found',
  status: 404,
  detail: 'no prediction has this reference',
};
