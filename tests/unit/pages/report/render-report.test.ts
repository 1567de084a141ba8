import { readChartScript } from '../../../../cli/train/report-script.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { type TrainedModel, trainModel } from '../../../../lib/learning/train-model.ts';
import type { TrainingRecord } from '../../../../lib/learning/training-record.ts';
import { renderReport } from '../../../../lib/pages/report/render-report.ts';

const HOSTILE = '<script>alert("x")</script>';
let trained: TrainedModel;
let page: string;
const render = ({ record, artifact }: TrainedModel) =>
  renderReport(record, artifact, { chartScript: '/* charts */' });

beforeAll(async () => {
  const { csv } = generateSample({ rows: 600, seed: 4 });
  trained = await trainModel({
    data: csv
      .replace('country', `"${HOSTILE.replaceAll('"', '""')}"`)
      .replaceAll('webinar', '</script><b>webinar'),
    fileName: 'leads & <more>.csv',
    target: 'converted',
    name: 'leads',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    trainers: ['scorecard', 'logistic'],
  });
  page = render(trained);
});

test('is the same for the same record', () => {
  expect(render(trained)).toBe(page);
});

test('shows the record’s figures', () => {
  const { record } = trained;
  for (const { trainer, cross_validated, holdout } of record.candidates) {
    expect(page).toContain(trainer);
    expect(page).toContain(cross_validated!.log_loss.toFixed(4));
    expect(page).toContain(holdout!.log_loss.toFixed(4));
  }
  expect(page).toContain(record.choice);
  expect(page).toContain(record.split.text);
  for (const { label } of record.effects) {
    expect(page).toContain(label.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
  }
});

test('what comes from the data stays text', () => {
  expect(page).not.toContain(HOSTILE);
  expect(page).not.toContain('<b>webinar');
  expect(page).toContain('leads &amp; &lt;more&gt;.csv');
  // Every script element that is opened is one of the three of the page.
  expect(page.match(/<script/g)).toHaveLength(3);
});

test('asks the network for nothing', () => {
  const whole = renderReport(trained.record, trained.artifact, { chartScript: readChartScript() });
  expect(whole).toContain("default-src 'none'");
  expect(whole).not.toMatch(/(?:src|href)="(?!#)/);
  expect(whole).not.toContain('sourceMappingURL');
});

test('shows intervals, folds, recalibration, cut-offs and importance', () => {
  const { record } = trained;
  const winner = record.candidates.find(({ trainer }) => trainer === record.winner)!;
  const { low, high } = winner.holdout_intervals!.roc_auc!;
  expect(page).toContain(`${low.toFixed(3)} – ${high.toFixed(3)}`);
  expect(winner.folds).toHaveLength(5);
  for (const [i, fold] of winner.folds!.entries()) {
    expect(page).toContain(`${record.winner}, fold ${i + 1}`);
    expect(page).toContain(fold.log_loss.toFixed(4));
  }
  expect(page).toContain(winner.recalibration!.slope.toFixed(3));
  // Those of the record are shown; those of the curves are there to be found the best.
  const cutOffs = new Set(
    [...record.curves!.thresholds!, ...record.cut_offs!.points].map(({ probability }) => probability),
  );
  expect(page.match(/<tr data-called/g)).toHaveLength(cutOffs.size);
  expect(page.match(/<tr data-called="\d+" data-found="\d+">/g)).toHaveLength(record.cut_offs!.points.length);
  expect(record.curves!.thresholds!.at(-1)).toMatchObject({ rows: 120, converted: record.curves!.converted });
  for (const { mean_abs } of record.effects) expect(page).toContain(mean_abs!.toFixed(3));
  // Of every candidate, in one chart.
  const charts = JSON.parse(/id="charts">(.*?)<\/script>/s.exec(page)![1]!) as {
    data: { datasets: { label: string }[] };
  }[];
  const labels = charts.map(({ data }) => data.datasets.map(({ label }) => label));
  expect(labels).toContainEqual(expect.arrayContaining(['scorecard', 'logistic', 'chance']));
});

test('results over time are those of the leads, by the first date', () => {
  const { over_time, data } = trained.record;
  expect(over_time!.column).toBe('first_contact');
  const rows = over_time!.periods.reduce((sum, period) => sum + period.rows, 0);
  expect(rows).toBe(data.rows);
  for (const [i, { from, to }] of over_time!.periods.entries()) {
    expect(from <= to).toBe(true);
    if (i > 0) expect(from > over_time!.periods[i - 1]!.to).toBe(true);
    expect(page).toContain(`${from} – ${to}`);
  }
});

test('a record of before, without the new figures, is shown as far as it goes', () => {
  const { record, artifact } = trained;
  const { effect_bands: _, over_time: __, cut_offs: _o, shuffles: _s, ...rest } = record;
  const { thresholds: ___, ...curves } = record.curves!;
  const before: TrainingRecord = {
    ...rest,
    curves,
    candidates: record.candidates.map(
      ({ folds: _f, holdout_intervals: _h, recalibration: _c, roc: _r, ...candidate }) => candidate,
    ),
    effects: record.effects.map(({ mean_abs: _m, density: _d, grid: _g, ...effect }) => ({
      ...effect,
      points: effect.points.map(({ odds_low: _l, odds_high: _u, ...point }) => point),
    })),
  };
  const old = renderReport(before, artifact, { chartScript: '' });
  expect(old.replaceAll(/<script>.*?<\/script>/gs, '')).not.toMatch(/undefined|NaN|>null</);
  expect(old).not.toMatch(/What held-out leads need|By segment/);
  for (const text of ['Over time', 'Whom to call', 'Calibration line', '95 % intervals, which'])
    expect(old).not.toContain(`>${text}`);
  expect(old).toContain('What moves a lead’s odds');
});

test('of 60 columns with many steps and 15 pairs it stays below 2.5 MB', () => {
  const { record, artifact } = trained;
  const step = (i: number) => ({
    value: 1234.5678 + i * 17.123456,
    kind: 'step' as const,
    effect: Math.sin(i),
    odds: Math.exp(Math.sin(i)),
    odds_low: 0.1234,
    odds_high: 9.876,
    share: 1 / 129,
  });
  const common = { label: 'a column with a name of some length', spread: 0.123456789, mean_abs: 0.1 };
  const shares = Array.from({ length: 40 }, () => 0.0251);
  const numbers = Array.from({ length: 60 }, (_, i) => ({
    ...common,
    feature: `column ${i}`,
    kind: 'number' as const,
    density: { low: 1, high: 2, shares },
    points: Array.from({ length: 129 }, (_, j) => step(j)),
  }));
  const axis = { label: 'a', entries: Array.from({ length: 14 }, (_, i) => `12,345 – 12,34${i}`) };
  const pairs = Array.from({ length: 15 }, (_, i) => ({
    ...common,
    feature: `pair ${i}`,
    kind: 'pair' as const,
    grid: { rows: axis, columns: axis, effects: axis.entries.map(() => axis.entries.map(() => 0.1234)) },
    points: [],
  }));
  const large = { ...record, effects: [...numbers, ...pairs] };
  const size = Buffer.byteLength(renderReport(large, artifact, { chartScript: readChartScript() }));
  expect(size).toBeLessThan(2.5e6);
});

test('without anything held out, says that nothing is known', async () => {
  const unmeasured = await trainModel({
    data: generateSample({ rows: 600, seed: 4 }).csv,
    target: 'converted',
    name: 'leads',
    createdAt: new Date(0),
    trainers: ['scorecard'],
    folds: 0,
    holdout: 0,
  });
  expect(render(unmeasured)).toContain('it is not known how good this model is');
  // A scorecard is shown as a table of points.
  expect(render(unmeasured)).toContain('points more double the odds');
});

test('shows segments with a mark at those that are off, and both importances', () => {
  const { record, artifact } = trained;
  expect(page).not.toContain('By segment');
  expect(page).toContain('What held-out leads need');
  for (const { log_loss } of record.shuffles!.features) expect(page).toContain(log_loss.mean.toFixed(4));
  const figures = { rows: 300, converted: 60, rate: 0.2, mean_probability: 0.3 };
  const bounded = { value: 0.67, low: 0.61, high: 0.73 };
  const off = {
    ...figures,
    segment: '<i>FR</i>',
    kind: 'value',
    roc_auc: bounded,
    log_loss: 0.4,
    brier: 0.2,
  } as const;
  const all = { ...figures, segment: 'all leads', kind: 'all' } as const;
  const segments = [
    { ...off, calibration: bounded, flags: ['too_high', 'ranking'] },
    { ...figures, segment: 'missing', kind: 'missing', rows: 7 },
  ] as const;
  const columns = [{ column: 'country', by: 'level', segments }] as const;
  const parted = renderReport({ ...record, segments: { on: 'both', looks: 2, all, columns } }, artifact, {
    chartScript: '',
  });
  expect(parted).toContain('By segment');
  expect(parted).toContain('1 segment is clearly off');
  expect(parted).toContain('&lt;i&gt;FR&lt;/i&gt;');
  expect(parted).toMatch(/probabilities too high.*ranked worse/s);
  expect(parted).toContain('0.67 <small>0.61 – 0.73</small>');
});

test('the prices of the training are those that the page begins with', () => {
  const { record, artifact } = trained;
  const priced = {
    ...record,
    cut_offs: { ...record.cut_offs!, profit: { value: 725, cost: 31, best_probability: 0.1 } },
  };
  const shown = renderReport(priced, artifact, { chartScript: '' });
  expect(shown).toMatch(/id="conversion-value"[^>]* value="725"/);
  expect(shown).toMatch(/id="contact-cost"[^>]* value="31"/);
});

describe('of a model with trees', () => {
  const grid = {
    rows: { label: 'Visits', entries: ['up to 3', 'over 3'] },
    columns: { label: 'Source', entries: ['web', 'other'] },
    effects: [
      [0.5, null],
      [-0.25, 0.01],
    ],
  };
  const pair = { feature: 'source × visits', label: 'Source × Visits', mean_abs: 0.1234, spread: 0.2, grid };
  const withTrees = (changes: Partial<TrainingRecord> = {}): TrainedModel => ({
    ...trained,
    record: {
      ...trained.record,
      effect_bands: { method: 'leads', rows: 480 },
      interactions: { rows: 300, pairs: [pair] },
      ...changes,
    },
  });

  test('it says what a point and its band are, and shows the pairs that act together', () => {
    const shown = render(withTrees());
    expect(shown).toContain('80 % of them lie within its band (480 past leads were explained)');
    expect(shown).toContain('mean |Shapley value|, before calibration');
    expect(shown).toContain('Pairs of features that act together');
    expect(shown).toContain('of 300 past leads');
    expect(shown).toContain(`>${Math.exp(0.5).toFixed(2)}<`);
    expect(shown).toContain('0.123');
    expect(shown).not.toContain('by the jackknife');
  });

  test('where effects are parts of a probability, nothing is said of log-odds', () => {
    const shown = render(withTrees({ calibration: 'identity' }));
    expect(shown).toContain('how far a feature moves the probability of a past lead');
    expect(shown).toContain('Percentage points on the probability');
    expect(shown).toContain('<td>50.0</td>');
    expect(shown).toContain('mean |contribution|, probability');
    expect(shown).not.toContain('mean |contribution|, log-odds');
  });
});
