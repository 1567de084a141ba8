import type { Problem } from './problem.ts';
import type { ProblemType } from './words.ts';

/** What is said of a type of problem, in plain English. `code` stands in backticks. */
export interface ProblemText {
  /** What has happened. */
  readonly means: string;
  /** What the client does about it. */
  readonly remedy: string;
  /** What such an answer says besides its type, title and status. */
  readonly example: Pick<Problem, 'detail'> & Partial<Problem>;
}

/**
 * The pages of `GET /problems/{type}`, the reference and the examples of OpenAPI take their words from here. Only they load it. The
 * meaning of a type never changes: another meaning is another type.
 */
export const PROBLEM_TEXTS = {
  'bad-request': {
    means: 'A parameter of the address or a header is not what the API expects.',
    remedy: 'Correct what `detail` names. The same request fails again.',
    example: { detail: 'limit: expected a whole number from 1 to 200' },
  },
  'invalid-json': {
    means: 'The body is not JSON in UTF-8, or it holds text that is not Unicode.',
    remedy: 'Let a JSON library write the body. `detail` gives the position of the error.',
    example: { detail: 'expected JSON, got a syntax error at line 1 column 6' },
  },
  unauthorized: {
    means: 'The request has no key, or a key that is unknown or was revoked.',
    remedy:
      'Send `Authorization: Bearer sl_…` with a key that `scorelane keys create` made. `GET /key` says what a key may do.',
    example: { detail: 'expected “Authorization: Bearer <key>”' },
  },
  forbidden: {
    means: 'The key is valid, but its scope does not cover this request.',
    remedy: 'Use a key of the scope that `detail` names.',
    example: { detail: 'this needs a key of the scope “admin”' },
  },
  'not-found': {
    means: 'There is nothing at this address.',
    remedy: 'Check the path. `GET /` and `GET /docs` list what there is.',
    example: { detail: 'there is no such resource; GET / lists what there is' },
  },
  'model-not-found': {
    means: 'There is no model, version, alias or file of this name.',
    remedy: '`GET /models` lists the models, and `GET /models/{name}` the versions of one.',
    example: { detail: 'leads has no version v99' },
  },
  'lead-not-found': {
    means: 'There are no predictions with this reference.',
    remedy:
      'Check the reference: it is what was submitted beside the lead. A reference with `%`, `/`, `\\` or `?` is percent-encoded twice in a path.',
    example: { detail: 'there are no predictions with this reference' },
  },
  'webhook-not-found': {
    means: 'Nothing with this id was submitted with a webhook, or it is no longer kept.',
    remedy: '`GET /webhooks/deliveries` lists the webhooks and their ids.',
    example: {
      detail:
        'expected the id of a prediction, a batch or a job that was submitted with a webhook and is still kept',
    },
  },
  'not-final': {
    means: 'What the webhook reports has not ended yet, so there is nothing to send.',
    remedy: 'Wait until it has ended: the webhook is sent then without a request.',
    example: { detail: 'the prediction is not final yet: its webhook is sent when it is' },
  },
  'resent-too-often': {
    means: 'The webhook was sent again by request as often as it can be.',
    remedy: 'Read the result by its id instead.',
    example: { detail: 'this webhook was resent 20 times already' },
  },
  'prediction-not-found': {
    means: 'There is no prediction with this id.',
    remedy: 'Check the id: it is `prediction_id` of the answer to `POST /predict`.',
    example: { detail: 'there is no prediction with this id' },
  },
  'batch-not-found': {
    means: 'There is no batch with this id.',
    remedy: 'Check the id: it is `batch_id` of the answer to `POST /predict_batch`.',
    example: { detail: 'there is no batch with this id' },
  },
  'job-not-found': {
    means: 'There is no job with this id.',
    remedy: 'Check the id: it is `job_id` of the answer to `POST /jobs`.',
    example: { detail: 'there is no job with this id' },
  },
  'training-not-found': {
    means: 'There is no training with this id.',
    remedy:
      'Check the id: it is `training_id` of the answer to `POST /train`. `GET /train` lists the trainings.',
    example: { detail: 'there is no training with this id' },
  },
  'method-not-allowed': {
    means: 'There is a resource at this address, but it does not take this method.',
    remedy: 'Use one of the methods that the header `Allow` lists.',
    example: { detail: 'expected GET or HEAD, got PATCH' },
  },
  'not-acceptable': {
    means: 'The answer has none of the media types that the header `Accept` asks for.',
    remedy: 'Send `Accept: */*`, or one of the types that `detail` names.',
    example: { detail: 'expected an Accept header that takes application/json, got “image/png”' },
  },
  'already-final': {
    means: 'The prediction, job or training has ended, so it cannot be canceled any more.',
    remedy: 'Read its result instead. There is nothing to repeat.',
    example: { detail: 'the prediction succeeded already: it cannot be canceled any more' },
  },
  'file-missing': {
    means: 'The job waits for a file that is not uploaded yet.',
    remedy: 'Upload the file to the address in `upload` of the answer to `POST /jobs`, then start the job.',
    example: { detail: 'expected an uploaded file, found none; see "upload" of POST /jobs' },
  },
  'precondition-failed': {
    means:
      'The state is no longer the one that `If-Match` or `If-None-Match` names: another request was faster.',
    remedy: 'Read the resource again, decide again, and send its new `ETag`.',
    example: { detail: 'expected champion at v3, found it at v4' },
  },
  'precondition-required': {
    means:
      'This change needs a header that says which state it is meant for, so that it undoes no other change.',
    remedy: 'Send `If-Match` with the `ETag` of the resource, or `If-None-Match: *` to create it.',
    example: {
      detail:
        'expected If-Match: "v3" with the version that the alias points to, or If-None-Match: * for a new alias',
    },
  },
  'too-many-requests': {
    means: 'The key has used up its rate of this minute. Nothing was accepted.',
    remedy: 'Send the request again after the seconds in `Retry-After`.',
    example: { detail: 'this key has submitted all that it may in this minute (60 leads a minute)' },
  },
  'prediction-expired': {
    means: 'The prediction or the batch was kept for its time, and that time is over.',
    remedy: 'Submit the lead again if you still need its score.',
    example: { detail: 'this prediction has expired' },
  },
  'job-expired': {
    means: 'The job and its files were kept for their time, and that time is over.',
    remedy: 'Submit the file again if you still need its scores.',
    example: { detail: 'this job has expired' },
  },
  'prediction-erased': {
    means: 'The lead and all that was made of it were erased on request.',
    remedy: 'Nothing can be read any more. Do not submit the lead again unless its person agrees.',
    example: { detail: 'the data of this prediction was erased' },
  },
  'body-too-large': {
    means: 'The body has more bytes than the API reads.',
    remedy: 'Send fewer leads in one request, or send the file as a job: `POST /jobs`.',
    example: { detail: 'expected at most 1000000 bytes, got 1000003' },
  },
  'batch-too-large': {
    means: 'The batch has more leads than the rate of the key allows in any minute. Nothing was accepted.',
    remedy: 'Send smaller batches, or use a key with a higher rate.',
    example: {
      detail:
        'expected at most 60 leads a minute, the rate of this key, got 1,000 in one request; send smaller batches, or use a key with a higher rate',
    },
  },
  'file-too-large': {
    means: 'The file does not fit into an answer of this API.',
    remedy: 'Send `Accept-Encoding: gzip`, or read the file from the stack’s bucket; `detail` names its key.',
    example: {
      detail:
        "the file is too large for this API without “accept-encoding: gzip”; read it from the stack's bucket, under models/leads/v3/report.html",
    },
  },
  'unsupported-media-type': {
    means: 'The body is in a format that the API does not read.',
    remedy: 'Send JSON with `Content-Type: application/json`.',
    example: { detail: 'expected "content-type: application/json", got "text/plain"' },
  },
  'invalid-lead': {
    means: 'Fields of the lead are not as the model expects. Nothing was accepted.',
    remedy: 'Correct every field in `errors`. `GET /schema` describes the lead.',
    example: {
      detail: '1 field is not as the model expects; see GET /schema',
      errors: [
        { field: 'visits', message: 'expected a number, got text "many"; send null when it is not known' },
      ],
      errors_total: 1,
    },
  },
  'invalid-batch': {
    means: 'Fields of at least one lead of the list are not as the model expects. Nothing was accepted.',
    remedy:
      'Correct every field in `errors`; `index` is the place of the lead, from 0. With `Prefer: handling=lenient` the valid leads are accepted and the others are reported.',
    example: {
      detail: '1 lead is not as the model expects, and nothing was accepted; see GET /schema',
      errors: [{ index: 1, field: 'source', message: 'expected text such as "web"; this field is required' }],
      errors_total: 1,
    },
  },
  'invalid-request': {
    means: 'The body is JSON, but not what this operation expects.',
    remedy: 'Correct what `detail` and `errors` name. `GET /docs` describes the body.',
    example: {
      detail: 'the job cannot be accepted',
      errors: [{ field: 'reasons', message: 'expected 0, 1, 2 or 3' }],
      errors_total: 1,
    },
  },
  'idempotency-key-reused': {
    means: 'The `Idempotency-Key` belongs to an earlier request with another body.',
    remedy: 'Use a new key for a new request, and the same key only to repeat the same request.',
    example: { detail: 'the Idempotency-Key was used before, for another request' },
  },
  'internal-error': {
    means: 'The service has a defect. The request is not at fault.',
    remedy: 'Try again later, and report the header `x-request-id` to those who run the service.',
    example: { detail: 'this is our fault; the request id helps us to find it' },
  },
  'answer-too-large': {
    means: 'The request was carried out, but its answer is larger than this API can send.',
    remedy: 'Ask for less of it: with a smaller `limit`, or by its id.',
    example: {
      detail:
        'what was asked for is done, but the answer is larger than this API can send; ask for less of it, with limit, or by its id',
    },
  },
  'no-model': {
    means: 'The service has no model to score with yet.',
    remedy: 'Publish one (`scorelane publish`, or `POST /train`), then send the request again.',
    example: { detail: 'leads has no champion; publish a model first' },
  },
  'not-queued': {
    means: 'The request is stored, but the queue could not be reached.',
    remedy:
      'Do not submit it anew: read it by the id in the answer later, or repeat the request with its `Idempotency-Key`.',
    example: {
      detail:
        'the lead is stored under this prediction_id, but the queue could not be reached; ask for it later',
      prediction_id: 'c89582a7-597e-4bb9-bdf7-f79857554eb2',
    },
  },
  'temporarily-unavailable': {
    means: 'A part of the service does not answer at the moment.',
    remedy:
      'Send the request again after the seconds in `Retry-After`; with an `Idempotency-Key` it is accepted only once.',
    example: { detail: 'a part of the service is out of order; try again' },
  },
} as const satisfies Readonly<Record<ProblemType, ProblemText>>;
