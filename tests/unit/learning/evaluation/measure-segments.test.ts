import { InputError } from '../../../../lib/errors.ts';
import type { SegmentRecord } from '../../../../lib/learning/evaluation/evaluation-record.ts';
import { measureSegments } from '../../../../lib/learning/evaluation/measure-segments.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../../lib/learning/train-input.ts';
import { trainModel } from '../../../../lib/learning/train-model.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';

const { csv } = generateSample({ rows: 600, seed: 2 });
const train = async (input: Partial<TrainInput>) =>
  (
    await trainModel({
      ...{ data: csv, fileName: 'leads.csv', target: 'converted', name: 'leads', createdAt: new Date(0) },
      ...{ trainers: ['logistic'], folds: 2 },
      ...input,
    })
  ).record.segments!;
const names = ({ columns }: SegmentRecord, column: string) =>
  columns.find((one) => one.column === column)!.segments.map(({ segment }) => segment);

test('levels, bands of numbers and stretches of dates add up to all leads', async () => {
  const found = await train({
    segments: ['country', 'employees', 'first_contact', 'email_opened', 'lead_id'],
    drop: ['country'],
  });
  expect(found.on).toBe('both');
  expect(found.all).toMatchObject({ segment: 'all leads', rows: 600 });
  for (const { segments } of found.columns) {
    const total = (figure: 'rows' | 'converted') => segments.reduce((sum, one) => sum + one[figure], 0);
    expect([total('rows'), total('converted')]).toEqual([600, found.all.converted]);
  }
  // It is not learned from, and measured all the same; most leads first.
  expect(names(found, 'country')).toHaveLength(6);
  const rows = found.columns[0]!.segments.map((one) => one.rows);
  expect(rows).toEqual([...rows].sort((a, b) => b - a));
  expect(names(found, 'employees')).toEqual([
    expect.stringMatching(/^up to \d+$/),
    expect.stringMatching(/^over \d+ to \d+$/),
    expect.stringMatching(/^over \d+ to \d+$/),
    expect.stringMatching(/^over \d+$/),
    'missing',
  ]);
  expect(found.columns[2]!.by).toBe('quarter');
  expect(names(found, 'first_contact')[0]).toMatch(/^20\d\d Q[1-4]$/);
  expect(names(found, 'email_opened').sort()).toEqual(['missing', 'no', 'yes']);
  expect(names(found, 'lead_id')).toEqual(['other (600 values)']);
});

test('the record holds what was predicted out of fold and held out, and nothing else changes', async () => {
  const both = await train({ segments: ['country'] });
  const heldOut = await train({ segments: ['country'], folds: 0 });
  const validated = await train({ segments: ['country'], holdout: 0 });
  expect([both.on, heldOut.on, validated.on]).toEqual(['both', 'holdout', 'cross_validation']);
  expect([both.all.rows, heldOut.all.rows, validated.all.rows]).toEqual([600, 120, 600]);
  expect(await train({ segments: ['country'], folds: 0, holdout: 0 })).toBeUndefined();
  const options = { data: csv, target: 'converted', name: 'leads', createdAt: new Date(0), folds: 2 };
  const [plain, parted] = await Promise.all([
    trainModel({ ...options, trainers: ['logistic'] }),
    trainModel({ ...options, trainers: ['logistic'], segments: ['country', 'visits'] }),
  ]);
  expect(parted.artifact).toEqual(plain.artifact);
});

test('a column that is not there, the target, and a column given twice', async () => {
  await expect(train({ segments: ['contry'] })).rejects.toThrow(
    'leads.csv: --segments: expected one of its columns, got “contry”. Did you mean “country”?',
  );
  await expect(train({ segments: ['converted'] })).rejects.toThrow(InputError);
  await expect(train({ segments: ['converted'] })).rejects.toThrow(
    '--segments: expected columns besides the target, got “converted”',
  );
  expect((await train({ segments: ['country', 'country'] })).columns).toHaveLength(1);
});

