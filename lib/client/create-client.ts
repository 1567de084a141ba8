import { ApiError, ConnectionError, readProblem, WaitTimeoutError } from './api-error.ts';
import { backOffMs, readRetryAfter, sleep, type Waiting } from './back-off.ts';
import type { Lead, Prediction } from './types.ts';

export interface ClientOptions {
  /** Where the API answers, such as `https://abc.execute-api.eu-central-1.amazonaws.com`. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`. */
  readonly apiKey?: string;
  /** How often a request is tried again; 4 unless told otherwise. */
  readonly retries?: number;
  /** How long one try may take, milliseconds; 30,000 unless told otherwise. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  readonly waiting?: Waiting;
}

export interface CallOptions {
  /** Ends the call, and whatever it waits for, with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface WaitOptions extends CallOptions {
  /** 60,000 unless told otherwise. */
  readonly timeoutMs?: number;
  /** Told of every answer that is not final yet. */
  readonly onPoll?: (prediction: Prediction) => void;
}

export interface SubmitOptions extends CallOptions {
  /** `leads`, `leads@v3` or `leads@challenger`; the service's default model unless told otherwise. */
  readonly model?: string;
  /** The same key with the same lead is accepted once; a random one unless told otherwise. */
  readonly idempotencyKey?: string;
  /** An https address that is told of the end. */
  readonly webhook?: string;
}

