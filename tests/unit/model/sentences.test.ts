import fc from 'fast-check';
import { shortNumber } from '../../../lib/model/sentences.ts';

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
