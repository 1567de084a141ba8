import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An event as serverless-offline makes it: `null` where API Gateway leaves a field out. */
export type OfflineHttpEvent = { [K in keyof APIGatewayProxyEventV2]: APIGatewayProxyEventV2[K] | null } & {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: APIGatewayProxyEventV2['requestContext'];
};

/**
 * The event as API Gateway would have sent it. serverless-offline 14.8 differs: absent fields are `null`, the
 * `$default` route has path parameters, every request has the same id, and the forwarding headers are missing.
 */
export function toApiGatewayEvent(event: OfflineHttpEvent): APIGatewayProxyEventV2 {
  const { pathParameters, cookies, headers, requestContext, ...rest } = event;
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return {
    ...(present as unknown as APIGatewayProxyEventV2),
    ...(pathParameters && event.routeKey !== '$default' && { pathParameters }),
    ...(cookies && cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      'x-forwarded-for': requestContext.http.sourceIp,
      'x-forwarded-port': headers.host?.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    requestContext: { ...requestContext, requestId: randomUUID() },
  };
}