/** Leads whose probabilities are right, but in one of the segments. */
function drawLeads(rows: number, segments: number, wrong: (p: number, random: () => number) => number) {
  const random = createRandom(4);
  const codes = Int32Array.from({ length: rows }, (_, lead) => lead % segments);
  const probabilities = Float64Array.from({ length: rows }, () => sigmoid(3 * random() - 2.5));
  const labels = Uint8Array.from(probabilities, (p, lead) =>
    Number(random() < (codes[lead] === 0 ? wrong(p, random) : p)),
  );
  const column = { column: 'segment', by: 'level' as const, codes };
  return { probabilities, labels, columns: [{ ...column, names: codesOf(segments) }] };
}
const codesOf = (segments: number) => Array.from({ length: segments }, (_, i) => `s${i}`);
const flagsOf = ({ columns }: SegmentRecord) =>
  Object.fromEntries(
    columns[0]!.segments.flatMap(({ segment, flags }) => (flags === undefined ? [] : [[segment, flags]])),
  );

test('flags the segment whose probabilities are off, or which is ranked worse, and no other', () => {
  const none = measureSegments(drawLeads(8000, 8, Number), 'holdout');
  expect(flagsOf(none)).toEqual({});
  expect(none.looks).toBe(16);
  expect(
    flagsOf(
      measureSegments(
        drawLeads(8000, 8, (p) => 1.5 * p),
        'holdout',
      ),
    ),
  ).toEqual({ s0: ['too_low'] });
  expect(
    flagsOf(
      measureSegments(
        drawLeads(8000, 8, (p) => p / 1.6),
        'holdout',
      ),
    ),
  ).toEqual({
    s0: ['too_high'],
  });
  // The right share, by chance.
  expect(
    flagsOf(
      measureSegments(
        drawLeads(8000, 8, () => 0.295),
        'holdout',
      ),
    ),
  ).toEqual({ s0: ['ranking'] });
});

test('with 20 segments of leads that are predicted right, hardly one of 12 tables has a flag', () => {
  const { length } = Array.from({ length: 12 }, (_, i) => i).filter((seed) => {
    const random = createRandom(1000 + seed);
    const rows = 2000;
    const probabilities = Float64Array.from({ length: rows }, () => sigmoid(3 * random() - 2.5));
    const labels = Uint8Array.from(probabilities, (p) => Number(random() < p));
    const codes = Int32Array.from({ length: rows }, (_, lead) => lead % 20);
    const columns = [{ column: 'segment', by: 'band' as const, codes, names: codesOf(20) }];
    return Object.keys(flagsOf(measureSegments({ probabilities, labels, columns }, 'holdout'))).length > 0;
  });
  expect(length).toBeLessThanOrEqual(2);
});

test('rare levels are put together; too few leads are counted only', () => {
  const probabilities = Float64Array.from({ length: 200 }, (_, i) => 0.1 + 0.8 * ((i % 10) / 10));
  const labels = Uint8Array.from(probabilities, (_, i) => Number(i % 3 === 0));
  const codes = Int32Array.from(probabilities, (_, i) => (i < 170 ? 0 : i < 190 ? 1 : i < 196 ? 2 : 3));
  const column = { column: 'c', names: ['a', 'b', 'c'], codes };
  const { columns } = measureSegments(
    { probabilities, labels, columns: [{ ...column, by: 'level' }] },
    'holdout',
  );
  expect(columns[0]!.segments).toMatchObject([
    { segment: 'a', kind: 'value', rows: 170, log_loss: expect.any(Number) },
    { segment: 'other (2 values)', kind: 'other', rows: 26 },
    { segment: 'missing', kind: 'missing', rows: 4 },
  ]);
  for (const { log_loss, roc_auc, calibration, rows } of columns[0]!.segments.slice(1)) {
    expect({ log_loss, roc_auc, calibration }).toEqual({});
    expect(rows).toBeLessThan(30);
  }
});
