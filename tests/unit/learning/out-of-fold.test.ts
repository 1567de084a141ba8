import { evaluate } from '../../../lib/learning/evaluation/evaluate.ts';
import { type FitTask, fitCandidate } from '../../../lib/learning/fit-candidate.ts';
import type { OutOfFold } from '../../../lib/learning/out-of-fold.ts';
import { planTraining } from '../../../lib/learning/plan-training.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import { tryCandidate } from '../../../lib/learning/try-candidates.ts';

const LINES = generateSample({ rows: 500, seed: 3 }).csv.trimEnd().split('\n');
const train = (changes: Partial<TrainInput> = {}, lines: readonly string[] = LINES) =>
  trainModel({
    data: lines.join('\n'),
    fileName: 'leads.csv',
    target: 'converted',
    name: 'leads',
    createdAt: new Date(0),
    trainers: ['logistic'],
    outOfFold: true,
    ...changes,
  });

type Row = Readonly<Record<string, string | number | undefined>>;
const read = (oof: OutOfFold | undefined): Row[] =>
  [...oof!.rows()].map((cells) => Object.fromEntries(oof!.header.map((name, i) => [name, cells[i]])));

const measure = (rows: readonly Row[], column = 'probability') => {
  const probabilities = Float64Array.from(rows, (row) => row[column] as number);
  const { roc_auc, log_loss, brier, pr_auc } = evaluate(
    probabilities,
    Uint8Array.from(rows, ({ converted }) => converted as number),
  );
  return { roc_auc, log_loss, brier, pr_auc };
};

/** Figures of the file, and those of the record, to the last digits that another order of sums leaves alone. */
function expectFigures(rows: readonly Row[], figures: object | undefined, column?: string) {
  for (const [name, value] of Object.entries(measure(rows, column)))
    expect((figures as Record<string, number>)[name]).toBeCloseTo(value, 12);
}

test.each(['none', 'platt', 'isotonic', 'auto'] as const)(
  'the figures of the file are those of the record, with calibration %s',
  async (calibration) => {
    const trainers = ['logistic', 'scorecard'] as const;
    const { outOfFold, record } = await train({ calibration, trainers });
    const rows = read(outOfFold);
    expect(outOfFold!.header).toEqual([
      ...['row', 'lead_id', 'converted', 'fold', 'probability'],
      ...['probability_logistic', 'probability_scorecard', 'left_out'],
    ]);
    expect(rows.map(({ row }) => row)).toEqual(rows.map((_, i) => i + 1));
    expect(rows.map(({ lead_id }) => lead_id)).toEqual(LINES.slice(1).map((line) => line.split(',')[0]));
    const won = record.candidates.find(({ trainer }) => trainer === record.winner)!;
    for (const [i, figures] of won.folds!.entries())
      expectFigures(
        rows.filter(({ fold }) => fold === i + 1),
        figures,
      );
    for (const { trainer, holdout, folds } of record.candidates) {
      const column = `probability_${trainer}`;
      expectFigures(
        rows.filter(({ fold }) => fold === 'holdout'),
        holdout,
        column,
      );
      expectFigures(
        rows.filter(({ fold }) => fold === 2),
        folds![1],
        column,
      );
    }
    expect(rows.every(({ fold, left_out }) => fold !== undefined && left_out === undefined)).toBe(true);
    expect(outOfFold).toMatchObject({ inFolds: 400, heldOut: 100 });
  },
);

test('a fold’s predictions know nothing of its outcomes', async () => {
  const { fitInput, specs, split } = planTraining({
    data: LINES.join('\n'),
    target: 'converted',
    name: 'leads',
    createdAt: new Date(0),
    trainers: ['logistic'],
  });
  const predict = async (labels: Uint8Array) => {
    const input = { ...fitInput, labels };
    const fitter = {
      fit: async (task: FitTask) => fitCandidate(input, task),
      settle: async ({ spec }: Pick<FitTask, 'spec'>) => ({ spec }),
    };
    return tryCandidate(input, specs[0]!, split, fitter, { calibration: 'none' });
  };
  const plain = await predict(fitInput.labels);
  for (const [fold, { test: tested }] of split.folds.entries()) {
    const turned = fitInput.labels.slice();
    for (const lead of tested) turned[lead] = 1 - turned[lead]!;
    const { folds } = await predict(turned);
    expect(folds[fold]!.probabilities).toEqual(plain.folds[fold]!.probabilities);
    expect(folds[(fold + 1) % 5]!.probabilities).not.toEqual(plain.folds[(fold + 1) % 5]!.probabilities);
  }
});

