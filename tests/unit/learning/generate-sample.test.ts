import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { createRandom, hashText, mix32 } from '../../../lib/statistics/random.ts';

test('the same rows and seed give the same text, another seed another', () => {
  const sample = generateSample({ rows: 50, seed: 1 });
  expect(generateSample({ rows: 50, seed: 1 })).toEqual(sample);
  expect(generateSample({ rows: 50, seed: 2 }).csv).not.toBe(sample.csv);
  expect(sample.csv.split('\n')).toHaveLength(52);
});

test('about a fifth converts, as the true probabilities say', () => {
  const { csv, trueProbabilities } = generateSample({ rows: 20_000, seed: 3 });
  const expected = trueProbabilities.reduce((sum, p) => sum + p, 0) / 20_000;
  const converted = csv.split('\n').filter((line) => line.endsWith(',yes')).length / 20_000;
  expect(expected).toBeGreaterThan(0.18);
  expect(expected).toBeLessThan(0.22);
  // Four standard errors of a share of .2 among 20,000.
  expect(Math.abs(converted - expected)).toBeLessThan(4 * Math.sqrt(0.16 / 20_000));
});

test('the random numbers are uniform in [0, 1)', () => {
  const random = createRandom(42);
  const bins = new Int32Array(20);
  for (let i = 0; i < 100_000; i++) bins[Math.floor(20 * random())]! += 1;
  const chiSquare = bins.reduce((sum, n) => sum + (n - 5000) ** 2 / 5000, 0);
  // The 99.9th percentile of χ² with 19 degrees of freedom.
  expect(chiSquare).toBeLessThan(43.82);
});

test('mix32 is MurmurHash3’s finaliser', () => {
  // fmix32 of the reference implementation (smhasher, MurmurHash3.cpp).
  expect([0, 1, 2, 0xffffffff].map(mix32)).toEqual([0, 0x514e28b7, 0x30f4c306, 0x81f16f39]);
});

test('texts that differ little have hashes that differ', () => {
  const hashes = new Set(Array.from({ length: 10_000 }, (_, i) => hashText(`L-${i}`)));
  expect(hashes.size).toBeGreaterThan(9_990);
});
