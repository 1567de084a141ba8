import { aucWithinStretches } from '../../../lib/statistics/auc-within-stretches.ts';
import { createRandom } from '../../../lib/statistics/random.ts';

const random = createRandom(3);
const LEADS = 4000;
const late = (lead: number) => lead >= LEADS / 2;
const labels = Uint8Array.from({ length: LEADS }, (_, lead) => Number(random() < (late(lead) ? 0.9 : 0.1)));

test('a value that follows the place in the file tells nothing within a stretch', () => {
  const halves = Uint8Array.from(labels, (_, lead) => Number(late(lead)));
  expect(aucWithinStretches(halves, 2, labels)).toBe(0.5);
});

test('one that follows the outcome tells all', () => {
  expect(aucWithinStretches(labels, 2, labels)).toBe(1);
  // Whichever way round.
  expect(
    aucWithinStretches(
      labels.map((label) => 1 - label),
      2,
      labels,
    ),
  ).toBe(1);
});

test('nothing is said of a file that is sorted by the outcome, or of one of a few leads', () => {
  const sorted = labels.slice().sort();
  expect(aucWithinStretches(sorted, 2, sorted)).toBeUndefined();
  expect(aucWithinStretches(labels.subarray(0, 40), 2, labels.subarray(0, 40))).toBeUndefined();
});
