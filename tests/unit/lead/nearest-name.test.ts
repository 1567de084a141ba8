import fc from 'fast-check';
import { nearestName } from '../../../lib/lead/nearest-name.ts';

const names = ['source', 'company_size', 'visits'];

test.each([
  ['surce', 'source'],
  ['CompanySize', 'company_size'],
  ['company-size', 'company_size'],
  ['visit', 'visits'],
  ['xyz', undefined],
  ['', undefined],
  ['s'.repeat(5000), undefined],
])('%p → %p', (name, nearest) => {
  expect(nearestName(name, names)).toBe(nearest);
});

test('finds what a search without a short cut finds', () => {
  /** The optimal string alignment as it is defined: Levenshtein's distance, with swaps of neighbours. */
  const distance = (a: string, b: string): number =>
    a === '' || b === ''
      ? a.length + b.length
      : Math.min(
          distance(a.slice(1), b) + 1,
          distance(a, b.slice(1)) + 1,
          distance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
          ...(a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]
            ? [distance(a.slice(2), b.slice(2)) + 1]
            : []),
        );
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 5 }), (name, names) => {
      const allowed = Math.min(2, Math.floor(name.length / 3));
      const distances = names.map((candidate) => distance(name, candidate));
      const least = Math.min(...distances);
      expect(nearestName(name, names)).toBe(least <= allowed ? names[distances.indexOf(least)] : undefined);
    }),
    { numRuns: 500 },
  );
});
