import fc from 'fast-check';
import { describeMove, shortNumber } from '../../../lib/model/sentences.ts';

describe('the number in a sentence', () => {
  test.each([
    [31, '31'],
    [-3, '-3'],
    [8432.5618, '8432.56'],
    [8432.5, '8432.5'],
    [8432.999, '8433'],
    [1.05, '1.05'],
    [-2.345678, '-2.35'],
    [0.0342857142857, '0.0343'],
    [0.999999, '1'],
    [0.00012345, '0.000123'],
    [1e21, '1e+21'],
    [1e-300, '1e-300'],
  ])('%d is told as %s', (x, text) => {
    expect(shortNumber(x)).toBe(text);
  });

  test('is the number, but for what nobody counts with', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Math.abs(Number(shortNumber(x)) - x)).toBeLessThanOrEqual(Math.abs(x) * 0.0051);
      }),
    );
  });
});

test.each([
  [0.04, 0.04, ' raises the probability by 4 percentage points'],
  [-0.042, -0.042, ' lowers the probability by 4.2 percentage points'],
  [0.01, 0.01, ' raises the probability by 1 percentage point'],
  [0.1249, 0.1249, ' raises the probability by 12 percentage points'],
  [0.0999, 0.09999, ' raises the probability by 10 percentage points'],
  [1, 1, ' raises the probability by 100 percentage points'],
  [-0.0004, -0.0004, ' lowers the probability by less than 0.1 percentage points'],
  [0.3, 0, ' speaks for a conversion, but alone does not change the probability'],
  [-0.3, 0, ' speaks against a conversion, but alone does not change the probability'],
])('an effect of %d on the probability, of which %d is seen', (effect, moved, text) => {
  expect(describeMove(effect, moved)).toBe(text);
});
