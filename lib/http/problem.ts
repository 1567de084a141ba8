import type { FieldError } from '../lead/schema.ts';
import type { ApiAnswer } from './answer.ts';
import { boundErrors, cutText } from './bound-errors.ts';

/** The problems that this API answers with: RFC 9457 problem details. A `type` never changes its meaning. */
export const PROBLEMS = {
  'bad-request': [400, 'Bad request'],
  'invalid-json': [400, 'The body is not JSON'],
  unauthorized: [401, 'A key is needed'],
  forbidden: [403, 'The key may not do this'],
  'not-found': [404, 'Not found'],
  'model-not-found': [404, 'Model not found'],
  'prediction-not-found': [404, 'Prediction not found'],
  'batch-not-found': [404, 'Batch not found'],
  'job-not-found': [404, 'Job not found'],
  'training-not-found': [404, 'Training not found'],
  'method-not-allowed': [405, 'Method not allowed'],
  'already-final': [409, 'Already final'],
  'file-missing': [409, 'The file is missing'],
  'precondition-failed': [412, 'The state is another'],
  'precondition-required': [428, 'A precondition is needed'],
  'too-many-requests': [429, 'Too many requests'],
  'prediction-expired': [410, 'Prediction expired'],
  'job-expired': [410, 'Job expired'],
  'prediction-erased': [410, 'Prediction erased'],
  'body-too-large': [413, 'The body is too large'],
  'batch-too-large': [413, 'The batch is larger than the rate of the key'],
  'file-too-large': [413, 'The file is too large'],
  'unsupported-media-type': [415, 'Unsupported media type'],
  'invalid-lead': [422, 'The lead is not valid'],
  'invalid-batch': [422, 'The leads are not valid'],
  'invalid-request': [422, 'The request is not valid'],
  'idempotency-key-reused': [422, 'The idempotency key was used before'],
  'internal-error': [500, 'Internal error'],
  'answer-too-large': [500, 'The answer is too large'],
  'no-model': [503, 'No model is published'],
  'not-queued': [503, 'Accepted but not queued yet'],
  'temporarily-unavailable': [503, 'Temporarily unavailable'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemType = keyof typeof PROBLEMS;

interface ProblemMembers {
  readonly errors?: readonly (FieldError & { readonly index?: number })[];
  readonly prediction_id?: string;
  readonly batch_id?: string;
  readonly job_id?: string;
  readonly training_id?: string;
}

/** Thrown by a route to answer with a problem; anything else that is thrown is mapped by `answerError`. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly type: ProblemType;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: ProblemMembers;

  constructor(
    type: ProblemType,
    detail: string,
    headers: Readonly<Record<string, string>> = {},
    members: ProblemMembers = {},
  ) {
    super(detail);
    this.type = type;
    this.headers = headers;
    this.members = members;
  }
}

/**
 * The type is a relative URI reference (RFC 9457 §3.1.1), so that it names the problem on every host. However much is wrong
 * with a request, the answer is short: see `boundErrors`.
 */
export function answerProblem({ type, message, headers, members }: HttpProblem): ApiAnswer {
  const [status, title] = PROBLEMS[type];
  const { errors, ...ids } = members;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      type: `/problems/${type}`,
      title,
      status,
      detail: cutText(message, LONGEST_DETAIL),
      ...(errors === undefined ? {} : boundErrors(errors)),
      ...ids,
    }),
    problem: type,
  };
}

/** Characters. */
const LONGEST_DETAIL = 1000;
