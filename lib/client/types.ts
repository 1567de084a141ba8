/** What the API answers, as it stands on the wire: snake_case, dates as ISO 8601 text. */

export type LeadValue = number | string | boolean | null;
/** Field → value, as `GET /schema` describes them. */
export type Lead = Readonly<Record<string, LeadValue>>;

/** What `GET /schema` answers: JSON Schema 2020-12 of a lead. */
export type LeadJsonSchema = Readonly<Record<string, unknown>> & {
  readonly 'x-model': { readonly name: string; readonly version: string };
  readonly 'x-schema-sha256': string;
};

export type PredictionStatus = 'queued' | 'succeeded' | 'failed' | 'canceled';

export interface Reason {
  readonly feature: string;
  readonly value: LeadValue;
  /** Log-odds, against the average lead. */
  readonly effect: number;
  readonly text: string;
}

export interface PredictionResult {
  /** 0–1. */
  readonly probability: number;
  /** 1–99: the rank among past leads. */
  readonly score: number;
  readonly grade: 'A' | 'B' | 'C' | 'D';
  readonly reasons: readonly Reason[];
}

/** Whoever has the model's artifact and the lead can compute these numbers again: `scorelane verify`. */
export interface Receipt {
  /** SHA-256 of the validated lead as JSON, `[[field, value], …]` in the schema's order. */
  readonly lead_sha256: string;
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly log_odds: number;
  readonly intercept: number;
  readonly contributions: readonly { readonly term: string; readonly log_odds: number }[];
}

export interface Prediction {
  readonly prediction_id: string;
  readonly status: PredictionStatus;
  readonly model: { readonly name: string; readonly version: string };
  readonly model_version: string;
  readonly created_at: string;
  readonly completed_at: string | null;
  /** Null until the status is `succeeded`. */
  readonly prediction: PredictionResult | null;
  /** What proves the result; only when the status is `succeeded`. */
  readonly receipt?: Receipt;
  /** Only when the status is `failed`. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Only when the prediction was submitted with one. */
  readonly webhook?: Webhook;
  readonly urls: Readonly<Record<string, string>>;
}

export interface Webhook {
  /** Without its query. */
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'stopped' | 'gave_up';
  readonly attempts: readonly {
    readonly at: string;
    readonly duration_ms: number;
    /** Of the receiver's answer; null: there was none. */
    readonly status: number | null;
    readonly error: string | null;
  }[];
  readonly next_attempt_at: string | null;
}

/** Leads that were accepted together. */
export interface Batch {
  readonly batch_id: string;
  readonly count: number;
  readonly model: { readonly name: string; readonly version: string };
  readonly created_at: string;
  readonly urls: Readonly<Record<string, string>>;
}

export interface BatchState extends Batch {
  /** `done` once none is queued. */
  readonly status: 'queued' | 'done';
  readonly counts: Readonly<Record<PredictionStatus | 'erased' | 'rejected', number>>;
}

/** Some of a batch's results, in the order of its leads. */
export interface BatchPage extends BatchState {
  readonly results: readonly BatchResult[];
  /** For the page that follows; null: there is none. */
  readonly next_cursor: string | null;
}

/** One lead of a batch, by its place. */
export type BatchResult = { readonly index: number } & (
  | Prediction
  | { readonly status: 'rejected'; readonly error: { readonly code: string; readonly message: string } }
  | { readonly status: 'erased'; readonly prediction_id: string }
);

/** What is wrong with a field of a lead of a batch. */
export interface BatchItemError {
  readonly index: number;
  readonly field: string;
  readonly message: string;
}

/** Problem details, RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** One per field that is wrong, the first hundred; of a batch, with the lead's place. */
  readonly errors?: readonly { readonly index?: number; readonly field: string; readonly message: string }[];
  /** How many fields are wrong in all. */
  readonly errors_total?: number;
  /** The lead was stored under this id although the answer is an error; ask for it later. */
  readonly prediction_id?: string;
}

/** A file of leads that is scored. */
export interface Job {
  readonly job_id: string;
  readonly status: 'awaiting_upload' | 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';
  readonly model: { readonly name: string; readonly version: string };
  readonly file_name: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  /** Then it is removed, its result too. */
  readonly expires_at: string;
  /** So far. */
  readonly rows: number;
  readonly scored: number;
  readonly rejected: number;
  /** 0–100, of the file's bytes. */
  readonly percent: number;
  /** `total` is null as long as the file is being cut. */
  readonly chunks: { readonly done: number; readonly total: number | null };
  readonly estimated_finish_at: string | null;
  /** Only when it succeeded. */
  readonly grades?: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
  readonly warnings?: readonly string[];
  /** Null until it succeeded. The addresses are good for an hour, without a key. */
  readonly result: {
    readonly url: string;
    readonly bytes: number;
    /** Null: no row was rejected. */
    readonly rejected_url: string | null;
  } | null;
  /** Only when it failed. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly webhook?: Webhook;
  readonly urls: Readonly<Record<'get' | 'start' | 'cancel', string>>;
}

/** Where the bytes of a job's file may be sent to. */
export type JobUpload = { readonly method: 'PUT'; readonly expires_at: string } & (
  | { readonly url: string }
  | {
      readonly url?: undefined;
      /** Of every part but the last. */
      readonly part_bytes: number;
      readonly part_urls: readonly string[];
    }
);
