import { buildOpenApi } from '../../../lib/http/openapi/build-openapi.ts';
import { describeRoute } from '../../../lib/http/openapi/describe-route.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { callEverything } from '../../support/call-everything.ts';
import { logicalName } from '../../support/packaged-service.ts';
import { type Expectations, propertiesOf } from './deployed.ts';

const HEADER_REFERENCE = /#\/components\/headers\/([\w-]+)/g;
const operations = API_ROUTES.map(describeRoute);
const unique = (names: readonly string[]): string[] => [...new Set(names.map((name) => name.toLowerCase()))];
const ACCEPTED = unique([
  // Of every route.
  ...['authorization', 'content-type', 'content-encoding', 'scorelane-expires-after'],
  ...operations.flatMap(({ parameters }) =>
    parameters.flatMap(({ name, in: place }) => (place === 'header' ? [name] : [])),
  ),
]);
/** Of every answer that the document describes, problems too. */
const ANSWERED = unique(
  [...JSON.stringify(buildOpenApi(API_ROUTES, '', undefined)).matchAll(HEADER_REFERENCE)].map(
    ([, name]) => name!,
  ),
);
/** HEAD wherever GET is, and OPTIONS everywhere. */
const METHODS = [...new Set([...API_ROUTES.map(({ method }) => method), 'HEAD', 'OPTIONS'])];
/** Browsers ask nobody for these (Fetch, "CORS-safelisted"). */
const SAFE = { sent: ['accept'], read: ['content-type'] };

export const httpExpectations: Expectations = {
  'every path and method is answered through one route'({ all }) {
    const routes = all('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
    expect(routes).toEqual(['$default']);
  },

  'the gateway throttles what all callers do together, as the stage says'(deployed) {
    const { requestsPerSecond, burst } = deployed.row;
    expect(propertiesOf(deployed, 'HttpApiStage').DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: requestsPerSecond,
      ThrottlingBurstLimit: burst,
    });
  },

  'pages on one other host may call the API, without credentials'(deployed) {
    const { AllowOrigins, AllowCredentials } = propertiesOf(deployed, 'HttpApi').CorsConfiguration;
    expect(AllowOrigins).toHaveLength(1);
    expect(AllowOrigins[0]).toMatch(/^https?:\/\/[^*/]+$/);
    expect(AllowCredentials ?? false).toBe(false);
  },

  'pages may send every header that the API reads, and read every one that it answers with'(deployed) {
    const { AllowHeaders, AllowMethods, ExposeHeaders, MaxAge } = propertiesOf(
      deployed,
      'HttpApi',
    ).CorsConfiguration;
    expect(AllowHeaders.toSorted()).toEqual(ACCEPTED.toSorted());
    expect(ExposeHeaders.toSorted()).toEqual(ANSWERED.toSorted());
    expect(AllowMethods.toSorted()).toEqual(METHODS.toSorted());
    // Chromium asks again after two hours at the latest; a longer promise is not kept.
    expect(MaxAge).toBeGreaterThanOrEqual(600);
    expect(MaxAge).toBeLessThanOrEqual(7200);
  },

  async 'pages may send and read what the client sends and reads'(deployed) {
    const { AllowHeaders, AllowMethods, ExposeHeaders } = propertiesOf(deployed, 'HttpApi').CorsConfiguration;
    const { methods, sent, read } = await callEverything();
    expect(sent).toEqual(expect.arrayContaining(['authorization', 'idempotency-key', 'prefer']));
    expect(read).toEqual(expect.arrayContaining(['retry-after', 'x-request-id']));
    expect([...AllowHeaders, ...SAFE.sent]).toEqual(expect.arrayContaining(sent));
    expect([...ExposeHeaders, ...SAFE.read]).toEqual(expect.arrayContaining(read));
    expect(AllowMethods).toEqual(expect.arrayContaining(methods));
  },

  'requests are logged with what came of them, and never with their path'(deployed) {
    const { AccessLogSettings } = propertiesOf(deployed, 'HttpApiStage');
    expect(logicalName(AccessLogSettings.DestinationArn)).toBe('HttpApiLogGroup');
    expect(propertiesOf(deployed, 'HttpApiLogGroup').LogGroupName).toBe(
      `/aws/http-api/scorelane-${deployed.stage}`,
    );
    const logged = JSON.parse(AccessLogSettings.Format);
    expect(logged).toEqual({
      time: '$context.requestTime',
      // The API's own lines have it, too.
      requestId: '$context.requestId',
      sourceIp: '$context.identity.sourceIp',
      method: '$context.httpMethod',
      routeKey: '$context.routeKey',
      protocol: '$context.protocol',
      status: '$context.status',
      responseLength: '$context.responseLength',
      responseLatency: '$context.responseLatency',
      integrationStatus: '$context.integrationStatus',
      integrationLatency: '$context.integrationLatency',
      error: '$context.error.message',
      integrationError: '$context.integrationErrorMessage',
    });
    expect(AccessLogSettings.Format).not.toMatch(/path|querystring|userAgent|authorizer/i);
  },
};
