import { IDEMPOTENCY, MODEL, UNKNOWN } from '../parameters.ts';
import { answers, type SaidByRoute } from '../said.ts';

const V0 =
  'The simple form of services on FastAPI: their clients change their base URL to `…/v0` and nothing else.';

/** Words of the routes of the same name in `routes/`. */
export const CONVERSIONS: SaidByRoute = {
  'POST /predict_lead_conversion': answers(
    'Probabilities at once; nothing is kept',
    'Conversions',
    'one probability per lead, in order',
    {
      description:
        'The form of services on Flask: it takes what their clients send, as `requests` and pandas write it.',
      parameters: [UNKNOWN],
      body: 'ConversionRequest',
      also: [404],
    },
  ),
  'POST /v0/predict': answers(
    'The probability of one lead at once; nothing is kept',
    'V0Prediction',
    'scored',
    {
      description: V0,
      parameters: [MODEL, UNKNOWN],
      body: 'V0Leads',
    },
  ),
  'POST /v0/predict_batch': answers(
    'Probabilities of up to 1,000 leads at once; nothing is kept',
    'V0Predictions',
    'one probability per lead, in order',
    { description: V0, parameters: [MODEL, UNKNOWN], body: 'V0Leads' },
  ),
  'POST /v0/train': {
    summary: 'Train on the newest dataset of the default model, and wait for it',
    description: `${V0} Works as POST /train with \`{"dataset": "latest"}\`, and answers with the new version when it is there in time.`,
    parameters: [IDEMPOTENCY],
    body: 'V0TrainingRequest',
    bodyIsOptional: true,
    answers: {
      200: { schema: 'V0Training', is: 'it has ended' },
      202: { schema: 'V0Training', is: 'it takes longer than a request waits: ask by `training_id`' },
    },
    // It was canceled meanwhile, or it failed, and not of its file.
    also: [409, 500],
  },
};