export interface Client {
  /**
   * Submits a lead. Safe to be tried again: it carries an `Idempotency-Key`, so a lead is accepted once.
   *
   * @throws {ApiError} `problem.errors` names every field that is wrong
   */
  submit(lead: Lead, options?: SubmitOptions): Promise<Prediction>;
  /** The state of a prediction now. */
  get(predictionId: string, options?: CallOptions): Promise<Prediction>;
  /**
   * Asks until the prediction is final, as often as the API asks to (`Retry-After`), with jitter.
   *
   * @throws {WaitTimeoutError} it is not final in time; its id stays good
   */
  wait(predictionId: string, options?: WaitOptions): Promise<Prediction>;
  /** `submit`, then `wait`. */
  predict(lead: Lead, options?: WaitOptions & Pick<SubmitOptions, 'model'>): Promise<Prediction>;
  /**
   * Cancels a prediction that is not final yet.
   *
   * @throws {ApiError} 409 when it is
   */
  cancel(predictionId: string, options?: CallOptions): Promise<Prediction>;
  /** Erases the lead and everything that was made of it, for good. */
  erase(predictionId: string, options?: CallOptions): Promise<void>;
  /** JSON Schema of a lead. */
  schema(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  /** The answer of `GET /health`, also when it says that something is out of order. */
  health(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
}

const RETRIES = 4;
const TRY_TIMEOUT_MS = 30_000;
const WAIT_TIMEOUT_MS = 60_000;
/** Between two polls, when the API does not say. */
const POLL_MS = 1000;
/** However soon the API may be asked again. */
const LEAST_POLL_MS = 50;
/** The request was not accepted, and the same one may be accepted later. */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * A client of the API for Node and the browser. Every request is tried again after a lost connection, and
 * after 408, 425, 429 and 5xx answers, with exponential back-off and jitter, never sooner than `Retry-After`.
 *
 * @example
 * const client = createClient({ baseUrl: 'http://127.0.0.1:3000' });
 * const { prediction } = await client.predict({ source: 'referral', visits: 9 });
 */
export function createClient(options: ClientOptions): Client {
  const { retries = RETRIES, timeoutMs = TRY_TIMEOUT_MS, waiting = { sleep, random: Math.random } } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;

  const tryOnce = async (path: string, init: RequestInit, signal: AbortSignal | undefined) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    try {
      return await send(`${baseUrl}${path}`, { ...init, signal: either });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw new ConnectionError(`${baseUrl} cannot be reached: ${describeFailure(error)}`, { cause: error });
    }
  };

  const request = async (
    path: string,
    init: RequestInit,
    { signal }: CallOptions,
    isAnswer = (response: Response) => response.ok,
  ): Promise<Response> => {
    const headers = {
      accept: 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      ...init.headers,
    };
    for (let attempt = 0; ; attempt++) {
      let retryAfter: number | undefined;
      try {
        const response = await tryOnce(path, { ...init, headers }, signal);
        if (isAnswer(response)) return response;
        retryAfter = readRetryAfter(response.headers, Date.now());
        throw await readProblem(response);
      } catch (error) {
        if (attempt >= retries || !mayRetry(error)) throw error;
      }
      await waiting.sleep(backOffMs(attempt, retryAfter, waiting.random), signal);
    }
  };

  const call = async <T>(path: string, init: RequestInit, callOptions: CallOptions) => {
    const response = await request(path, init, callOptions);
    return { body: (await response.json()) as T, headers: response.headers };
  };

  const read = (predictionId: string, callOptions: CallOptions) =>
    call<Prediction>(`/predict/${encodeURIComponent(predictionId)}`, {}, callOptions);

  const client: Client = {
    async submit(lead, { idempotencyKey = crypto.randomUUID(), model, webhook, ...callOptions } = {}) {
      const query = new URLSearchParams({
        ...(model === undefined ? {} : { model }),
        ...(webhook === undefined ? {} : { webhook }),
      });
      const path = query.size === 0 ? '/predict' : `/predict?${query}`;
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(lead),
      };
      try {
        return (await call<Prediction>(path, init, callOptions)).body;
      } catch (error) {
        // Stored but not queued yet: the id is good, and the service completes it.
        const id = error instanceof ApiError ? error.problem.prediction_id : undefined;
        if (id === undefined) throw error;
        return client.get(id, callOptions);
      }
    },
    async get(predictionId, callOptions = {}) {
      return (await read(predictionId, callOptions)).body;
    },
    async wait(predictionId, { timeoutMs: limitMs = WAIT_TIMEOUT_MS, onPoll, signal } = {}) {
      const callOptions = signal === undefined ? {} : { signal };
      const start = Date.now();
      let slept = 0;
      for (;;) {
        const { body, headers } = await read(predictionId, callOptions);
        if (body.status !== 'queued') return body;
        onPoll?.(body);
        const pause = Math.max(LEAST_POLL_MS, readRetryAfter(headers, Date.now()) ?? POLL_MS);
        const jittered = pause + waiting.random() * 0.2 * pause;
        const waited = Math.max(slept, Date.now() - start);
        if (waited + jittered > limitMs) throw new WaitTimeoutError(predictionId, limitMs);
        await waiting.sleep(jittered, signal);
        slept += jittered;
      }
    },
    async predict(lead, waitOptions = {}) {
      const { signal, model } = waitOptions;
      const { prediction_id } = await client.submit(lead, {
        ...(signal === undefined ? {} : { signal }),
        ...(model === undefined ? {} : { model }),
      });
      return client.wait(prediction_id, waitOptions);
    },
    async cancel(predictionId, callOptions = {}) {
      const path = `/predict/${encodeURIComponent(predictionId)}/cancel`;
      return (await call<Prediction>(path, { method: 'POST' }, callOptions)).body;
    },
    async erase(predictionId, callOptions = {}) {
      await request(`/predict/${encodeURIComponent(predictionId)}`, { method: 'DELETE' }, callOptions);
    },
    async schema(callOptions = {}) {
      return (await call<Record<string, unknown>>('/schema', {}, callOptions)).body;
    },
    async health(callOptions = {}) {
      // 503 with the checks is an answer, not a failure of the request.
      const isHealth = ({ headers }: Response) =>
        headers.get('content-type')?.startsWith('application/json') === true;
      const response = await request('/health', {}, callOptions, isHealth);
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
  };
  return client;
}

/** A lead that was stored in spite of the error must not be sent again. */
function mayRetry(error: unknown): boolean {
  if (error instanceof ApiError) {
    return RETRIED_STATUSES.has(error.status) && error.problem.prediction_id === undefined;
  }
  return error instanceof ConnectionError;
}

/** Why `fetch` failed: Node puts the reason into the cause. */
function describeFailure(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return 'no answer in time';
  return cause?.code ?? (cause?.message || message);
}
