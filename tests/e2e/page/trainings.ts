import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createClient } from '../../../lib/client/index.ts';
import { generateSample } from '../../../lib/training/sample/generate-sample.ts';
import { findViolations, goTo, type PageUnderTest } from '../../support/page-under-test.ts';

/** What was trained: list, and side by side. */
export function describeTrainings(under: PageUnderTest): void {
  test('lists trainings with their outcome, and compares those that are chosen', async () => {
    const { apiUrl, environment } = under.stack;
    const { AWS_ENDPOINT_URL_S3: endpoint = '', BUCKET: Bucket = '' } = environment;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
    const Body = generateSample({ rows: 600, seed: 3 }).csv;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'history/page.csv', Body }));
    s3.destroy();
    const client = createClient({ baseUrl: apiUrl });
    const request = {
      model: 'paged',
      dataset: 'history/page.csv',
      target: 'converted',
      trainers: ['logistic'],
    };
    for (const seed of [1, 2]) {
      const { training_id } = await client.startTraining({ ...request, seed } as never);
      expect((await client.waitTraining(training_id)).status).toBe('succeeded');
    }

    const page = await under.open();
    await goTo(page, 'Trainings');
    const list = page.getByRole('region', { name: 'Trainings', exact: true });
    const rows = list.locator('tbody tr');
    await rows.nth(1).waitFor();
    // Newest first; the first one had no champion to be compared with.
    await expect(rows.nth(1).locator('td').allTextContents()).resolves.toEqual(
      expect.arrayContaining(['history/page.csv', '600', 'logistic', 'v1', 'promoted']),
    );
    for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
    const comparison = page.getByRole('region', { name: 'Comparison', exact: true });
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
    expect(await findViolations(page)).toEqual([]);
  });
}
