import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { parseArtifact } from '../../../lib/model/parse-artifact.ts';
import { findViolations, goTo, type PageUnderTest } from '../../support/page-under-test.ts';
import { until } from '../../support/until.ts';

const SCORED_WITHIN_MS = 90_000;

/** Drop a CSV, see what would be sent, send it, have it back. */
export function describeBatch(under: PageUnderTest): void {
  const choose = async (name: string, text: string | Buffer) => {
    await goTo(under.page, 'Score a file');
    await under.page
      .getByLabel('Drop a CSV file')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  };
  const ready = () => under.page.getByRole('region', { name: 'Ready to send' });

  test(
    'a thousand rows are checked, scored, sorted and downloaded',
    async () => {
      const page = await under.open();
      let posted = 0;
      const asked = new Set<string | null>();
      page.on('request', (request) => {
        if (request.method() !== 'POST') return;
        posted += 1;
        asked.add(new URL(request.url()).searchParams.get('model'));
      });
      const { csv } = generateSample({ rows: 1000, seed: 5 });
      const [header, ...rows] = csv.trim().split('\n');
      const names = header!.split(',');
      const at = names.indexOf('visits');
      rows[6] = rows[6]!
        .split(',')
        .map((cell, c) => (c === at ? 'many' : cell))
        .join(',');
      rows[9] = `${rows[9]},one too many`;
      // As a spreadsheet might name it.
      const text = [header!.replace('pages_viewed', 'Pages Viewed'), ...rows].join('\n');
      await choose('crm.csv', text);

      await ready().getByRole('heading', { name: '998 of 1,000 rows can be scored' }).waitFor();
      await expect(
        page.getByLabel('Column for Pages viewed').locator('option:checked').textContent(),
      ).resolves.toBe('Pages Viewed');
      const errors = await ready().getByRole('listitem').allTextContents();
      expect(errors[0]).toMatch(/^Line 8: visits: expected a number such as .* got text "many"$/);
      expect(errors[1]).toMatch(/^Line 11: expected \d+ cells, as in the header, got \d+$/);
      expect(posted).toBe(0);

      await ready().getByRole('button', { name: 'Score 998 leads' }).click();
      const results = page.getByRole('region', { name: 'Results' });
      await results.getByRole('heading', { name: '998 leads scored' }).waitFor({ timeout: SCORED_WITHIN_MS });
      // Pinned: a promotion in between does not mix two models in one file.
      expect([...asked]).toEqual(['leads@v1']);
      const counts = await results
        .getByRole('list', { name: 'Leads by grade' })
        .getByRole('listitem')
        .allTextContents();
      expect(counts.map((text) => Number(text.slice(1))).reduce((sum, n) => sum + n)).toBe(998);

      const column = async (n: number) =>
        (await results.locator(`tbody td:nth-child(${n})`).allTextContents()).slice(0, 50);
      const scores = (await column(2)).map(Number);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      await results.getByRole('button', { name: 'Line' }).click();
      await expect(column(1)).resolves.toEqual(Array.from({ length: 50 }, (_, i) => String(i + 2)));

      const downloading = page.waitForEvent('download');
      await results.getByRole('button', { name: 'Download with scores' }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe('crm-scored.csv');
      const scored = parse(await readFile(await download.path()), {
        columns: true,
        bom: true,
        relax_column_count: true,
      }) as Record<string, string>[];
      expect(scored).toHaveLength(1000);
      expect(scored[6]).toMatchObject({ visits: 'many', probability: '' });
      expect(scored[6]!.error).toContain('visits: expected a number');
      const answer = await fetch(`${under.stack.apiUrl}/models/leads/versions/v1/files/model.json`);
      const model = compileModel(parseArtifact(await answer.json()));
      const { visits, employees, email_opened, demo_requested, ...others } = scored[0]!;
      const flag = (word: string | undefined) => (word === '' ? null : word === 'true');
      const expected = model.explain({
        ...Object.fromEntries(model.artifact.schema.fields.map(({ name }) => [name, others[name] || null])),
        visits: Number(visits),
        pages_viewed: Number(others['Pages Viewed']),
        employees: employees === '' ? null : Number(employees),
        email_opened: flag(email_opened),
        demo_requested: flag(demo_requested),
      });
      expect(scored[0]).toMatchObject({
        probability: expected.probability.toFixed(6),
        score: String(expected.score),
        grade: expected.grade,
        reason_1: expected.reasons[0]?.text,
        error: '',
      });
    },
    SCORED_WITHIN_MS + 30_000,
  );

  test('a column that is not there is told, and can be chosen by hand', async () => {
    const page = await under.open();
    const { csv } = generateSample({ rows: 20, seed: 5 });
    await choose('crm.csv', csv.replace('visits', 'how often'));
    await ready().getByText('No column for Visits: it counts as missing in every row.').waitFor();
    await page.getByLabel('Column for Visits').selectOption({ label: 'how often' });
    await ready().getByText('No column for Visits').waitFor({ state: 'detached' });
    await ready().getByRole('heading', { name: '20 of 20 rows can be scored' }).waitFor();
  });

  test.each([
    ['an Excel workbook', Buffer.from('PK\x03\x04rest'), 'found a ZIP archive or an Excel workbook'],
    ['an empty file', '', 'found an empty file'],
    ['a header only', 'visits,source\n', 'found a header only'],
    ['a quote that is never closed', 'a,b\n"1,2\n', 'expected a closing quote'],
  ])('%s is refused in words', async (_what, content, words) => {
    const page = await under.open();
    await choose('leads.csv', content);
    await page.getByRole('alert').waitFor();
    await expect(page.getByRole('alert').textContent()).resolves.toContain(words);
  });

  test('numbers in another form than the model learned are refused, and the mark that reads them is suggested', async () => {
    const page = await under.open();
    const { csv } = generateSample({ rows: 20, seed: 5 });
    const [header, ...rows] = csv.trim().split('\n');
    const at = header!.split(',').indexOf('employees');
    rows[0] = rows[0]!
      .split(',')
      .map((cell, c) => (c === at ? '"1200,5"' : cell))
      .join(',');
    await choose('crm.csv', [header, ...rows].join('\n'));
    await ready().getByRole('heading', { name: '19 of 20 rows can be scored' }).waitFor();
    await expect(ready().getByRole('listitem').first().textContent()).resolves.toContain(
      'Line 2: employees: expected a number such as 1234.5',
    );
    await page.getByText('With a decimal comma 1 more row can be read.').waitFor();
    await page.getByLabel('Numbers are read').selectOption(',');
    await page.getByText('With a decimal comma 1 more row can be read.').waitFor({ state: 'detached' });
    expect(await findViolations(page)).toEqual([]);
  });

  test(
    'results stay until another file is scored, and are not replaced unasked',
    async () => {
      const page = await under.open();
      const { csv } = generateSample({ rows: 20, seed: 7 });
      await choose('first.csv', csv);
      await ready().getByRole('button', { name: 'Score 20 leads' }).click();
      const results = page.getByRole('region', { name: 'Results' });
      await results.getByText('first.csv, scored by leads@v1').waitFor({ timeout: SCORED_WITHIN_MS });
      const asked: string[] = [];
      let answer = false;
      page.on('dialog', (dialog) => {
        asked.push(`${dialog.type()} ${dialog.message()}`);
        return answer ? dialog.accept() : dialog.dismiss();
      });
      // A wrong file, another file, and a reload that is thought better of.
      await choose('wrong.csv', '');
      await page.getByRole('alert').waitFor();
      await results.getByText('first.csv').waitFor();
      await choose('second.csv', csv);
      await ready().getByRole('heading', { name: '20 of 20 rows can be scored' }).waitFor();
      await results.getByText('first.csv').waitFor();
      await ready().getByRole('button', { name: 'Score 20 leads' }).click();
      await until('the question', async () => asked.length === 1 || undefined);
      expect(asked[0]).toBe('confirm The results of first.csv are not downloaded. Replace them?');
      await results.getByText('first.csv').waitFor();
      await page.reload({ timeout: 3000 }).catch(() => undefined);
      expect(asked[1]).toMatch(/^beforeunload/);
      await results.getByText('first.csv').waitFor();
      answer = true;
      await ready().getByRole('button', { name: 'Score 20 leads' }).click();
      await results.getByText('second.csv, scored by leads@v1').waitFor({ timeout: SCORED_WITHIN_MS });
      const downloading = page.waitForEvent('download');
      await results.getByRole('button', { name: 'Download with scores' }).click();
      await downloading;
      const before = asked.length;
      await page.reload();
      await page.getByLabel('Drop a CSV file').waitFor();
      expect(asked).toHaveLength(before);
    },
    2 * SCORED_WITHIN_MS,
  );

  test('a failure on the way is told, and going on sends nothing twice', async () => {
    const page = await under.open();
    const { csv } = generateSample({ rows: 20, seed: 6 });
    await choose('crm.csv', csv);
    const keys: (string | undefined)[] = [];
    let broken = true;
    await page.route('**/predict_batch?*', (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      keys.push(route.request().headers()['idempotency-key']);
      return broken ? route.abort() : route.fallback();
    });
    await ready().getByRole('button', { name: 'Score 20 leads' }).click();
    await page.getByRole('alert').waitFor();
    await expect(page.getByRole('alert').textContent()).resolves.toContain('cannot be reached');
    broken = false;
    await ready().getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: '20 leads scored' }).waitFor({ timeout: SCORED_WITHIN_MS });
    expect(new Set(keys).size).toBe(1);
    under.forgive(/ERR_FAILED/);
  });
}
