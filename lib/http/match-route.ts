import type { ApiRoute } from './api-route.ts';

/**
 * The route of a request and what its path holds; else the methods that the path has, none when there is no such path, and
 * the template that it fits.
 */
export type Match<Deps> =
  | { readonly route: ApiRoute<Deps>; readonly params: Readonly<Record<string, string>> }
  | OtherMethod;

export interface OtherMethod {
  readonly allowed: readonly string[];
  /** The media types of what may be posted there. */
  readonly takes: readonly string[];
  readonly path: string | undefined;
}

/**
 * Finds routes by method and path, case-sensitive, without regard to a slash at the end. A segment such as `:id` takes
 * any text that is not empty; of two routes that fit, the first one is taken. HEAD is answered wherever GET is (RFC 9110
 * §9.3.2).
 *
 * @returns a function that throws URIError for a path that is not percent-encoded as RFC 3986 says
 */
export function compileRoutes<Deps>(
  routes: readonly ApiRoute<Deps>[],
): (method: string, path: string) => Match<Deps> {
  const bySize = Map.groupBy(
    routes.map((route) => ({ route, segments: split(route.path) })),
    ({ segments }) => segments.length,
  );
  return (method, path) => {
    const found = split(path);
    const fitting = (bySize.get(found.length) ?? []).filter(({ segments }) =>
      segments.every((segment, i) => (segment.startsWith(':') ? found[i] !== '' : segment === found[i])),
    );
    const asked = method === 'HEAD' ? 'GET' : method;
    const match = fitting.find(({ route }) => route.method === asked);
    if (match === undefined)
      return {
        allowed: fitting.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])),
        takes: fitting.flatMap(({ route }) => (route.method === 'POST' ? (route.takes ?? []) : [])),
        path: fitting[0]?.route.path,
      };
    const params: Record<string, string> = {};
    match.segments.forEach((segment, i) => {
      if (segment.startsWith(':')) params[segment.slice(1)] = decodeURIComponent(found[i]!);
    });
    return { route: match.route, params };
  };
}

const split = (path: string): string[] => path.replace(/^\/|\/$/g, '').split('/');
