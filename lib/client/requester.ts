import { ApiError, ConnectionError, readProblem } from './api-error.ts';
import { backOffMs, readRetryAfter, sleep, type Waiting } from './back-off.ts';

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
  readonly signal?: AbortSignal | undefined;
}

export interface GetOptions extends CallOptions {
  /** Seconds, 1–20: the API answers as soon as it is final, and after that time as it is then. */
  readonly wait?: number;
}

export interface ListOptions extends CallOptions {
  /** 1–100; 20 unless told otherwise. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

export interface SubmitOptions extends CallOptions {
  /** `leads`, `leads@v3` or `leads@challenger`; the service's default model unless told otherwise. */
  readonly model?: string | undefined;
  /** The same key with the same request is accepted once; a random one unless told otherwise. */
  readonly idempotencyKey?: string;
  /** An https address that is told of the end. */
  readonly webhook?: string;
  /** Whole seconds, 1 to 86,400: a lead that no worker has scored by then fails with the code `expired`. */
  readonly expiresAfterSeconds?: number;
}

/** Sends requests, and sends them again where that can help. */
export interface Requester {
  /**
   * @param path behind the API's address, with its query
   * @param isAnswer which responses are one; those that are ok unless told otherwise
   * @throws {ApiError} the answer is none
   * @throws {ConnectionError} there is none
   */
  request(
    path: string,
    init?: RequestInit,
    options?: CallOptions,
    isAnswer?: (response: Response) => boolean,
  ): Promise<Response>;
  /** `request`, and its JSON. */
  call<T>(
    path: string,
    init?: RequestInit,
    options?: CallOptions,
  ): Promise<{ readonly body: T; readonly headers: Headers }>;
  /** The JSON of an answer alone. */
  get<T>(path: string, options?: CallOptions): Promise<T>;
  /** Sends JSON; resolves to the JSON that is answered. */
  post<T>(path: string, body: unknown, options?: CallOptions, headers?: Record<string, string>): Promise<T>;
  readonly waiting: Waiting;
  /** How long one try may take. */
  readonly timeoutMs: number;
}

/**
 * A text as one segment of a path.
 *
 * @throws {RangeError} it is empty, `.` or `..`: in an address these name other places, also percent-encoded (WHATWG URL)
 */
export function toSegment(text: string): string {
  if (/^\.{0,2}$/.test(text))
    throw new RangeError(`expected an id or a reference that an address can name, got “${text}”`);
  return encodeURIComponent(text);
}

/** A path with those parameters that are given. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? path : `${path}?${query}`;
}

const RETRIES = 4;
const TRY_TIMEOUT_MS = 30_000;
/** The request was not accepted, and the same one may be accepted later. */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Every request is tried again after a lost connection, and after 408, 425, 429 and 5xx answers, with exponential
 * back-off and jitter, never sooner than `Retry-After`.
 */
export function createRequester(options: ClientOptions): Requester {
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

  const request: Requester['request'] = async (
    path,
    init = {},
    { signal } = {},
    isAnswer = (response) => response.ok,
  ) => {
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

  const call = async <T>(path: string, init?: RequestInit, callOptions?: CallOptions) => {
    const response = await request(path, init, callOptions);
    return { body: (await response.json()) as T, headers: response.headers };
  };

  const get = async <T>(path: string, callOptions?: CallOptions) =>
    (await call<T>(path, {}, callOptions)).body;

  const post = async <T>(path: string, body: unknown, callOptions?: CallOptions, headers = {}) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: toJson(body),
    };
    return (await call<T>(path, init, callOptions)).body;
  };

  return { request, call, get, post, waiting, timeoutMs };
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

/**
 * A body in JSON. U+FFFD is escaped: written as it is, it cannot be told from bytes that are not UTF-8, which the API refuses.
 */
export const toJson = (value: unknown): string => JSON.stringify(value).replaceAll('\ufffd', '\\ufffd');

/** The header that says until when a lead may be scored; none without seconds. */
export const expiryOf = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'scorelane-expires-after': String(seconds) };
