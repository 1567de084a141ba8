import { MOST_EXPIRES_AFTER_SECONDS, MOST_WAIT_SECONDS } from '../../contract/words.ts';
import { LONGEST_WEBHOOK_URL } from '../../webhook/webhook.ts';
import type { Parameter } from './operation.ts';

export const query = (name: string, description: string, schema?: Parameter['schema']): Parameter => ({
  name,
  in: 'query',
  description,
  ...(schema === undefined ? {} : { schema }),
});
export const header = (name: string, description: string, schema?: Parameter['schema']): Parameter => ({
  ...query(name, description, schema),
  in: 'header',
});
export const limit = (description: string, maximum: number): Parameter =>
  query('limit', description, { type: 'integer', minimum: 1, maximum });

export const IDEMPOTENCY = header('Idempotency-Key', 'the same key with the same body is accepted once', {
  type: 'string',
  pattern: '^[!-~]{1,255}$',
  examples: ['6f1b1f3c-6f0e-4a52-9d0a-0b2a4f1f7a11'],
});
export const MODEL = query(
  'model',
  '`leads`, `leads@v3` or `leads@challenger`; the default model’s champion without it',
  { type: 'string', examples: ['leads@v3'] },
);
/** Of those who name a model without its version. */
export const NAME = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$', examples: ['leads'] } as const;
export const WEBHOOK = query(
  'webhook',
  'an https address that is called when it is final; signed as Standard Webhooks says, retried for a day; needs the scope `predict`',
  {
    type: 'string',
    format: 'uri',
    maxLength: LONGEST_WEBHOOK_URL,
    examples: ['https://crm.example.com/scored'],
  },
);
export const UNKNOWN = query(
  'unknown',
  '`ignore`: fields that the model does not have are left out and named in `warnings`; without it they are refused',
  { enum: ['ignore'] },
);
export const EXPIRES_AFTER = header(
  'Scorelane-Expires-After',
  `whole seconds, 1 to ${MOST_EXPIRES_AFTER_SECONDS}: a lead that no worker has scored by then fails with the code \`expired\`; no effect with \`Prefer: wait\``,
  { type: 'string', pattern: '^[0-9]{1,5}$', examples: ['60'] },
);
export const WAIT_FOR_END = query(
  'wait',
  `whole seconds, 1 to ${MOST_WAIT_SECONDS}: answers as soon as it is final, and after that time as it is then. Answered at once with the scope \`form\`, and where very many wait`,
  { type: 'integer', minimum: 1, maximum: MOST_WAIT_SECONDS },
);
export const CURSOR = query('cursor', '`next_cursor` of the page before');
export const AFTER: Parameter = { ...query('after', 'the former name of `cursor`'), deprecated: true };
export const PREFER = (words: string): Parameter =>
  header('Prefer', `RFC 7240: ${words}; the first of a name counts`);
export const WAIT =
  '`wait` or `wait=10`: answer with the result; a lead takes milliseconds, so it is scored in the request whatever the number is; `wait=0`, `respond-async`: do not';
/** Of a GET with an ETag (RFC 9110 §13.1). */
export const CONDITIONS = [
  header('If-None-Match', 'ETags that the client has: 304 when one of them is that of the answer'),
  header('If-Match', 'ETags: 412 when none of them is that of the answer'),
];

/** By name, or by the first part of the path. */
export const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  name: 'of a model',
  version: 'such as v3',
  file: '`model.json`, or one of the version’s `files`',
  alias: '`champion`, `challenger` or another',
  predict: 'of a prediction, or `<batch_id>-<index>`',
  predict_batch: 'of a batch',
  reference:
    'the caller’s own id of a lead, percent-encoded; twice when it holds `%`, `/`, `\\` or `?`, because API Gateway decodes paths once',
  jobs: 'of a job',
  train: 'of a training',
  webhooks: 'the `webhook-id`: of the prediction, the batch or the job',
  problems: 'the last part of `type` in a problem, such as `invalid-lead`',
};
