import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Api } from '../../lib/http/create-api.ts';

export interface Call {
  readonly body?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly base64?: boolean;
}

/** Calls the API as API Gateway's payload format 2.0 does. */
export const createCaller =
  (api: Api) =>
  async (method: string, path: string, { body, headers = {}, base64 = false }: Call = {}) => {
    const [rawPath, rawQueryString = ''] = path.split('?');
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
    const { statusCode, headers: answered, body: text } = await api(event, {} as Context);
    const isJson = /json/.test(String(answered?.['content-type']));
    return {
      status: statusCode,
      headers: answered ?? {},
      body: text && isJson ? JSON.parse(text) : undefined,
      text: text ?? '',
    };
  };
