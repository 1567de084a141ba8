import { readFile } from 'node:fs/promises';
import { findViolations, goTo, type PageUnderTest, submitExample } from '../../support/page-under-test.ts';
import { until } from '../../support/until.ts';

/** What was predicted: list, filter, open, download. */
export function describeRecent(under: PageUnderTest): void {
  test.each([
    ['on a desk', { width: 1280, height: 800 }],
    ['on a phone', { width: 390, height: 844 }],
  ])('row 40 opens in view, takes the focus, and Escape gives it back, %s', async (_where, viewport) => {
    const page = await under.open('', { viewport });
    const { prediction: _, ...example } = await submitExample(under);
    const lead = await page.evaluate<Record<string, unknown>>(
      `fetch(${JSON.stringify(`${under.stack.apiUrl}/predictions?limit=1`)}).then((r) => r.json()).then((l) => l.predictions[0].lead)`,
    );
    expect(example).toMatchObject({ status: 'succeeded' });
    await fetch(`${under.stack.apiUrl}/predict_batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait' },
      body: JSON.stringify(Array.from({ length: 45 }, () => lead)),
    });
    await goTo(page, 'Recent predictions');
    const button = page.getByRole('button', { name: /^Open the prediction/ }).nth(39);
    await button.click();
    const panel = page.getByRole('region', { name: 'Prediction', exact: true });
    const box = (await panel.boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeLessThan(viewport.height / 2);
    await expect(panel.getByRole('heading', { name: 'Prediction' }).isVisible()).resolves.toBe(true);
    await expect(
      page.evaluate('document.activeElement.contains(document.querySelector("[aria-label=Prediction]"))'),
    ).resolves.toBe(true);
    await expect(button.getAttribute('aria-expanded')).resolves.toBe('true');
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    const focused = `[...document.querySelectorAll('.view:not([hidden]) tbody button')].indexOf(document.activeElement)`;
    await expect(page.evaluate<number>(focused)).resolves.toBe(39);
  });

  test('lists what was predicted, filters it, opens one, and gives it as CSV', async () => {
    const page = await under.open();
    const { prediction } = await submitExample(under);
    await goTo(page, 'Recent predictions');
    const list = page.getByRole('region', { name: 'Predictions', exact: true });
    await list.locator('tbody tr').first().waitFor();
    const first = list.locator('tbody tr').first();
    await expect(first.locator('td').nth(2).textContent()).resolves.toBe(String(prediction.score));

    await page.getByLabel('Grade', { exact: true }).selectOption('D');
    await until('leads of grade D only', async () => {
      const busy = await list.getAttribute('aria-busy');
      const grades = await list.locator('tbody td:nth-child(4)').allTextContents();
      return busy === 'false' && grades.every((grade) => grade === 'D') ? grades : undefined;
    });
    await page.getByLabel('Grade', { exact: true }).selectOption('');
    await until('all of them again', async () =>
      (await list.getAttribute('aria-busy')) === 'false' &&
      (await first.locator('td').nth(2).textContent()) === String(prediction.score)
        ? true
        : undefined,
    );
    await page
      .getByRole('button', { name: /^Open the prediction/ })
      .first()
      .click();
    const opened = page.getByRole('region', { name: 'Prediction', exact: true });
    await expect(opened.locator('.reasons li').allTextContents()).resolves.toEqual(
      prediction.reasons.map(({ text }) => text),
    );
    await expect(opened.locator('.facts').textContent()).resolves.toContain('visits');

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const csv = await readFile(await (await downloading).path(), 'utf8');
    expect(csv).toContain('prediction_id,created_at');
    expect(csv.trim().split('\r\n').length).toBeGreaterThan(1);
  });
}
