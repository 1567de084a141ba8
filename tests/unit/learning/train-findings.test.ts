import { describeTraining } from '../../../cli/train/train-summary.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { type TrainedModel, trainModel } from '../../../lib/learning/train-model.ts';
import { renderReport } from '../../../lib/pages/report/render-report.ts';
import { createRandom } from '../../../lib/statistics/random.ts';

const LEADS = 1200;

/** Leads of which four times as many convert at the end of the file, with a leak and a deal's id, which training leaves out. */
function makeCsv(): string {
  const random = createRandom(11);
  const below = (n: number) => Math.floor(random() * n);
  const rows = Array.from({ length: LEADS }, (_, i) => {
    const won = random() < 0.1 + (0.5 * i) / LEADS;
    const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 12))).toISOString().slice(0, 10);
    return [
      ['search', 'social', 'mail'][below(3)],
      below(9),
      day,
      won ? 'signed' : ['lost', 'open'][below(2)],
      won ? `D-${100_000 + i}` : '',
      won ? 'yes' : 'no',
    ].join(',');
  });
  return ['source,visits,created,"contract, state",deal_id,converted', ...rows].join('\n');
}

const csv = makeCsv();
const train = (options: Partial<TrainInput> = {}): Promise<TrainedModel> =>
  trainModel({
    data: csv,
    fileName: 'leads.csv',
    target: 'converted',
    name: 'leads',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    trainers: ['logistic'],
    ...options,
  });
const summary = (trained: TrainedModel) =>
  describeTraining(
    trained,
    { written: ['model/model.json'], on: undefined, run: { id: '0123456789', removed: 0 }, next: [] },
    Number.POSITIVE_INFINITY,
  ).join('\n');
const report = ({ record, artifact }: TrainedModel) => renderReport(record, artifact, { chartScript: '' });
/** What is advised, each option that a warning or the summary names. */
const advice = (trained: TrainedModel) =>
  [...trained.record.warnings, summary(trained)].flatMap(
    (text) => text.match(/--(?:time|drop|group) \S+/g) ?? [],
  );

test('training says what the profile would, first of all', async () => {
  const trained = await train();
  const { leak_suspects, worth_a_look, warnings } = trained.record;
  expect(leak_suspects!.map(({ column }) => column)).toEqual(['contract, state']);
  expect(leak_suspects![0]!.text).toMatch(/^\d+ leads with “signed”, all of them converted/);
  // No model uses it.
  expect(worth_a_look!.map(({ column }) => column)).toEqual(['deal_id']);
  const lines = summary(trained).split('\n');
  expect(lines.slice(3, 6).join('\n')).toMatch(
    /^Leaks {6}! contract, state: \d+ leads with “signed”.*\n.*train without them:\n +--drop '"contract, state"'$/,
  );
  expect(lines[6]).toContain('worth a look: deal_id');
  expect(lines.join('\n')).toMatch(
    /^(Note {7}| {11})the conversion rate moves with created: .* \(--time created\)/m,
  );
  expect(warnings.join('\n')).toMatch(/contract, state may give the outcome away: /);
  // One way to measure it is enough.
  expect(advice(trained).filter((option) => option.startsWith('--time'))).toEqual(
    expect.arrayContaining(['--time created)']),
  );
  expect(advice(trained).join(' ')).not.toContain('row-order');
  expect(report(trained)).toContain('Columns that may know the outcome');
  expect(report(trained)).toContain('&quot;contract, state&quot;');
  expect(report(trained)).not.toContain('No automatic check raised a warning');
});

test('without a date, the order of the file is what it may be measured by', async () => {
  const trained = await train({ drop: ['created', 'contract, state'] });
  expect(trained.record.leak_suspects).toEqual([]);
  // The columns that are left are noise.
  expect(trained.record.warnings).toEqual([
    expect.stringContaining('the model is useless as measured'),
    expect.stringMatching(
      /^the conversion rate rises along the file \(ROC-AUC 0\.[67]\d by the place in it\).*: --time row-order$/,
    ),
  ]);
  expect(summary(trained)).toMatch(/^Leaks +No leakage suspected$/m);
  expect(report(trained)).toContain('--time row-order');
});

test('what was given is not advised', async () => {
  const trained = await train({ drop: ['contract, state'], time: 'created' });
  expect(trained.record.warnings.join('\n')).toMatch(
    /the conversion rate moves with created: .*, so retrain often/,
  );
  expect(advice(trained)).toEqual([]);
});
