import fc from 'fast-check';
import { Strongest } from '../../../lib/model/strongest.ts';

test('of parts of a probability smaller ones count', () => {
  const strongest = new Strongest(3, 'probability');
  [0.00049, 0.0005, 0.004].forEach((strength, field) => {
    strongest.add(field, strength);
  });
  expect([...strongest.fields.subarray(0, strongest.count)]).toEqual([2, 1]);
});

test('keeps the strongest, as sorting them all would, equal ones as they came', () => {
  // Few different numbers, so that there are equal ones.
  const strengths = fc.array(fc.constantFrom(0, 0.0049, 0.005, 0.1, 0.2, 0.3, 1), { maxLength: 12 });
  fc.assert(
    fc.property(strengths, fc.integer({ min: 1, max: 5 }), (all, most) => {
      const strongest = new Strongest(most);
      all.forEach((strength, field) => {
        strongest.add(field, strength);
      });
      const sorted = all
        .map((strength, field) => ({ strength, field }))
        .filter(({ strength }) => strength >= 0.005)
        .sort((a, b) => b.strength - a.strength || a.field - b.field)
        .slice(0, most);
      expect([...strongest.fields.subarray(0, strongest.count)]).toEqual(sorted.map(({ field }) => field));
    }),
  );
});
