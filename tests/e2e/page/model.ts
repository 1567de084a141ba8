import { planCapacity } from '../../../lib/training/evaluation/plan-capacity.ts';
import type { RunRecord } from '../../../lib/training/run-record.ts';
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
    ).json()) as RunRecord;

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

  test('the report is downloaded', async () => {
    const page = await open();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the report' }).click();
    expect((await downloading).suggestedFilename()).toBe('leads-v1.html');
  });
}
