import { planMemory } from '../../../lib/learning/trainers/trees/grow/grow-memory.ts';
import {
  rulesOf,
  TREES_DEFAULTS,
  TRIED_SETTINGS,
} from '../../../lib/learning/trainers/trees/trees-options.ts';
import {
  countFits,
  memoryOf,
  mostDatasetBytes,
  tellTooManyBytes,
  tellTooManyValues,
} from '../../../lib/trainings/dataset-memory.ts';

/** A million rows of docs/how-to/retrain.md. */
const WIDE = { bytes: 157_626_558, rows: 1_000_000, columns: 19 };
/** Digits: the most values in the fewest bytes. */
const DIGITS = { bytes: 31_000_120, rows: 500_000, columns: 31 };
const MB = 2 ** 20;

test('a file that can be read grows with the memory, up to a gigabyte', () => {
  const megabytes = [128, 1769, 3008, 10_240].map((memory) => Math.round(mostDatasetBytes(memory) / 1e6));
  expect(megabytes).toEqual([0, 313, 549, 1000]);
  expect(mostDatasetBytes(undefined)).toBe(1e9);
});

test('as many fits at a time as there are cores and memory for', () => {
  expect(countFits(3008, WIDE, 2)).toBe(2);
  expect(countFits(1024, WIDE, 2)).toBe(1);
  expect(countFits(512, WIDE, 2)).toBe(0);
  const large = { bytes: 4 * WIDE.bytes, rows: 4 * WIDE.rows, columns: 19 };
  expect([3008, 6144, 10_240].map((memory) => countFits(memory, large, 6))).toEqual([1, 3, 6]);
  expect(countFits(undefined, large, 6)).toBe(6);
});

test.each([
  // Of the steps that take the most, peak of the process in MB, as docs/how-to/retrain.md tells them.
  ['scorecard, one fit', WIDE, 1, 757],
  ['scorecard, two fits', WIDE, 2, 1028],
  ['digits, scorecard, one fit', DIGITS, 1, 503],
  ['digits, scorecard, two fits', DIGITS, 2, 727],
])('is not less than what was measured: %s', (_name, size, fits, peak) => {
  const worked = memoryOf(size, fits) / MB;
  expect(worked).toBeGreaterThanOrEqual(peak);
  expect(worked).toBeLessThan(1.3 * peak);
});

test('what is too large is told with what may be done', () => {
  const todo =
    'Raise trainingMemory in infra/stages.yml, train on fewer columns or a sample of the rows, ' +
    'or train on your own machine (scorelane train) and publish the model.';
  expect(tellTooManyBytes('a.csv', 600_000_001, 3008)).toBe(
    `a.csv: expected at most 549 MB, which is what functions of 3,008 MB can read, got 601 MB. ${todo}`,
  );
  expect(tellTooManyBytes('a.csv', 1e9 + 1, undefined)).toBe(
    `a.csv: expected at most 1,000 MB, got 1,001 MB. ${todo}`,
  );
  expect(tellTooManyValues('a.csv', DIGITS, 512)).toBe(
    `a.csv: expected what functions of 512 MB can train on, got 500,000 rows of 31 columns, which take 572 MB. ${todo}`,
  );
});

test('trees take no more than what is reckoned for each value and fit', () => {
  const count = 1_000_000;
  for (const columns of [2, 20, 200]) {
    const column = { kind: 'number', codes: new Uint8Array(0), bins: 255, monotone: 0 } as const;
    const leads = { count, columns: Array(columns).fill(column) };
    const rules = rulesOf(
      { ...TREES_DEFAULTS, ...TRIED_SETTINGS[1]! },
      { columns: [], labels: new Uint8Array(0) },
    );
    const grown = planMemory(leads, rules, 1).bytes;
    // Their bins once more, and per lead its label, its start, whether it is held out, and its place in a split.
    const beside = count * (columns + 14);
    const size = { bytes: 0, rows: count, columns: columns + 1 };
    expect(grown + beside).toBeLessThan(memoryOf(size, 2) - memoryOf(size, 1));
  }
});
