import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './node24.ts';

/** A request of a client that was written for another service, byte for byte as it goes out. */
export interface SentBody {
  readonly client: 'Flask' | 'FastAPI';
  readonly title: string;
  readonly path: string;
  readonly content_type: string | null;
  readonly body: string;
  /** The places in `leads` of those that it sends, in their order. */
  readonly leads: readonly number[];
}

/** As `tests/clients/make_bodies.py` wrote it; the leads are those of the built-in sample. */
export const SENT = JSON.parse(readFileSync(join(ROOT, 'tests/clients/bodies.json'), 'utf8')) as {
  readonly leads: readonly Readonly<Record<string, unknown>>[];
  readonly bodies: readonly SentBody[];
};

/** Sends a body as it is. */
export type Send = (
  path: string,
  sent: { readonly contentType: string | null; readonly body: string; readonly prefer?: string },
  // biome-ignore lint/suspicious/noExplicitAny: the body is what is under test
) => Promise<{ readonly status: number; readonly body: any }>;

/** What each lead's probability is, by the service's own way: POST /predict. */
export async function probabilitiesOf(send: Send): Promise<number[]> {
  const answers = await Promise.all(
    SENT.leads.map((lead) =>
      send('/predict', { contentType: 'application/json', body: JSON.stringify(lead), prefer: 'wait' }),
    ),
  );
  return answers.map(({ body }) => body.prediction.probability);
}

/** What a client reads of the answer: its documentation says `predictions`, or `prediction` of one lead of FastAPI. */
export async function readAsClient(send: Send, { client, path, content_type, body }: SentBody) {
  const answer = await send(path, { contentType: content_type, body });
  const { prediction, predictions, model_version } = answer.body;
  return {
    status: answer.status,
    probabilities: path === '/v0/predict' ? [prediction] : predictions,
    ...(client === 'FastAPI' && { model_version }),
  };
}
