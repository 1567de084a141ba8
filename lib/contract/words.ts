/**
 * The words of the wire, each list once: schemas, domain types, checks of requests and the page take them from here. No
 * schema stands here, so that whoever needs a word loads nothing else.
 */
/** Of a model artifact: readers refuse another. */
export const ARTIFACT_FORMAT = 'scorelane-model/1';
/** What a model is made of. */
export const MODEL_KINDS = ['additive', 'trees'] as const;
export const GRADES = ['A', 'B', 'C', 'D'] as const;
/**
 * How a lead is unlike those of training:
 *
 * - `unseen_level`: its text does not appear in the training data in this field
 * - `out_of_range`: its number or date is far outside those of the training data
 * - `missing`: it lacks a value that every lead of the training data had
 */
export const WARNING_CODES = ['unseen_level', 'out_of_range', 'missing'] as const;
/** And of what a request says: `unknown_field`, the model does not have the field, which `?unknown=ignore` left out. */
export const LEAD_WARNING_CODES = [...WARNING_CODES, 'unknown_field'] as const;
/** Warnings of a lead. */
export const MOST_WARNINGS = 50;
/** The last three are final. */
export const PREDICTION_STATES = ['queued', 'succeeded', 'failed', 'canceled'] as const;
/** The last three are final. */
export const JOB_STATES = [
  'awaiting_upload',
  'queued',
  'running',
  'succeeded',
  'failed',
  'canceled',
] as const;
/** The last three are final. */
export const TRAINING_STATES = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const;
export const FINAL_STATES = ['succeeded', 'failed', 'canceled'] as const;
/** Who asked for a training: a person or a program, a file that was put under `datasets/`, or the clock. */
export const TRIGGERS = ['request', 'upload', 'schedule'] as const;
/**
 * `promoted`: the new version is champion; `challenger`: it is scored in the champion's shadow; `kept`: it is registered and no
 * alias moved; `skipped`: nothing was trained.
 */
export const DECISIONS = ['promoted', 'challenger', 'kept', 'skipped'] as const;
/**
 * `pending`: not delivered yet; `delivered`: answered with 2xx; `stopped`: the receiver said 410, or the address is one that is
 * never called; `gave_up`: every attempt failed.
 */
export const WEBHOOK_STATES = ['pending', 'delivered', 'stopped', 'gave_up'] as const;
/** What a webhook tells the end of. */
export const WEBHOOK_KINDS = ['prediction', 'batch', 'job'] as const;
/** How often a webhook can be sent once more, so that rows stay small. */
export const MOST_RESENDS = 20;
/**
 * Bytes of the body of a batch's webhook, unless a single result is larger: what receivers accept by default (Express reads up to
 * 100 KiB of JSON).
 */
export const MOST_EVENT_BYTES = 100_000;
export const ALIAS_ACTIONS = ['promote', 'roll back', 'remove'] as const;
/**
 * What speaks against a version taking the place of the one that serves.
 *
 * - `required`: it requires a field that the present version does not require
 * - `removed`: it does not know a field of the present version, and it refuses unknown fields
 * - `changed`: it reads a field differently, so that it refuses values that were accepted
 * - `refused`: it refuses leads that were sent lately for what they say in a field
 * - `lacked`: it uses a field that more than 5 % of the leads sent lately lack; of a field that both versions know, more than
 *   lacked it in training
 * - `leak_suspect`: a field may give the outcome away
 * - `unreadable`: the present version cannot be read, so that it is unknown what it accepts
 */
export const FINDINGS = [
  'required',
  'removed',
  'changed',
  'refused',
  'lacked',
  'leak_suspect',
  'unreadable',
] as const;
/**
 * What a key may do; each scope includes those before it. `form`: submit leads and read results by their unguessable ids, so
 * that it may stand in a public page. `predict`: what an integration does: webhooks, canceling, the registry. `operate`: files
 * of leads, and lists of what was predicted and trained. `admin`: everything. This list is the only place that knows the
 * order; each route declares the least scope that it needs.
 */
export const SCOPES = ['form', 'predict', 'operate', 'admin'] as const;
export const DECIMALS = ['.', ','] as const;
/** Whether CSV cells that a spreadsheet would run as formulas get an apostrophe, or stay as they are. */
export const FORMULAS = ['escape', 'keep'] as const;
/** `not_enough`: the lead was scored fewer than two times by the same model. */
export const TRENDS = ['rising', 'steady', 'falling', 'not_enough'] as const;
/** The orders of GET /predictions. */
export const ORDERS = ['newest', 'score'] as const;

/** What became of a lead; `open` takes an outcome back. */
export const OUTCOMES = ['converted', 'lost', 'open'] as const;
/** What callers report of a lead: outcomes, and that somebody spoke to it, which is none. */
export const OUTCOME_EVENTS = [...OUTCOMES, 'contacted'] as const;
/** What becomes of rows of a table whose word means no outcome: they are left out, or taken as `open`. */
export const OTHERS = ['skip', 'open'] as const;
/** Of what a conversion is worth: sums of a thousand million of them are exact. */
export const MOST_VALUE = 1e12;
/** Events of a request. */
export const MOST_OUTCOMES = 1000;

/** Characters of a reference, the caller's own id of a lead. */
export const MOST_REFERENCE = 128;
/** Members of the metadata of a prediction, and characters of their names and texts. */
export const MOST_METADATA = 16;
export const MOST_METADATA_NAME = 40;
export const MOST_METADATA_TEXT = 200;
/** Seconds that a request may ask to wait for an end, as gateways give up on longer ones: by `?wait=` and `Prefer: wait=`. */
export const MOST_WAIT_SECONDS = 20;
/** Of `Scorelane-Expires-After`, a day: the sweep gives up what is open for longer. */
export const MOST_EXPIRES_AFTER_SECONDS = 86_400;
/** Leads of a batch. */
export const MOST_LEADS = 1000;
/** How many errors an answer lists. */
export const MOST_ERRORS = 100;
/** 1.8 TB, a third of what S3 takes as one object: 9,000 chunks of 192 MiB. */
export const MOST_FILE_BYTES = 9000 * 192 * 2 ** 20;

/** The problems that this API answers with: RFC 9457 problem details. A `type` never changes its meaning. */
export const PROBLEMS = {
  'bad-request': [400, 'Bad request'],
  'invalid-json': [400, 'The body is not JSON'],
  unauthorized: [401, 'A key is needed'],
  forbidden: [403, 'The key may not do this'],
  'not-found': [404, 'Not found'],
  'model-not-found': [404, 'Model not found'],
  'lead-not-found': [404, 'Lead not found'],
  'prediction-not-found': [404, 'Prediction not found'],
  'batch-not-found': [404, 'Batch not found'],
  'job-not-found': [404, 'Job not found'],
  'training-not-found': [404, 'Training not found'],
  'webhook-not-found': [404, 'Webhook not found'],
  'method-not-allowed': [405, 'Method not allowed'],
  'not-acceptable': [406, 'Not acceptable'],
  'already-final': [409, 'Already final'],
  'not-final': [409, 'Not final yet'],
  'resent-too-often': [409, 'Resent too often'],
  'file-missing': [409, 'The file is missing'],
  'precondition-failed': [412, 'Precondition failed'],
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
