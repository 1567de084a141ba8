import fc from 'fast-check';
import type { ApiRoute } from '../../../lib/http/api-route.ts';
import { compileRoutes } from '../../../lib/http/match-route.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';

const match = compileRoutes(API_ROUTES);
const named = (method: string, path: string) => {
  const found = match(method, path);
  return 'allowed' in found ? found.allowed : [found.route.path, found.params];
};

test.each([
  ['GET', '/', ['/', {}]],
  ['GET', '', ['/', {}]],
  ['GET', '/health/', ['/health', {}]],
  ['GET', '/predict/a%20b', ['/predict/:id', { id: 'a b' }]],
  ['POST', '/predict/x/cancel', ['/predict/:id/cancel', { id: 'x' }]],
  ['PUT', '/models/a/aliases/b', ['/models/:name/aliases/:alias', { name: 'a', alias: 'b' }]],
  ['GET', '/predictions.csv', ['/predictions.csv', {}]],
  ['HEAD', '/health', ['/health', {}]],
  ['HEAD', '/predict', ['POST']],
  ['PATCH', '/predict/x', ['GET', 'HEAD', 'DELETE']],
  ['POST', '/predict//cancel', []],
  ['GET', '/Health', []],
  ['GET', '/predict/x/y/z', []],
  ['GET', '//health', []],
  ['GET', '/predict/../health', []],
])('%s %s', (method, path, expected) => {
  expect(named(method, path)).toEqual(expected);
});

test('a path that is not percent-encoded throws', () => {
  expect(() => match('GET', '/predict/%')).toThrow(URIError);
});

test('every route is found by its own path, whatever its segments hold', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(
      fc.constantFrom(...API_ROUTES),
      fc.array(text, { minLength: 3, maxLength: 3 }),
      (route, texts) => {
        let next = 0;
        const params: Record<string, string> = {};
        const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
          params[name] = texts[next++]!;
          return encodeURIComponent(params[name]);
        });
        expect(match(route.method, path)).toEqual({
          route: expect.objectContaining<ApiRoute>(route),
          params,
        });
      },
    ),
  );
});
