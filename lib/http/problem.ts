import type { Problem } from '../contract/problem.ts';
import { PROBLEMS, type ProblemType } from '../contract/words.ts';
import type { ApiAnswer } from './answer.ts';
import { boundErrors, cutText } from './bound-errors.ts';

export type { ProblemType };

/** What a problem has besides its type, its title and its status. */
type ProblemMembers = Omit<Problem, 'type' | 'title' | 'status' | 'detail' | 'errors_total'>;

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
 *
 * @param basePath what stands before every path where the client asks, so that the type is the address of its page
 */
export function answerProblem({ type, message, headers, members }: HttpProblem, basePath = ''): ApiAnswer {
  const [status, title] = PROBLEMS[type];
  const { errors, ...ids } = members;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      type: `${basePath}/problems/${type}`,
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
