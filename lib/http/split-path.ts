import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A path as routes have it, and what stands before it in the addresses that the client uses. */
export interface SplitPath {
  readonly path: string;
  /** Such as `/dev/api`; empty: nothing. */
  readonly prefix: string;
}

/**
 * Takes off a path what API Gateway and the setting `BASE_PATH` put before it: the name of a stage that is not `$default`, then
 * the base path. A request may come without either, as a custom domain or a proxy that removes them sends it: its addresses
 * carry the base path all the same, because this is where clients find the API.
 *
 * @param basePath such as `/api`; empty: none
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function splitPath(
  { rawPath, requestContext: { stage } }: Pick<APIGatewayProxyEventV2, 'rawPath' | 'requestContext'>,
  basePath: string,
): SplitPath {
  const stagePath = stage === undefined || stage === '$default' ? '' : `/${stage}`;
  const inStage = cutPrefix(rawPath, stagePath);
  const path = inStage ?? rawPath;
  return {
    path: cutPrefix(path, basePath) ?? path,
    prefix: (inStage === undefined ? '' : stagePath) + basePath,
  };
}

/** Whole segments only; undefined: the path does not begin so. */
function cutPrefix(path: string, prefix: string): string | undefined {
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}
