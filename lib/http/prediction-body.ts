import type { Caller } from '../auth/authenticate.ts';
import { mayDo } from '../auth/scope.ts';
import type { Prediction as PredictionBody } from '../contract/prediction.ts';
import type { Prediction, PredictionResult } from '../prediction/prediction.ts';
import { tagsOf } from '../prediction/tags.ts';
import { webhookBody } from './webhook-body.ts';

/** A prediction as the API shows it. `completed_at` and `prediction` are null as long as there is none. */
export function predictionBody(prediction: Prediction, baseUrl: string): PredictionBody {
  const { id, status, createdAt, model, webhook } = prediction;
  return {
    prediction_id: id,
    ...tagsOf(prediction),
    status,
    model: { name: model.name, version: model.version },
    model_version: model.version,
    created_at: createdAt.toISOString(),
    completed_at: prediction.status === 'queued' ? null : prediction.completedAt.toISOString(),
    prediction: null,
    ...(prediction.status === 'succeeded' && resultBody(prediction.result)),
    ...(prediction.status === 'failed' && { error: prediction.failure }),
    ...(webhook !== undefined && { webhook: webhookBody(webhook) }),
    urls: { get: `${baseUrl}${predictionPath(id)}`, cancel: `${baseUrl}${predictionPath(id)}/cancel` },
  };
}

/**
 * The same for who asks. A key of the scope `form` stands in a public page: it sees neither reference nor metadata, which are
 * what the caller knows about the lead.
 */
export function predictionBodyFor(
  { scope }: Pick<Caller, 'scope'>,
  prediction: Prediction,
  baseUrl: string,
): PredictionBody {
  if (mayDo(scope, 'predict')) return predictionBody(prediction, baseUrl);
  const { reference: _reference, metadata: _metadata, ...untagged } = prediction;
  return predictionBody(untagged, baseUrl);
}

/** Predictions of the first releases have no receipt, and those of later ones no warnings. */
const resultBody = ({
  receipt,
  warnings = [],
  ...prediction
}: Omit<PredictionResult, 'receipt' | 'warnings'> & Partial<PredictionResult>) => ({
  prediction: { ...prediction, warnings },
  ...(receipt !== undefined && { receipt }),
});

export const predictionPath = (id: string): string => `/predict/${id}`;
