import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseTransform, fitYeoJohnson } from '../../../../lib/learning/preparation/choose-transform.ts';
import { rangeOf, sortSample } from '../../../../lib/learning/preparation/summarise-numbers.ts';
import { yeoJohnson } from '../../../../lib/model/apply-steps.ts';

interface Figures {
  readonly values: readonly number[];
  readonly yeo_johnson: Readonly<
    Record<'transformed' | 'at_minus_1' | 'at_0' | 'at_2', readonly number[]>
  > & {
    readonly lambda: number;
  };
}
type Name = 'lognormal' | 'left-skewed' | 'both signs' | 'counts';
const golden: Record<Name, Figures> = JSON.parse(
  readFileSync(join(__dirname, '../golden/preparation.json'), 'utf8'),
);
const columns = Object.entries(golden).map(([name, figures]) => [name, figures] as const);
const sortedOf = (values: readonly number[]) => Float64Array.from(values).sort();

describe.each(columns)('%s, beside numpy and scipy', (_name, figures) => {
  const sorted = sortedOf(figures.values);

  test('the Yeo–Johnson transformation and its best lambda', () => {
    const { lambda, transformed, ...at } = figures.yeo_johnson;
    // scipy's search stops at about 1e-8 of the likelihood, which is flat at its top.
    expect(fitYeoJohnson(sorted)).toBeCloseTo(lambda, 4);
    figures.values.slice(0, 5).forEach((x, i) => {
      expect(yeoJohnson(x, lambda)).toBeCloseTo(transformed[i]!, 10);
      expect(yeoJohnson(x, -1)).toBeCloseTo(at.at_minus_1[i]!, 10);
      expect(yeoJohnson(x, 0)).toBeCloseTo(at.at_0[i]!, 10);
      expect(yeoJohnson(x, 2)).toBeCloseTo(at.at_2[i]!, 10);
    });
  });
});

describe('which transformation helps', () => {
  const of = (name: Name) => sortedOf(golden[name].values);

  test('the logarithm of what is never negative and has a long right tail', () => {
    expect(chooseTransform(of('lognormal'), 'auto')).toEqual({ op: 'log1p' });
    expect(chooseTransform(of('counts'), 'auto')).toEqual({ op: 'log1p' });
  });

  test('a power where there is a long left tail', () => {
    expect(chooseTransform(of('left-skewed'), 'auto')).toMatchObject({ op: 'yeo-johnson' });
  });

  test('none of what is not skewed, however it is asked for the logarithm', () => {
    expect(chooseTransform(of('both signs'), 'auto')).toBeUndefined();
    expect(chooseTransform(of('both signs'), 'log1p')).toBeUndefined();
    expect(chooseTransform(of('left-skewed'), 'log1p')).toBeUndefined();
    expect(chooseTransform(of('lognormal'), 'none')).toBeUndefined();
    expect(chooseTransform(new Float64Array(0), 'yeo-johnson')).toBeUndefined();
    expect(chooseTransform(new Float64Array(50).fill(3), 'yeo-johnson')).toBeUndefined();
  });
});

test('only the known values of the named leads count', () => {
  const values = Float64Array.from([5, NaN, -2, 9, 100]);
  const rows = Int32Array.from([0, 1, 2, 3]);
  expect(rangeOf(values, rows)).toEqual({ low: -2, high: 9, known: 3 });
  expect([...sortSample(values, rows)]).toEqual([-2, 5, 9]);
});

test('of many leads an evenly spaced part stands for all', () => {
  const values = Float64Array.from({ length: 250_000 }, (_, i) => i);
  const sample = sortSample(values, Int32Array.from(values));
  expect(sample.length).toBe(100_000);
  expect(sample[50_000]).toBeCloseTo(125_000, -2);
});
