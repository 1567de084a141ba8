import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Page } from 'playwright-core';
import { createClient } from '../../../lib/client/index.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { businessCsv } from '../../support/business-leads.ts';
import { findViolations, goTo, type PageUnderTest } from '../../support/page-under-test.ts';
import { until } from '../../support/until.ts';

/** What was trained: list, and side by side. */
export function describeTrainings(under: PageUnderTest): void {
  const begin = async (options: object) => {
    const client = createClient({ baseUrl: under.stack.apiUrl });
    const request = {
      model: 'paged',
      dataset: 'history/page.csv',
      target: 'converted',
      trainers: ['logistic'],
    };
    const { training_id } = await client.startTraining({ ...request, ...options } as never);
    return client.waitTraining(training_id);
  };
  const listIn = (page: Page) => page.getByRole('region', { name: 'Trainings', exact: true });
  const comparisonIn = (page: Page) => page.getByRole('region', { name: 'Comparison', exact: true });

  const put = async (Key: string, Body: string) => {
    const { environment } = under.stack;
    const { AWS_ENDPOINT_URL_S3: endpoint = '', BUCKET: Bucket = '' } = environment;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    s3.destroy();
  };

  test('lists trainings with their outcome, and compares those that are chosen', async () => {
    await put('history/page.csv', generateSample({ rows: 600, seed: 3 }).csv);
    for (const seed of [1, 2]) expect((await begin({ seed })).status).toBe('succeeded');

    const page = await under.open();
    await goTo(page, 'Trainings');
    const rows = listIn(page).locator('tbody tr');
    await rows.nth(1).waitFor();
    // Newest first; the first one had no champion to be compared with.
    await expect(rows.nth(1).locator('td').allTextContents()).resolves.toEqual(
      expect.arrayContaining(['history/page.csv', '600', 'logistic', 'v1', 'promoted']),
    );
    for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
    const comparison = comparisonIn(page);
    const seed = comparison.getByRole('row').filter({ hasText: 'seed' });
    await expect(seed.locator('td').allTextContents()).resolves.toEqual(['2', '1']);
    await expect(
      comparison
        .getByRole('row')
        .filter({ hasText: 'logistic, log-loss held out' })
        .locator('td')
        .first()
        .textContent(),
    ).resolves.toMatch(/^0\.\d{4}$/);
    // The second one was told what the first one has found out.
    await expect(comparison.getByRole('rowheader', { name: 'positive', exact: true }).count()).resolves.toBe(
      0,
    );
    expect(await findViolations(page)).toEqual([]);
  });

  test('says why a version was kept from serving, and what stands in the record', async () => {
    const stage = (_: number, won: boolean) => (won ? 'closed' : 'open');
    await put('history/leak.csv', businessCsv({ rows: 600, columns: { stage } }));
    const run = await begin({ model: 'paged-leak', dataset: 'history/leak.csv', target: 'won' });
    expect(run.decision!.outcome).toBe('kept');
    const page = await under.open();
    await goTo(page, 'Trainings');
    const row = listIn(page).locator('tbody tr').filter({ hasText: 'history/leak.csv' });
    await row
      .locator('td.sentence')
      .filter({ hasText: /^stage may give the outcome away: / })
      .waitFor();
    await expect(row.locator('td').allTextContents()).resolves.toEqual(
      expect.arrayContaining(['kept', 'v1']),
    );
    const warning = row
      .getByRole('listitem')
      .filter({ hasText: 'Would you know stage when the lead comes in?' });
    await expect(warning.isVisible()).resolves.toBe(false);
    await row.getByText(/^\d warnings$/).click();
    await warning.waitFor({ state: 'visible' });
    expect(await findViolations(page)).toEqual([]);
  });

  test('trainings without candidates are compared without them', async () => {
    for (const _ of [1, 2]) {
      const { decision } = await begin({ policy: { minimum_new_rows: 1_000_000 } });
      expect(decision?.outcome).toBe('skipped');
    }
    const page = await under.open();
    await goTo(page, 'Trainings');
    const rows = listIn(page).locator('tbody tr');
    for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
    await expect(comparisonIn(page).getByRole('heading').allTextContents()).resolves.toEqual([
      'Side by side',
      'Data and outcome',
      'The options are the same',
    ]);
  });

  test('one that is not done is asked for again as long as it is looked at', async () => {
    const page = await under.open();
    await page.clock.install();
    /** As it was a moment ago. */
    const open = {
      status: 'running',
      completed_at: null,
      decision: null,
      steps: [{ name: 'evaluate', state: 'running' }],
    };
    await page.route(/\/train(\?|$)/, async (route) => {
      const response = await route.fetch();
      const { trainings, next } = await response.json();
      await route.fulfill({ response, json: { trainings: [{ ...trainings[0], ...open }], next } });
    });
    let asked = 0;
    let done = false;
    await page.route(/\/train\/[0-9a-f-]{36}$/, async (route) => {
      const response = await route.fetch();
      const run = await response.json();
      asked += 1;
      await route.fulfill({ response, json: done ? run : { ...run, ...open } });
    });
    await goTo(page, 'Trainings');
    const cells = listIn(page).locator('tbody tr td');
    await cells.getByText('evaluate', { exact: true }).waitFor();
    /** Half a minute in which every answer arrives before the next one is asked for. */
    const wait = async () => {
      for (let second = 0; second < 30; second++) {
        await page.clock.runFor(1000);
        await page.evaluate('new Promise((done) => requestIdleCallback(done))');
      }
    };
    await page.clock.runFor(2000);
    await until('the first question', async () => asked > 0 || undefined);
    await goTo(page, 'Score a lead');
    const before = asked;
    await wait();
    expect(asked).toBe(before);
    await goTo(page, 'Trainings');
    await cells.getByText('evaluate', { exact: true }).waitFor();
    await page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
    await wait();
    expect(asked).toBe(before);
    await page.evaluate('delete document.hidden');
    done = true;
    await page.clock.runFor(2000);
    await cells.getByText('skipped', { exact: true }).waitFor();
    const last = asked;
    await wait();
    expect(asked).toBe(last);
  });

  test('a list that cannot be read is not called an empty one', async () => {
    const page = await under.open();
    await page.route(/\/train(\?|$)/, (route) =>
      route.fulfill({
        status: 400,
        headers: { 'access-control-allow-origin': '*' },
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'no', status: 400, detail: 'not today' }),
      }),
    );
    await goTo(page, 'Trainings');
    await page.getByRole('alert').getByText('not today').waitFor();
    await expect(listIn(page).textContent()).resolves.toBe('Reload');
    under.forgive(/400/);
  });
}
