import type { Problem } from './types.ts';

/** The API answered with an error. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The problem details; of an answer that has none (a proxy's page), one made of its status. */
  readonly problem: Problem;
  /** `x-request-id`, for the operator. */
  readonly requestId: string | undefined;

  constructor(problem: Problem, requestId: string | undefined) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.problem = problem;
    this.requestId = requestId;
  }
}

/** The API could not be reached: no connection, or none of the tries was answered. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** The prediction, or the batch, had no final state within the time given. It is not lost: ask for it again. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  /** The prediction's or the batch's. */
  readonly id: string;

  constructor(what: string, id: string, timeoutMs: number) {
    super(`${what} ${id} has no final state after ${timeoutMs / 1000} s; ask for it again later`);
    this.id = id;
  }
}

/** Reads the problem of an answer that is not 2xx. */
export async function readProblem(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: `the answer was HTTP ${response.status} ${response.statusText}`.trim(),
  };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new ApiError({ ...fallback, ...body, status: response.status }, requestId);
  } catch {
    return new ApiError(fallback, requestId);
  }
}
