import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planCapacity } from '../../lib/learning/evaluation/plan-capacity.ts';
import type { TrainerName } from '../../lib/learning/trainers/trainer.ts';
import type { TrainingRecord } from '../../lib/learning/training-record.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';

/** Real leads stay outside the project (their licences); the README beside them tells what the figures should be. */
const ROOT = join(__dirname, '../..');
const DATA = join(ROOT, '../shared/data');
const present = existsSync(DATA);
if (!present) console.warn(`SKIPPED: real-data-training: there is no ${DATA}`);
const describeReal = present ? describe : describe.skip;

const OLIST = 'olist/olist_marketing_qualified_leads_dataset.csv';
const BANK = 'bank/bank-full.csv';
const folder = mkdtempSync(join(tmpdir(), 'scorelane-real-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Trained {
  readonly artifact: ModelArtifact;
  readonly record: TrainingRecord;
  readonly warnings: readonly string[];
  /** The folder of its files. */
  readonly out: string;
}

/** Trains by the command line and reads the model that it wrote. */
function train(file: string, ...options: string[]): Trained {
  const out = mkdtempSync(join(folder, 'model-'));
  const args = [join(ROOT, 'cli/main.ts'), 'train', join(DATA, file), ...options, '--out', out, '--json'];
  // Its history belongs beside the models, not into the repository.
  const env = { ...process.env, SCORELANE_DATA_DIR: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const record = JSON.parse(stdout) as TrainingRecord;
  const artifact = parseArtifact(JSON.parse(readFileSync(join(out, 'model.json'), 'utf8')));
  return { artifact, record, warnings: record.warnings, out };
}

/** Within .02 of scikit-learn's logistic regression, on the hold-out and in the folds. */
function expectAuc({ metrics: { holdout, cross_validated } }: ModelArtifact, reference: number): void {
  expect(Math.abs(holdout!.roc_auc - reference)).toBeLessThan(0.02);
  expect(Math.abs(cross_validated!.roc_auc - reference)).toBeLessThan(0.02);
}

describeReal('Olist marketing funnel', () => {
  const trainOlist = (...options: string[]) => {
    const deals = join(DATA, 'olist/olist_closed_deals_dataset.csv');
    return train(OLIST, '--join', deals, '--on', 'mql_id', '--target', 'converted', ...options);
  };

  test('rows, conversions and accuracy as published', () => {
    const { artifact, warnings } = trainOlist('--drop', 'first_contact_date', '--trainer', 'logistic');
    // That “unknown” may stand for a value that is missing; records quote no words of the file.
    expect(warnings).toEqual(['origin: …']);
    expect(artifact.lineage).toMatchObject({ rows: 8000, converted: 842 });
    expect(artifact.lineage.left_out).toEqual({
      mql_id: 'the key of --join',
      first_contact_date: 'named by --drop',
    });
    expect(artifact.schema.fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['landing_page_id', 'category', false],
      ['origin', 'category', false],
    ]);
    expectAuc(artifact, 0.68);
    // Out of fold, .3174 in the reference; always answering the base rate gives .3365.
    expect(artifact.metrics.cross_validated!.log_loss).toBeLessThan(0.32);
  });

  test('its many ties are counted: so many leads have a score, and so many of those below fit', () => {
    const { artifact, record, out } = trainOlist('--drop', 'first_contact_date', '--trainer', 'logistic');
    const model = compileModel(artifact);
    const [header, ...rows] = readFileSync(join(DATA, OLIST), 'utf8').trim().split('\n');
    const at = (name: string) => header!.trim().split(',').indexOf(name);
    const scores = rows.map((row) => {
      const cells = row.trim().split(',');
      return model.explain({
        landing_page_id: cells[at('landing_page_id')]!,
        origin: cells[at('origin')] || null,
      }).score;
    });
    for (const calls of [5, 40, 400, 640, 2000]) {
      const { score, above, tied, fit } = planCapacity(
        { curves: record.curves!, score_counts: record.score_counts! },
        8000,
        calls,
      ).cutOff!;
      expect(above ?? 0).toBe(scores.filter((one) => one >= score).length);
      expect(tied).toBe(scores.filter((one) => one === score - 1).length);
      expect((above ?? 0) + fit).toBe(calls);
      expect((above ?? 0) + tied).toBeGreaterThan(calls);
    }
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/many tie.* at a score of \d+/);
  });

  test('a date is never used as a point in time', () => {
    const { artifact } = trainOlist('--trainer', 'logistic');
    const parts = artifact.terms.flatMap((term) => (term.kind === 'pair' ? [] : (term.part ?? [])));
    expect(parts).toEqual(['weekday']);
    const model = compileModel(artifact);
    const lead = { landing_page_id: 'b76ef37428e6799c421989521c0e5077', origin: 'unknown' };
    const on = (first_contact_date: string) => model.score({ ...lead, first_contact_date }).logOdds;
    // Two Mondays, half a year apart.
    expect(on('2017-10-02')).toBe(on('2018-04-02'));
  });
});

