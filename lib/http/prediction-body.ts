import type { Prediction } from '../prediction/prediction.ts';
import { webhookBody } from './webhook-body.ts';

/** A prediction as the API shows it. `completed_at` and `prediction` are null as long as there is none. */
export function predictionBody(prediction: Prediction, baseUrl: string): Record<string, unknown> {
  const { id, status, createdAt, model, webhook } = prediction;
  const { receipt = null, ...result } = status === 'succeeded' ? prediction.result : {};
  return {
    prediction_id: id,
    status,
    model: { name: model.name, version: model.version },
    model_version: model.version,
    created_at: createdAt.toISOString(),
    completed_at: status === 'queued' ? null : prediction.completedAt.toISOString(),
    prediction: status === 'succeeded' ? result : null,
    ...(receipt !== null && { receipt }),
    ...(status === 'failed' && { error: prediction.failure }),
    ...(webhook !== undefined && { webhook: webhookBody(webhook) }),
    urls: { get: `${baseUrl}${predictionPath(id)}`, cancel: `${baseUrl}${predictionPath(id)}/cancel` },
  };
}

export const predictionPath = (id: string): string => `/predict/${id}`;
