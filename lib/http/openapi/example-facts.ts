/** What the examples of the document have in common: one lead, its prediction, a batch. */
export const BASE = 'https://api.example.com';
export const ID = 'e801d9ef-8c79-430c-910b-b8ddea1f396e';
export const BATCH_ID = '6d45e0f4-3120-4fab-b212-aa35f6e8a41c';
export const JOB_ID = '931e2b51-01a6-4863-bbf8-f98e5c22b3d1';
export const TRAINING_ID = '019cb84a-4100-7410-a91f-433d957022b8';
export const CREATED = '2026-03-04T10:00:00.000Z';
export const ENDED = '2026-03-04T10:00:00.214Z';
export const SHA256 = 'b41e5ed3131e62ab4a15a50f88bc9bc9a1c805cf0f6e0ebb7af03299d372fff9';
export const MODEL = { name: 'leads', version: 'v3' } as const;

export const LEAD = { source: 'referral', visits: 15, opened: true, first_contact: '2026-01-05' } as const;
export const OTHER_LEAD = { ...LEAD, source: 'web', visits: null } as const;

export const CREATED_FACTS = { model: MODEL, model_version: 'v3', created_at: CREATED } as const;
export const urlsOf = (path: string) => ({ get: `${BASE}${path}`, cancel: `${BASE}${path}/cancel` });

export const QUEUED = {
  prediction_id: ID,
  status: 'queued',
  ...CREATED_FACTS,
  completed_at: null,
  prediction: null,
  urls: urlsOf(`/predict/${ID}`),
} as const;

export const RESULT = {
  probability: 0.7685247834990175,
  score: 77,
  grade: 'B',
  reasons: [
    {
      feature: 'source',
      value: 'referral',
      effect: 0.9,
      text: 'Source “referral” multiplies the odds by 2.5',
    },
    { feature: 'visits', value: 15, effect: 0.5, text: 'Visits 15 raises the odds by 65 %' },
    { feature: 'opened', value: true, effect: 0.4, text: 'Opened “yes” raises the odds by 49 %' },
  ],
  warnings: [],
} as const;
export const RECEIPT = {
  lead_sha256: 'a2dcdd8bfcd9ed695be100836118a513ee8be1ca41ac874f7562fcf83d0f3522',
  model: { ...MODEL, sha256: SHA256 },
  log_odds: 1.2,
  intercept: -1,
  contributions: [
    { term: 'source', log_odds: 1 },
    { term: 'visits', log_odds: 0.5 },
    { term: 'opened', log_odds: 0.4 },
    { term: 'first_contact (weekday)', log_odds: 0.3 },
  ],
} as const;
export const SCORED_FACTS = {
  prediction_id: ID,
  status: 'succeeded',
  ...CREATED_FACTS,
  completed_at: ENDED,
  prediction: RESULT,
  receipt: RECEIPT,
} as const;
export const SUCCEEDED = { ...SCORED_FACTS, urls: urlsOf(`/predict/${ID}`) } as const;

export const BATCH_FACTS = { batch_id: BATCH_ID, count: 2, model: MODEL, created_at: CREATED } as const;
export const BATCH = { ...BATCH_FACTS, urls: urlsOf(`/predict_batch/${BATCH_ID}`) } as const;
export const MEMBERS = [
  {
    index: 0,
    ...SUCCEEDED,
    prediction_id: `${BATCH_ID}-0`,
    urls: urlsOf(`/predict/${BATCH_ID}-0`),
  },
  {
    index: 1,
    status: 'rejected',
    error: { code: 'invalid_lead', message: 'visits: expected a number, got text "many"' },
  },
] as const;

/** The caller's own id of a lead. */
export const REFERENCE = '00Q5e000001AbCd';
