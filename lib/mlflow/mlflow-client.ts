import { InputError } from '../errors.ts';

/** An MLflow tracking server, as far as it is asked: https://mlflow.org/docs/latest/rest-api.html */
export interface MlflowClient {
  /** @throws {MlflowError} the server refused, or could not be asked */
  get<T>(path: string, query: Readonly<Record<string, string>>): Promise<T>;
  /** @throws {MlflowError} the server refused, or could not be asked */
  post<T>(path: string, body: unknown): Promise<T>;
}

/** The server's refusal, or why there was no answer. */
export class MlflowError extends Error {
  override readonly name = 'MlflowError';
  /** Of the server, such as `RESOURCE_ALREADY_EXISTS`; undefined: it was not the server who refused. */
  readonly code: string | undefined;

  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface MlflowOptions {
  /** Such as `http://127.0.0.1:5000`; `user:password@` in it is sent as `user` and `password` are, and never printed. */
  readonly trackingUri: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  /** For basic authentication, without a token. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 30_000;

/** @throws {InputError} the address is none */
export function createMlflowClient({
  trackingUri,
  token,
  user,
  password,
  fetch: send = fetch,
}: MlflowOptions): MlflowClient {
  const { address, credentials } = readAddress(trackingUri);
  const base = `${address}/api/2.0/mlflow/`;
  const basic = user === undefined ? credentials : `${user}:${password ?? ''}`;
  const authorization =
    token !== undefined
      ? `Bearer ${token}`
      : basic !== undefined
        ? `Basic ${Buffer.from(basic).toString('base64')}`
        : undefined;
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await send(base + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: Error & { cause?: { code?: string } }) => {
      throw new MlflowError(
        `${address} cannot be reached: ${error.cause?.code ?? error.message}. Is the tracking server up?`,
        undefined,
        { cause: error },
      );
    });
    const text = await response.text();
    const answer = parse(text);
    if (response.ok && answer !== undefined) return answer as T;
    const { error_code, message } = (answer ?? {}) as { error_code?: string; message?: string };
    throw new MlflowError(
      `${address} refused ${path.split('?', 1)[0]}: ${message ?? `HTTP ${response.status}, and no MLflow answer`}`,
      error_code,
    );
  };
  return {
    get: (path, query) => ask('GET', `${path}?${new URLSearchParams(query)}`),
    post: (path, body) => ask('POST', path, body),
  };
}

/** Takes the credentials out of an address: fetch takes none there, and would repeat them in its message. */
function readAddress(text: string): { address: string; credentials: string | undefined } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InputError('--mlflow: expected an address such as http://127.0.0.1:5000, got something else.');
  const { username, password, origin, pathname } = url;
  return {
    address: origin + pathname.replace(/\/+$/, ''),
    credentials: username === '' ? undefined : `${decode(username)}:${decode(password)}`,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that stands for itself.
    return part;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