test('rows that are not leads are named, with the reason', async () => {
  const lines = LINES.map((line, i) =>
    i === 3 ? line.replace(/,(yes|no)$/, ',') : i === 5 ? line.replace(/,(yes|no)$/, ',open') : line,
  );
  const { outOfFold } = await train({ positive: 'yes', negative: ['no'], folds: 2 }, lines);
  const rows = read(outOfFold);
  expect(rows).toHaveLength(500);
  const empty = { converted: undefined, fold: undefined, probability: undefined };
  expect(rows[2]).toMatchObject({ row: 3, ...empty, left_out: 'no value of converted' });
  expect(rows[4]).toMatchObject({
    row: 5,
    ...empty,
    left_out: 'open: converted means neither converted nor not',
  });
  expect(rows.filter(({ left_out }) => left_out !== undefined)).toHaveLength(2);
});

test('leads without a key of --join are named, too', async () => {
  const deals = [
    'lead_id',
    ...LINES.slice(1).flatMap((line) => (line.endsWith('yes') ? [line.split(',')[0]] : [])),
  ];
  const leads = LINES.map((line, i) => (i === 7 ? line.replace(/^[^,]*/, '') : line).replace(/,[^,]*$/, ''));
  const { outOfFold } = await train(
    { joined: { data: deals.join('\n'), fileName: 'deals.csv' }, on: 'lead_id', folds: 2 },
    leads,
  );
  const rows = read(outOfFold);
  expect(rows[6]).toMatchObject({ row: 7, lead_id: '', left_out: 'no lead_id' });
  expect(rows.filter(({ left_out }) => left_out !== undefined)).toHaveLength(1);
});

test('forward in time the earliest leads have no prediction, and leads of unknown time neither', async () => {
  const lines = LINES.map((line, i) => (i === 9 ? line.replace(/,\d{4}-\d\d-\d\d,/, ',,') : line));
  const { outOfFold, record } = await train({ time: 'first_contact', folds: 3 }, lines);
  const rows = read(outOfFold);
  expect(rows[8]).toMatchObject({ fold: undefined, left_out: 'its time is unknown' });
  const earliest = rows.filter(({ left_out }) => left_out === 'only learned from, as one of the earliest');
  expect(earliest.length).toBeGreaterThan(80);
  const days = (of: readonly Row[]) => of.map(({ first_contact }) => String(first_contact)).sort();
  expect(days(earliest).at(-1)! < days(rows.filter(({ fold }) => fold === 1))[0]!).toBe(true);
  for (const [i, figures] of record.candidates[0]!.folds!.entries())
    expectFigures(
      rows.filter(({ fold }) => fold === i + 1),
      figures,
    );
});

test('leads of a group are in one fold, and the group is named', async () => {
  const { outOfFold } = await train({ group: 'industry', folds: 2, holdout: 0 });
  const rows = read(outOfFold);
  const foldsOf = Map.groupBy(rows, ({ industry }) => industry);
  for (const [industry, members] of foldsOf)
    if (industry !== '') expect(new Set(members.map(({ fold }) => fold)).size).toBe(1);
  expect(outOfFold!.heldOut).toBe(0);
});

test('without folds only the hold-out is predicted', async () => {
  const { outOfFold } = await train({ folds: 0 });
  const rows = read(outOfFold);
  expect(rows.filter(({ fold }) => fold === 'holdout')).toHaveLength(100);
  expect(new Set(rows.map(({ left_out }) => left_out))).toEqual(
    new Set([undefined, 'only learned from, as there are no folds']),
  );
});

test('a column of the file keeps its name, and ours gives way', async () => {
  const lines = LINES.map((line, i) => `${i === 0 ? 'fold' : `f${i % 7}`},${line}`);
  const { outOfFold } = await train({ group: 'fold', folds: 2 }, lines);
  expect(outOfFold!.header).toEqual([
    'row',
    'fold',
    'lead_id',
    'converted',
    'scorelane_fold',
    'probability',
    'left_out',
  ]);
});

test('the model and its record are the same with and without the predictions', async () => {
  const [withThem, without] = await Promise.all([train(), train({ outOfFold: false })]);
  expect(without.outOfFold).toBeUndefined();
  expect(withThem.artifact).toEqual(without.artifact);
  expect(withThem.record).toEqual(without.record);
});
