import fc from 'fast-check';
import { describeChange } from '../../../../cli/leads/change-table.ts';
import { CHANGE, REFERENCE, STATE } from '../../../support/known-lead.ts';

test('a change is a table of 80 columns: per feature what the value did and what the model did, and their sum', () => {
  const lines = describeChange(STATE, CHANGE);
  expect(lines.join('\n')).toBe(`Lead   ${REFERENCE}
From   41 of 99, 41.0 %, v1, 2026-11-01 09:00 UTC
       00000001-0000-4000-8000-000000000000
To     87 of 99, 87.0 %, v2, 2026-11-02 09:00 UTC
       00000002-0000-4000-8000-000000000000

feature                 from → to                              value   model
visits                  1 → 9                                 +1.500  +0.250
a_feature_with_a_very…  a long text that was there … → short  −0.500  +0.125
source                  web                                    0.000  +0.063
demo_requested          – → true                              +0.750   0.000
(intercept)                                                           +0.077
sum                     +2.265 in log-odds                    +1.750  +0.515

value: the effect of the new value under the earlier version; model: that of the
later version for the new value. All of them add up to the sum.`);
});

test('it is 80 columns wide at most, on a line per feature, whatever the values are', () => {
  const value = fc.oneof(fc.string({ maxLength: 100 }), fc.double(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100 }), value, value, (feature, from, to) => {
      const one = { feature, from, to, input_effect: -1.5, model_effect: 0.5, text: '' };
      const lines = describeChange({ reference: 'r' }, { ...CHANGE, features: [one] });
      const table = lines.slice(lines.indexOf('') + 1);
      expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80);
      expect(table.join('\n').split('\n')).toHaveLength(7);
    }),
  );
});
