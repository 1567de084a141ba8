import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ApiAnswer } from './answer.ts';
import { MOST_ANSWER_BYTES } from './answer-size.ts';
import { answerProblem, HttpProblem } from './problem.ts';

interface Sealed {
  readonly result: APIGatewayProxyStructuredResultV2;
  readonly problem: string | undefined;
}

/** A body of fewer characters fits, whatever they are: one takes at most six bytes, as `\u0000` in JSON. */
const SURELY_FITS = MOST_ANSWER_BYTES / 8;

/**
 * An answer as Lambda hands it over. One that is too large is a defect: every list is paged and every error cut before. It
 * becomes a problem that says so, instead of a 5xx of API Gateway that nobody can explain.
 */
export function sealAnswer(
  answer: ApiAnswer,
  requestId: string,
  log: (message: string, error: Error) => void,
  basePath = '',
): Sealed {
  const result = toResult(answer, requestId);
  if (result.body!.length <= SURELY_FITS) return { result, problem: answer.problem };
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= MOST_ANSWER_BYTES) return { result, problem: answer.problem };
  log('an answer is too large', new Error(`expected at most ${MOST_ANSWER_BYTES} bytes, made ${bytes}`));
  const problem = new HttpProblem(
    'answer-too-large',
    'what was asked for is done, but the answer is larger than this API can send; ask for less of it, with limit, or by its id',
  );
  return sealAnswer(answerProblem(problem, basePath), requestId, log);
}

function toResult({ status, headers, body }: ApiAnswer, requestId: string): Sealed['result'] {
  const isText = typeof body === 'string';
  return {
    statusCode: status,
    headers: { ...headers, 'x-request-id': requestId },
    body: isText ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !isText,
  };
}