describeReal('UCI bank marketing', () => {
  test('rows, conversions and accuracy as published; trees win, and are calibrated', () => {
    // Three folds tell the same as five.
    const options = ['--target', 'y', '--positive', 'yes', '--drop', 'duration', '--folds', '3'];
    const { artifact, warnings } = train(BANK, ...options);
    const { lineage, schema, metrics, trainer } = artifact;
    expect(lineage).toMatchObject({
      rows: 45211,
      converted: 5289,
      left_out: { duration: 'named by --drop' },
    });
    expect(schema.fields.flatMap(({ name, type }) => (type === 'boolean' ? [name] : []))).toEqual([
      'default',
      'housing',
      'loan',
    ]);
    expect(trainer).toBe('trees');
    expect(metrics.cross_validated!.roc_auc).toBeGreaterThan(0.795);
    expect(metrics.cross_validated!.ece).toBeLessThan(0.015);
    expect(metrics.holdout!.ece).toBeLessThan(0.015);
    expect(warnings.filter((warning) => warning.includes('give the outcome away'))).toEqual([]);
  });

  test('duration, which is known only after the call, is named as a leak', () => {
    const options = ['--target', 'y', '--positive', 'yes', '--trainer', 'logistic', '--folds', '2'];
    const { artifact, warnings } = train(BANK, ...options);
    expect(artifact.metrics.cross_validated!.roc_auc).toBeGreaterThan(0.88);
    expect(warnings.join('\n')).toContain('duration may give the outcome away');
  });
});

/** Beyond what every run needs: `npm run figures`. */
const long = process.env.SCORELANE_FIGURES === undefined ? test.skip : test;
if (present && process.env.SCORELANE_FIGURES === undefined)
  console.warn('SKIPPED: two of the comparisons with the reference figures, a minute long: npm run figures');

/** Five stratified folds over all leads, as the reference figures were made; raw probabilities. */
describeReal('figures in five folds, beside the reference of shared/data', () => {
  const FIVE_FOLDS = ['--holdout', '0', '--calibration', 'none'];
  const bank = [BANK, '--target', 'y', '--positive', 'yes', '--drop', 'duration'] as const;
  const olist = [
    ...[OLIST, '--join', join(DATA, 'olist/olist_closed_deals_dataset.csv'), '--on', 'mql_id'],
    ...['--target', 'converted', '--drop', 'first_contact_date'],
  ] as const;

  function measure([file, ...options]: readonly string[], trainer: TrainerName, seeds: readonly number[]) {
    const figures = seeds.map((seed) => {
      const { artifact } = train(file!, ...options, ...FIVE_FOLDS, '--trainer', trainer, '--seed', `${seed}`);
      return artifact.metrics.cross_validated!;
    });
    const mean = (metric: 'roc_auc' | 'log_loss' | 'ece') =>
      figures.reduce((sum, figure) => sum + figure[metric], 0) / figures.length;
    return { auc: mean('roc_auc'), logLoss: mean('log_loss'), ece: mean('ece') };
  }
  // With 842 conversions one split's AUC swings by ± .005: the mean of five is what can be compared.
  const SEEDS = [1, 2, 3, 4, 5];

  long('Olist: logistic within .003 of LR, scorecard at WOE or above, boosted at most .003 below LR', () => {
    const logistic = measure(olist, 'logistic', SEEDS);
    expect(Math.abs(logistic.auc - 0.68)).toBeLessThan(0.003);
    expect(logistic.ece).toBeLessThan(0.015);
    const scorecard = measure(olist, 'scorecard', SEEDS);
    expect(scorecard.auc).toBeGreaterThanOrEqual(0.68);
    expect(scorecard.logLoss).toBeLessThanOrEqual(0.3183);
    expect(measure(olist, 'boosted', SEEDS).auc).toBeGreaterThan(0.677);
  });

  test('bank: logistic within .003 of LR, scorecard at WOE or above', () => {
    const logistic = measure(bank, 'logistic', [42]);
    expect(Math.abs(logistic.auc - 0.765)).toBeLessThan(0.003);
    const scorecard = measure(bank, 'scorecard', [42]);
    expect(scorecard.auc).toBeGreaterThanOrEqual(0.767);
    expect(scorecard.logLoss).toBeLessThanOrEqual(0.3021);
  });

  long('bank: boosted with pairs reaches .792, .2905 and an ECE of .010', () => {
    const boosted = measure(bank, 'boosted', [42]);
    expect(boosted.auc).toBeGreaterThanOrEqual(0.792);
    expect(boosted.logLoss).toBeLessThanOrEqual(0.2905);
    expect(boosted.ece).toBeLessThanOrEqual(0.01);
  });
});
