import { BASE, LEAD, OTHER_LEAD, TRAINING_ID } from './example-facts.ts';

/** Of the simple forms of synchronous services. */
export const SIMPLE_EXAMPLES = {
  V0Leads: { lead: LEAD, list: [LEAD, OTHER_LEAD] },
  V0Prediction: { usual: { prediction: 0.7685247834990175, model_version: 'v3' } },
  V0Predictions: { usual: { predictions: [0.7685247834990175, 0.4102], model_version: 'v3' } },
  V0TrainingRequest: { usual: { epochs: 200, learning_rate: 0.1 }, defaults: {} },
  V0Training: {
    usual: {
      message: 'Trained v4 (logistic), which serves from now on.',
      new_model_version: 'v4',
      training_id: TRAINING_ID,
      urls: { get: `${BASE}/train/${TRAINING_ID}` },
    },
  },
} as const;
