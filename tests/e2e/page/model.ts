import { planCapacity } from '../../../lib/learning/evaluation/plan-capacity.ts';
import type { TrainingRecord } from '../../../lib/learning/training-record.ts';
import { goTo, type PageUnderTest } from '../../support/page-under-test.ts';
import { until } from '../../support/until.ts';

/** The champion's report, and whom to call. */
export function describeModel(under: PageUnderTest): void {
  const open = async () => {
    const page = await under.open();
    await goTo(page, 'The model');
    await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
    return page;
  };
  const readRecord = async () =>
    (await (
      await fetch(`${under.stack.apiUrl}/models/leads/versions/v1/files/metrics.json`)
    ).json()) as TrainingRecord;

  test('the charts are drawn, and the figures are those of metrics.json', async () => {
    const page = await open();
    const record = await readRecord();
    const figures = page.getByRole('region', { name: 'How good it is' });
    const { cross_validated } = record.candidates[0]!;
    await expect(figures.locator('tbody td').first().textContent()).resolves.toBe(
      `${cross_validated!.roc_auc.toFixed(3)} ± ${cross_validated!.sd.roc_auc.toFixed(3)}`,
    );
    const charts = page.locator('canvas');
    const expected = 6 + record.effects.filter(({ points }) => points.length > 1).length;
    await expect(charts.count()).resolves.toBe(expected);
    await until('charts with something on them', async () =>
      (await page.evaluate<boolean>(
        `[...document.querySelectorAll('canvas')].every((canvas) => canvas.getContext('2d')
          .getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0))`,
      ))
        ? true
        : undefined,
    );
    await expect(page.getByRole('region', { name: 'Versions', exact: true }).textContent()).resolves.toMatch(
      /v1champion.*promoted v1/s,
    );
  });

  test('capacity: the slider moves the cut-off and what is to be expected', async () => {
    const page = await open();
    const record = await readRecord();
    const measured = { ...record, curves: record.curves! };
    const capacity = page.getByRole('region', { name: 'Capacity' });
    const slider = capacity.getByRole('slider', { name: /Calls you can make/ });
    const told = async () => (await capacity.locator('.cut-off strong').allTextContents()).map(Number);
    const expected = (calls: number) => {
      const { cutOff, byScore } = planCapacity(measured, 500, calls);
      return [cutOff!.score, Number(byScore.mean.toFixed(1))];
    };
    await expect(told()).resolves.toEqual(expected(40));
    await slider.fill('120');
    await expect(told()).resolves.toEqual(expected(120));
    await slider.press('ArrowRight');
    await expect(told()).resolves.toEqual(expected(121));
    const { byScore, atRandom } = planCapacity(measured, 500, 121);
    const intervals = await capacity.locator('.interval').allTextContents();
    expect(intervals).toEqual([
      `By score${byScore.low} to ${byScore.high}`,
      `At random${atRandom.low} to ${atRandom.high}`,
    ]);
    // Fewer leads than calls: all of them are called.
    await capacity.getByLabel('Leads that come in a week').fill('50');
    await capacity.getByText('Call the leads with a score of 1 and more: 50 of 50.').waitFor();
  });

  test('capacity: leads that tie are counted, and how many of them fit', async () => {
    const record = await readRecord();
    const score_counts = new Array<number>(99).fill(0);
    score_counts[98] = 8;
    score_counts[91] = 711;
    score_counts[40] = 7281;
    const page = await under.open();
    await page.route('**/files/metrics.json', (route) =>
      route.fulfill({ json: { ...record, score_counts }, headers: { 'access-control-allow-origin': '*' } }),
    );
    await goTo(page, 'The model');
    const capacity = page.getByRole('region', { name: 'Capacity' });
    await capacity.getByLabel('Leads that come in a week').fill('8000');
    await capacity.getByRole('slider').fill('400');
    await capacity
      .getByText('a score of 93 and more: 8 of 8,000. 711 leads tie at 92: 392 of them fit.')
      .waitFor();
    await capacity.getByRole('slider').fill('5');
    await capacity.getByText('8 leads tie at the highest score, 99: 5 of them fit.').waitFor();
  });

  test.each(['0', '10001', '', '12.5', 'many'])(
    'capacity: “%s” leads are refused, and no sentence of others stays',
    async (leads) => {
      const page = await open();
      const capacity = page.getByRole('region', { name: 'Capacity' });
      await capacity.locator('.cut-off').waitFor();
      await capacity.getByLabel('Leads that come in a week').fill(leads);
      await capacity.getByRole('alert').waitFor();
      await expect(capacity.getByRole('alert').textContent()).resolves.toContain('from 1 to 10,000');
      await expect(capacity.locator('.cut-off, .interval').count()).resolves.toBe(0);
      await capacity.getByLabel('Leads that come in a week').fill('10000');
      await capacity.locator('.cut-off').waitFor();
    },
  );

  test('every figure says what it was measured on', async () => {
    const page = await open();
    const record = await readRecord();
    const figures = page.getByRole('region', { name: 'How good it is' });
    await expect(figures.getByRole('heading', { level: 3 }).allTextContents()).resolves.toEqual([
      `Cross-validation, ${record.split.folds} folds`,
      `Hold-out, ${record.split.holdout_rows} leads`,
    ]);
    const { cross_validated, holdout } = record.candidates[0]!;
    await expect(figures.locator('tbody tr td:nth-child(2)').allTextContents()).resolves.toEqual([
      expect.stringContaining(cross_validated!.roc_auc.toFixed(3)),
      holdout!.roc_auc.toFixed(3),
    ]);
    const row = page.getByRole('region', { name: 'Versions', exact: true }).locator('tbody tr').first();
    await expect(row.locator('td').nth(2).textContent()).resolves.toBe('hold-out');
    await expect(row.locator('td').nth(3).textContent()).resolves.toBe(holdout!.roc_auc.toFixed(3));
    await page.getByText('Measured on the hold-out').waitFor();
  });

  test('the report is downloaded', async () => {
    const page = await open();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the report' }).click();
    expect((await downloading).suggestedFilename()).toBe('leads-v1.html');
  });
}
