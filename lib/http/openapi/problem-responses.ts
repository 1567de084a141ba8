import type { ProblemType } from '../../contract/words.ts';
import { refHeaders } from './header-components.ts';
import type { Operation } from './operation.ts';
import { describeStatus, PROBLEM_TYPES, problemExample, typesOf } from './problem-examples.ts';

type Response = Readonly<Record<string, unknown>>;

/** Headers of problems: those that are always there, and those that are at times. */
const HEADERS: Readonly<Record<number, readonly [always: readonly string[], atTimes?: readonly string[]]>> = {
  401: [['WWW-Authenticate']],
  403: [[], ['WWW-Authenticate']],
  405: [['Allow']],
  412: [[], ['ETag']],
  415: [[], ['Accept', 'Accept-Post', 'Accept-Encoding']],
  429: [['Retry-After']],
  503: [[], ['Retry-After']],
};

/** Of a key that has a rate; a request is counted before anything else is done with it. */
const RATE = ['RateLimit', 'RateLimit-Policy'];

/** Their types depend on what the path is about. */
const OWN = [404, 409, 410, 413];

/** The responses of an operation's problems. Those that are alike everywhere are components. */
export const refProblems = ({ problems }: Operation, path: string): Readonly<Record<string, Response>> =>
  Object.fromEntries(
    problems.map((status) => [
      status,
      OWN.includes(status)
        ? describeProblem(status, typesOf(status, path))
        : { $ref: `#/components/responses/Problem${status}` },
    ]),
  );

/** @param statuses of all problems of all operations */
export const problemResponses = (statuses: ReadonlySet<number>): Readonly<Record<string, Response>> =>
  Object.fromEntries(
    [...statuses]
      .filter((status) => !OWN.includes(status))
      .sort()
      .map((status) => [`Problem${status}`, describeProblem(status, typesOf(status, ''))]),
  );

function describeProblem(status: number, types: readonly ProblemType[]): Response {
  const listed = types.map((type) => `\`/problems/${type}\``).join(', ');
  const [always, atTimes = []] = HEADERS[status] ?? [[]];
  return {
    description: `${describeStatus(status)}: ${listed}`,
    headers: refHeaders(always, [...atTimes, ...RATE]),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(
          types.map((type) => [type, { $ref: `#/components/examples/problem.${type}` }]),
        ),
      },
    },
  };
}

/** Of every type. */
export const problemExamples = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    PROBLEM_TYPES.map((type) => {
      const value = problemExample(type);
      return [`problem.${type}`, { summary: value.title, value }];
    }),
  );
