import fc from 'fast-check';
import { chooseEdges } from '../../../../lib/learning/profile/choose-edges.ts';
import { findQuantiles } from '../../../../lib/learning/profile/describe-numbers.ts';
import { labelRanges, makeBin, makeLevels, makeRanges } from '../../../../lib/learning/profile/make-bins.ts';
import { type NumberTally, tallyLevels, tallyNumbers } from '../../../../lib/learning/profile/tally.ts';

const tally = (values: readonly number[]): NumberTally =>
  tallyNumbers(
    { values: Float64Array.from(values) },
    new Uint8Array(values.length),
    Int32Array.from(values.keys()),
  );
const from = (first: number, last: number, step = 1) =>
  Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => first + i * step);
const base = { rows: 10, hasOutcome: true };

describe('the edges of a histogram', () => {
  test.each<[string, number[], number[]]>([
    ['few values: one bar each', [3, 1, 2, 2], [1, 2]],
    ['a constant: one bar', [7, 7], []],
    ['round numbers of equal distance', from(0, 100), from(0, 90, 10)],
    ['whole numbers stay whole', from(1, 30), from(0, 28, 2).slice(1)],
    ['fractions', from(0.1, 0.9, 0.01), from(0.1, 0.85, 0.05)],
    ['a long tail: 1, 2, 5, 10 …', [...Array(200).fill(0), ...from(1, 20), 5000], [0, 1, 2, 5, 10, 20]],
  ])('%s', (_name, values, expected) => {
    expect([...chooseEdges(tally(values))]).toEqual(expected.map((edge) => expect.closeTo(edge, 9)));
  });

  test('are ascending, at most 20, with leads in both outer bars', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const counted = tally(values);
          const edges = chooseEdges(counted);
          expect(edges.length).toBeLessThanOrEqual(21);
          expect([...edges]).toEqual([...new Set(edges)].sort((a, b) => a - b));
          const bins = makeRanges(counted, edges, { rows: values.length, hasOutcome: false });
          expect(bins).toHaveLength(edges.length + 1);
          expect(bins[0]!.rows).toBeGreaterThan(0);
          expect(bins.at(-1)!.rows).toBeGreaterThan(0);
          expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(values.length);
        },
      ),
    );
  });
});

test('quantiles never leave the values and never fall', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const found = findQuantiles(tally(values), [0, 0.01, 0.5, 0.99, 1]);
      expect(found[0]).toBe(Math.min(...values));
      expect(found.at(-1)).toBe(Math.max(...values));
      expect(found).toEqual(found.toSorted((a, b) => a - b));
    }),
  );
});

describe('the labels of ranges', () => {
  const label = (edges: number[], values: number[]) =>
    labelRanges(Float64Array.from(edges), Float64Array.from(values));

  test.each<[string, number[], number[], string[]]>([
    ['whole numbers', [0, 1, 5, 1000], [0, 1, 5, 1000, 2000], ['0', '1', '2 – 5', '6 – 1,000', '≥ 1,001']],
    ['whole numbers below the first edge', [5], [1, 5, 6], ['≤ 5', '6']],
    ['fractions', [0.5, 1], [0.1, 0.7, 2], ['≤ 0.5', '0.5 – 1', '> 1']],
    ['no edge', [], [1, 2], ['1 – 2']],
    ['a constant', [], [4], ['4']],
  ])('%s', (_name, edges, values, expected) => {
    expect(label(edges, values)).toEqual(expected);
  });
});

describe('levels', () => {
  const count = (words: readonly string[]) => {
    const levels = [...new Set(words)];
    return tallyLevels(
      { levels, codes: words.map((word) => levels.indexOf(word)) },
      new Uint8Array(words.length),
      Int32Array.from(words.keys()),
    );
  };

  const each = (leads: number, words: readonly string[]) => Array.from({ length: leads }, () => words).flat();
  const tell = (words: readonly string[]) =>
    makeLevels(count(words), base).map(({ kind, label, rows }) => [kind, label, rows]);

  test('most frequent first, ties by text, whatever their order', () => {
    const expected = ['c', 'a', 'b'].map((word) => ['level', word, word === 'c' ? 40 : 20]);
    expect(tell(each(20, ['b', 'a', 'c', 'c']))).toEqual(expected);
    expect(tell(each(20, ['c', 'a', 'c', 'b']))).toEqual(expected);
  });

  test('those of fewer than 20 leads, or after the 20th, are one and have no name', () => {
    const words = from(1, 40).map((i) => `w${i}`);
    expect(tell([...each(19, words), 'w7', 'w3'])).toEqual([
      ['level', 'w3', 20],
      ['level', 'w7', 20],
      ['other', '38 more values', 38 * 19],
    ]);
    const many = tell(each(20, words));
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toEqual(['other', '20 more values', 400]);
    expect(tell(each(19, words))).toEqual([['other', '40 values', 40 * 19]]);
  });
});

test('a bin without leads has no rate', () => {
  expect(makeBin('range', 'x', { total: 0, converted: 0 }, base)).toEqual({
    kind: 'range',
    label: 'x',
    rows: 0,
    share: 0,
    converted: 0,
  });
});
