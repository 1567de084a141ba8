import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { formatOutOfFold } from '../../../cli/train/format-out-of-fold.ts';
import type { Formulas } from '../../../lib/files/csv/formulas.ts';
import type { ResultFormat } from '../../../lib/files/results/result-format.ts';
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
const encode = (format: ResultFormat, formulas: Formulas = 'escape', compressed = false) =>
  formatOutOfFold(oof, { format, compressed }, formulas);
const format = async (...args: Parameters<typeof encode>) => Buffer.from(await encode(...args)).toString();

test('CSV: probabilities to the last bit, formulas made text unless they are to be kept', async () => {
  expect(await format('csv')).toBe(
    [
      "row,lead_id,'=id,converted,fold,probability,left_out",
      "1,'=1+1,-5,1,1,0.30000000000000004,",
      '2,"a,""b""",,0,holdout,1e-9,',
      "3,c,'@x,,,,no value of converted",
      '',
    ].join('\n'),
  );
  expect(await format('csv', 'keep')).toContain('\n1,=1+1,-5,1,');
});

test('JSON Lines: what is empty is null', async () => {
  const lines = (await format('jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[2]).toEqual({
    ...{ row: 3, lead_id: 'c', '=id': '@x', converted: null, fold: null, probability: null },
    left_out: 'no value of converted',
  });
  expect(lines[0].probability).toBe(0.1 + 0.2);
});

test('in gzip', async () => {
  expect(gunzipSync(await encode('csv', 'escape', true)).toString()).toBe(await format('csv'));
});

test('Parquet: numbers stay numbers, and probabilities whole', async () => {
  const bytes = await encode('parquet');
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  expect(rows.map(({ lead_id, probability, fold }) => [lead_id, probability, fold])).toEqual([
    ['=1+1', 0.1 + 0.2, '1'],
    ['a,"b"', 1e-9, 'holdout'],
    ['c', null, null],
  ]);
});
