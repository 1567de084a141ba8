import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What Lambda hands over of a function's answer, bytes of its JSON. */
const LAMBDA_BYTES = 6_291_556;
/** What API Gateway sends of headers in all, bytes. */
const GATEWAY_HEADER_BYTES = 10_240;

/**
 * An answer as a client on AWS gets it: one that is too large for Lambda or API Gateway becomes a 500 without a word.
 *
 * @param tell is told why
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export function limitAnswer(
  answer: APIGatewayProxyStructuredResultV2,
  tell: (why: string) => void,
): APIGatewayProxyStructuredResultV2 {
  const bytes = Buffer.byteLength(JSON.stringify(answer));
  const headers = Object.entries(answer.headers ?? {});
  const headerBytes = Buffer.byteLength(headers.map(([name, value]) => `${name}: ${value}\r\n`).join(''));
  if (bytes <= LAMBDA_BYTES && headerBytes <= GATEWAY_HEADER_BYTES) return answer;
  tell(
    bytes > LAMBDA_BYTES
      ? `Response payload size exceeded maximum allowed payload size (${LAMBDA_BYTES} bytes).`
      : `the headers take ${headerBytes} bytes, and API Gateway sends at most ${GATEWAY_HEADER_BYTES}`,
  );
  return {
    statusCode: 500,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Internal Server Error"}',
  };
}
