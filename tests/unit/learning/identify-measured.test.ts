import { identifyMeasured } from '../../../lib/learning/evaluation/identify-measured.ts';

const read = {
  sha256: 'abc',
  fileRows: Int32Array.of(4, 2, 0, 3, 1),
  labels: Uint8Array.of(1, 0, 0, 1, 0),
};
const split = (...test: number[]) => ({ train: new Int32Array(), test: Int32Array.from(test) });
const holdout = (...test: number[]) => ({ holdout: split(...test), folds: [] });

test('the same rows with the same outcomes are the same leads, in any order', () => {
  expect(identifyMeasured(read, holdout(0, 1))).toBe(identifyMeasured(read, holdout(1, 0)));
  // Ordered otherwise: lead 4 of this reading is the row that lead 0 is of the other.
  const other = { ...read, fileRows: Int32Array.of(1, 2, 0, 3, 4), labels: Uint8Array.of(0, 0, 0, 1, 1) };
  expect(identifyMeasured(other, holdout(1, 4))).toBe(identifyMeasured(read, holdout(0, 1)));
});

test.each([
  ['other rows', read, holdout(0, 2)],
  ['another outcome', { ...read, labels: Uint8Array.of(0, 0, 0, 1, 0) }, holdout(0, 1)],
  ['another file', { ...read, sha256: 'abd' }, holdout(0, 1)],
  ['another joined file', { ...read, joinedSha256: 'x' }, holdout(0, 1)],
  ['folds of them', read, { folds: [split(0), split(1)] }],
])('%s are not', (_, leads, plan) => {
  expect(identifyMeasured(leads, plan)).not.toBe(identifyMeasured(read, holdout(0, 1)));
});

test('where nothing is measured there is none', () => {
  expect(identifyMeasured(read, { folds: [] })).toBeUndefined();
});
