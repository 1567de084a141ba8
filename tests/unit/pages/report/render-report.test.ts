import { readChartScript } from '../../../../cli/train/report-script.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { type TrainedModel, trainModel } from '../../../../lib/learning/train-model.ts';
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
  expect(render(unmeasured)).toContain('nobody knows how good this model is');
  // A scorecard is shown as a table of points.
  expect(render(unmeasured)).toContain('points more double the odds');
});
