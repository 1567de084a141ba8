import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/chromium.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { findViolations, goTo, usePage } from '../support/page-under-test.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'scorelane-page-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The page with keys of each scope, at a stack that asks for them. What the browser complains of, a 403 too, fails a test. */
describeInBrowser('the page and its key', () => {
  const under = usePage({ env: { SCORELANE_AUTH: 'required', ALIAS_TTL_SECONDS: '0' } });
  const command = async (...args: string[]) => {
    const env = { ...process.env, SCORELANE_DATA_DIR: under.stack.dataDir };
    return (await run(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], { env })).stdout;
  };
  const makeKey = async (scope: string, ...more: string[]) =>
    (
      JSON.parse(await command('keys', 'create', scope, '--scope', scope, ...more, '--json')) as {
        key: string;
      }
    ).key;
  const openWith = async (key: string): Promise<Page> => {
    await under.open('#/score');
    await under.page.goto('about:blank');
    await under.page.goto(`${under.stack.pageUrl}#key=${key}`);
    await under.page.getByRole('button', { name: 'Fill in an example' }).waitFor();
    return under.page;
  };
  const views = (page: Page) => page.getByRole('navigation').getByRole('link').allTextContents();
  const ALL = ['Score a lead', 'Score a file', 'The model', 'Recent predictions', 'One lead', 'Trainings'];

  test('of the scope form: scores a lead, with reasons and what-if, and shows nothing that it may not', async () => {
    const page = await openWith(await makeKey('form', '--rate', '60'));
    await expect(views(page)).resolves.toEqual(['Score a lead', 'Score a file']);
    // A key that stands in a public page may not name a lead.
    await expect(page.getByLabel('Your own id of this lead').count()).resolves.toBe(0);
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    await page.getByLabel('Visits').fill('1');
    await page.getByRole('heading', { name: 'What if' }).waitFor();
    await page.locator('figure.effect').first().waitFor();
    await page.getByRole('button', { name: 'Back to the submitted lead' }).click();
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    // A link to what is not shown leads to what is.
    await page.evaluate("location.hash = '#/recent'");
    await page.getByRole('button', { name: 'Score this lead' }).waitFor();
  });

  test('of the scope form: scores a dropped file, in batches that its rate allows', async () => {
    const page = await openWith(await makeKey('form', '--rate', '40'));
    await goTo(page, 'Score a file');
    const file = join(folder, 'leads.csv');
    await command('sample', '--rows', '40', '--out', file);
    const batches: number[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/predict_batch')
        batches.push((request.postDataJSON() as unknown[]).length);
    });
    await page.getByLabel('Drop a CSV file').setInputFiles(file);
    await page.getByRole('button', { name: 'Score 40 leads' }).click();
    await page.getByText('40 leads scored').waitFor();
    expect(batches).toEqual([20, 20]);
  });

  test('what-if computes with the model that answered, not with the one that the page was opened with', async () => {
    const page = await openWith(await makeKey('form'));
    await page.getByText('Model leads, v1').waitFor();
    const model = join(folder, 'model');
    const leads = join(folder, 'past-leads.csv');
    await command('sample', '--seed', '7', '--out', leads);
    await command('train', leads, '--target', 'converted', '--trainer', 'scorecard', '--out', model);
    await command('publish', join(model, 'model.json'));
    await command('models', 'promote', 'leads@v2', '--force', '--yes');
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    await page.getByText('leads@v2').waitFor();
    await page.getByRole('status').getByText('v2 is the champion now').waitFor();
    const shown = () => page.locator('.result .probability data').getAttribute('value');
    const visits = page.getByLabel('Visits');
    const before = await visits.inputValue();
    const submitted = await shown();
    await visits.fill('0');
    await page.getByRole('heading', { name: 'What if' }).waitFor();
    expect(await shown()).not.toBe(submitted);
    // The same lead again, computed here: what the API said, to the last digit.
    const [first] = await page.locator('.result .probability').allTextContents();
    expect(first).toContain('submitted:');
    await visits.fill(before);
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    expect(await shown()).toBe(submitted);
  });

  test.each([
    ['predict', true],
    ['operate', false],
  ] as const)('of the scope %s: shows every view, and lists are asked a key for: %s', async (scope, asks) => {
    const page = await openWith(await makeKey(scope));
    await page.getByRole('link', { name: 'Trainings' }).waitFor();
    await expect(views(page)).resolves.toEqual(ALL);
    await goTo(page, 'Recent predictions');
    const list = page.getByRole('region', { name: 'Predictions', exact: true });
    await (asks ? page.getByRole('form', { name: 'Key' }) : list).waitFor();
    if (!asks) return;
    await page.getByText('Give one of the scope “operate”').waitFor();
    await page.getByRole('textbox', { name: 'Key' }).fill(await makeKey('operate'));
    await page.getByRole('button', { name: 'Use this key' }).click();
    await list.waitFor();
    under.forgive(/403/);
  });
});
