import fc from 'fast-check';
import { decodePath } from '../../../infra/local/http-event.ts';
import { leadPath as pathOfClient } from '../../../lib/client/leads.ts';
import { encodeLeadPath, leadPath } from '../../../lib/http/lead-path.ts';
import { compileRoutes } from '../../../lib/http/match-route.ts';

const handle = () => ({ status: 200, headers: {}, body: '' });
const match = compileRoutes([
  { method: 'GET', path: '/leads/:reference', scope: 'open', handle },
  { method: 'GET', path: '/leads/:reference/export', scope: 'open', handle },
]);
const read = (path: string) => {
  const found = match('GET', path);
  return 'route' in found ? [found.route.path, found.params.reference] : undefined;
};
const LEAD = '/leads/:reference';

const anyReference = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.stringMatching(/^[%a-f0-9/?#. \\+&=:ü-]{1,20}$/),
    fc.constantFrom(
      '.',
      '..',
      'export',
      '%',
      '%2F',
      'a/export',
      'a?b',
      '/',
      '//',
      'a#b',
      '50% off',
      '%%25',
      'ü/ü',
    ),
  )
  .filter((reference) => /^[^\p{Cc}\p{Cs}]+$/u.test(reference));
/** As a client's URL parser and API Gateway, or a host that decodes nothing, bring it. */
const sent = (path: string) => new URL(path, 'https://api.example.com').pathname;

test('every reference survives the way through API Gateway, which decodes paths once', () =>
  fc.assert(
    fc.property(anyReference, (reference) => {
      const path = leadPath(reference);
      expect(read(decodePath(sent(path)))).toEqual([LEAD, reference]);
      expect(read(decodePath(sent(`${path}/export`)))).toEqual([`${LEAD}/export`, reference]);
    }),
    { numRuns: 1000 },
  ));

test('percent-encoded once, every reference arrives from hosts that decode nothing', () =>
  fc.assert(
    fc.property(
      anyReference.filter((reference) => !/^\.{1,2}$/.test(reference)),
      (reference) => {
        const path = `/leads/${encodeURIComponent(reference)}`;
        expect(read(sent(path))).toEqual([LEAD, reference]);
        expect(read(sent(`${path}/export`))).toEqual([`${LEAD}/export`, reference]);
      },
    ),
  ));

test.each([
  '00Q5e000001AbCd',
  'Jana Müller',
  'a/b',
  'a#b',
  '50% off',
  'x=1&y',
  '客户 💡',
  'a+b',
  'export',
  'a:b@c',
])('percent-encoded once, “%s” arrives through API Gateway, too', (reference) => {
  expect(read(decodePath(sent(`/leads/${encodeURIComponent(reference)}`)))).toEqual([LEAD, reference]);
});

test('API Gateway cuts a path off at a “?” that it decodes, and leaves alone what it cannot decode', () => {
  expect(decodePath('/leads/a%3Fb')).toBe('/leads/a');
  expect(decodePath('/leads/a%253Fb')).toBe('/leads/a%3Fb');
  expect(decodePath('/predict/%')).toBe('/predict/%');
});

test.each(['/predict/a%2Fb', '/models/a%20b', '/leads', '/', '/leadsx/ü'])(
  '%s is no path of a lead, and stays as it is',
  (path) => {
    expect(encodeLeadPath(path)).toBe(path);
  },
);

test('the client, which takes nothing of the API but types, writes the same path', () => {
  const references = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('.', '..', 'a/b c', '50%25', 'a?b'),
  );
  fc.assert(
    fc.property(references, (reference) => expect(pathOfClient(reference)).toBe(leadPath(reference))),
  );
});
