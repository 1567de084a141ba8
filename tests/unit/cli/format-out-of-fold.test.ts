import { gunzipSync } from 'node:zlib';
import { formatOutOfFold } from '../../../cli/train/format-out-of-fold.ts';
import type { OutOfFold } from '../../../lib/learning/out-of-fold.ts';

const oof: OutOfFold = {
  header: ['row', 'lead_id', '=id', 'converted', 'fold', 'probability', 'left_out'],
  own: 2,
  inFolds: 1,
  heldOut: 1,
  *rows() {
    yield [1, '=1+1', '-5', 1, 1, 0.1 + 0.2, undefined];
    yield [2, 'a,"b"', '', 0, 'holdout', 1e-9, undefined];
    yield [3, 'c', '@x', undefined, undefined, undefined, 'no value of converted'];
  },
};
const format = (...args: [string, ('escape' | 'keep')?]) =>
  Buffer.from(formatOutOfFold(oof, args[0], args[1] ?? 'escape')).toString();

test('CSV: probabilities to the last bit, formulas made text unless they are to be kept', () => {
  expect(format('oof.csv')).toBe(
    [
      "row,lead_id,'=id,converted,fold,probability,left_out",
      "1,'=1+1,-5,1,1,0.30000000000000004,",
      '2,"a,""b""",,0,holdout,1e-9,',
      "3,c,'@x,,,,no value of converted",
      '',
    ].join('\n'),
  );
  expect(format('oof.csv', 'keep')).toContain('\n1,=1+1,-5,1,');
  expect(format('-')).toBe(format('oof.csv'));
});

test('JSON Lines: what is empty is null', () => {
  const lines = format('oof.JSONL')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[2]).toEqual({
    ...{ row: 3, lead_id: 'c', '=id': '@x', converted: null, fold: null, probability: null },
    left_out: 'no value of converted',
  });
  expect(lines[0].probability).toBe(0.1 + 0.2);
});

test('gzip where the name says so', () => {
  const bytes = formatOutOfFold(oof, 'oof.csv.gz', 'escape');
  expect(gunzipSync(bytes).toString()).toBe(format('oof.csv'));
});
