import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { decodePath } from '../../infra/local/http-event.ts';
import { limitAnswer } from '../../infra/local/limit-answer.ts';
import type { Api } from '../../lib/http/create-api.ts';
import { checkAnswer } from './check-answer.ts';

export interface Call {
  readonly body?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly base64?: boolean;
}

/**
 * Calls the API as API Gateway's payload format 2.0 does; an answer that AWS would refuse is an error, and so is one that
 * lib/contract does not allow.
 */
export const createCaller =
  (api: Api) =>
  async (method: string, path: string, { body, headers = {}, base64 = false }: Call = {}) => {
    const [sentPath = '', rawQueryString = ''] = path.split('?');
    const rawPath = decodePath(sentPath);
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath,
      rawQueryString,
      headers: {
        host: 'api.example.com',
        'x-forwarded-proto': 'https',
        'content-type': 'application/json',
        ...headers,
      },
      requestContext: { requestId: 'request-1', domainName: 'api.example.com', http: { method, path } },
      isBase64Encoded: base64,
      ...(body !== undefined && { body }),
    } as unknown as APIGatewayProxyEventV2;
    const result = await api(event, {} as Context);
    const answer = limitAnswer(result, (why) => {
      throw new Error(`AWS would answer 500: ${why}`);
    });
    const { statusCode, headers: answered = {}, body: given = '', isBase64Encoded = false } = answer;
    const sent = isBase64Encoded ? Buffer.from(given, 'base64') : given;
    const text = (answered['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString();
    const isJson = /json/.test(String(answered['content-type']));
    const parsed = text !== '' && isJson ? JSON.parse(text) : undefined;
    if (method !== 'HEAD')
      checkAnswer(method, rawPath, {
        status: statusCode!,
        type: String(answered['content-type']),
        body: parsed,
      });
    return {
      status: statusCode,
      headers: answered,
      body: parsed,
      text,
      /** As Lambda hands it over. */
      sentBytes: Buffer.byteLength(JSON.stringify(result)),
    };
  };
