import fc from 'fast-check';
import { conversionCurve } from '../../../lib/statistics/conversion-curve.ts';
import { conversionShareInterval } from '../../../lib/statistics/conversion-share-interval.ts';
import { shareConverted } from '../../../lib/statistics/share-converted.ts';

const six = { delays: [1, 2, 2, 4, 1, 3], ages: [5, 5, 5, 5, 2, 3] };
const observed = fc
  .array(fc.record({ delay: fc.nat(12), more: fc.nat(12) }), { minLength: 1, maxLength: 40 })
  .map((leads) => ({ delays: leads.map((l) => l.delay), ages: leads.map((l) => l.delay + l.more) }));

test('is the product of the reverse hazards, with the variance of its logarithm', () => {
  const curve = conversionCurve(six, 5);
  expect([...curve.shares]).toEqual([0, 0.28125, 0.5625, 0.75, 1, 1]);
  const variances = [5 / 12, 5 / 12, 1 / 6, 1 / 12, 0, 0];
  for (const [day, variance] of variances.entries())
    expect(curve.logVariances[day]).toBeCloseTo(variance, 12);
  expect(curve).toMatchObject({ horizon: 5, conversions: 6, watched: Int32Array.of(0, 2, 4, 4, 4, 4) });
});

test('conversions after the horizon, or on a day that was not watched to its end, are not used', () => {
  const { delays, ages } = six;
  const more = { delays: [...delays, 6, 3, 9], ages: [...ages, 8, 2, 9] };
  expect(conversionCurve(more, 5)).toEqual(conversionCurve(six, 5));
});

test('when every lead was watched to the horizon it is the share of the delays', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 50 }), (delays) => {
      const { shares } = conversionCurve({ delays, ages: delays.map(() => 9) }, 9);
      for (let day = 0; day <= 9; day++)
        expect(shares[day]).toBeCloseTo(delays.filter((delay) => delay <= day).length / delays.length, 12);
    }),
  );
});

test('ascends to 1, counts each day as its definition does, and knows no order of the leads', () => {
  fc.assert(
    fc.property(observed, fc.integer({ min: 1, max: 25 }), ({ delays, ages }, horizon) => {
      const curve = conversionCurve({ delays, ages }, horizon);
      for (let day = 0; day <= horizon; day++) {
        const there = delays.filter((delay, i) => delay <= day && ages[i]! >= day);
        expect(curve.watched[day]).toBe(there.length);
        const before = day === 0 ? 0 : curve.shares[day - 1]!;
        expect(before).toBeLessThanOrEqual(curve.shares[day]!);
        const came = there.filter((delay) => delay === day).length;
        if (day > 0)
          expect(before).toBeCloseTo(
            curve.shares[day]! * (1 - (there.length === 0 ? 0 : came / there.length)),
            12,
          );
        const { low, high } = conversionShareInterval(curve, day);
        expect(0 <= low && low <= curve.shares[day]! && curve.shares[day]! <= high && high <= 1).toBe(true);
      }
      expect(curve.shares[horizon]).toBe(1);
      expect(conversionCurve({ delays: delays.toReversed(), ages: ages.toReversed() }, horizon)).toEqual(
        curve,
      );
    }),
  );
});

test('the interval is symmetric in ln(-ln m)', () => {
  // numpy: m = .5625, v = 1/6, h = 1.959963984540054 * sqrt(v) / -log(m); m ** exp(h), m ** exp(-h)
  const { low, high } = conversionShareInterval(conversionCurve(six, 5), 2);
  expect(low).toBeCloseTo(0.0991032, 5);
  expect(high).toBeCloseTo(0.86657185, 5);
});

test('a share that nothing contradicts has an interval, too', () => {
  const curve = conversionCurve(six, 5);
  // 4 of 4 and 0 of 2 by Wilson, the latter of the upper end of the day after.
  expect(conversionShareInterval(curve, 4)).toEqual({ low: expect.closeTo(0.51011, 5), high: 1 });
  expect(conversionShareInterval(curve, 5)).toEqual({ low: 1, high: 1 });
  const first = conversionShareInterval(curve, 1).high;
  expect(conversionShareInterval(curve, 0)).toEqual({ low: 0, high: expect.closeTo(0.65762 * first, 5) });
});

test('between two days the share lies on the line between theirs', () => {
  const curve = conversionCurve(six, 5);
  // numpy: interp([-1, 0, .5, 2, 2.25, 5, 700], range(6), m)
  const ages = [-1, 0, 0.5, 2, 2.25, 5, 700];
  expect(ages.map((age) => shareConverted(curve, age))).toEqual([0, 0, 0.140625, 0.5625, 0.609375, 1, 1]);
});

test('what are no whole days is refused', () => {
  const of = (delay: number, age: number, horizon: number) => () =>
    conversionCurve({ delays: [delay], ages: [age] }, horizon);
  expect(of(1, 2, 0)).toThrow('expected a horizon of at least 1 whole day, got 0');
  expect(of(1.5, 2, 3)).toThrow('expected whole days from 0 on, got 1.5');
  expect(of(-1, 2, 3)).toThrow('expected whole days from 0 on, got -1');
  expect(of(1, Number.NaN, 3)).toThrow('expected whole days from 0 on, got NaN');
  expect(() => conversionCurve({ delays: [1], ages: [] }, 3)).toThrow('got 0 of 1');
});
