import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { compileModel } from '../../lib/model/compile-model.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';
import { CHROMIUM, describeInBrowser } from '../support/chromium.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';

/** The page of the local stack, in a real browser. */
describeInBrowser('the page, in Chromium', () => {
  let stack: LocalStack;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    stack = await startLocalStack();
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(stack.pageUrl);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const submitExample = async () => {
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    const answered = page.waitForResponse((response) => /\/predict\/[0-9a-f-]{36}$/.test(response.url()));
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    const id = (await answered).url().split('/').at(-1);
    return (await fetch(`${stack.apiUrl}/predict/${id}`)).json() as Promise<{
      prediction: { probability: number; score: number; grade: string; reasons: { text: string }[] };
    }>;
  };

  test('a lead is submitted, and its score and reasons are the API’s', async () => {
    const { prediction } = await submitExample();
    const result = page.getByRole('region', { name: 'Score' });
    await expect(result.getByRole('img').getAttribute('aria-label')).resolves.toBe(
      `Grade ${prediction.grade}`,
    );
    await expect(result.locator('.score strong').textContent()).resolves.toBe(String(prediction.score));
    await expect(result.locator('.reasons li').allTextContents()).resolves.toEqual(
      prediction.reasons.map(({ text }) => text),
    );
  });

  test('what is wrong stands beside its field, in words, and nothing is sent', async () => {
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST') sent += 1;
    });
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByLabel('Employees').fill('many');
    await page.getByRole('button', { name: 'Score this lead' }).click();
    const field = page.getByLabel('Employees');
    await expect(field.getAttribute('aria-invalid')).resolves.toBe('true');
    await expect(page.locator('#field-employees-error').textContent()).resolves.toContain(
      'expected a number',
    );
    expect(sent).toBe(0);
  });

  test('what if: another value is scored at once, without a request, as the API would', async () => {
    await submitExample();
    let asked = 0;
    page.on('request', () => {
      asked += 1;
    });
    await page.getByLabel('Visits').fill('31');
    const result = page.getByRole('region', { name: 'What if' });
    await result.waitFor();
    expect(asked).toBe(0);
    const values = Object.fromEntries(
      await page
        .locator('[name]')
        .evaluateAll((inputs) =>
          (inputs as unknown as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
        ),
    );
    const answer = await fetch(`${stack.apiUrl}/models/leads/versions/v1/files/model.json`);
    const model = compileModel(parseArtifact(await answer.json()));
    const lead = Object.fromEntries(
      model.artifact.schema.fields.map(({ name, type }) => [
        name,
        type === 'number'
          ? Number(values[name])
          : type === 'boolean'
            ? values[name] === 'true'
            : values[name],
      ]),
    );
    const asked2 = await fetch(`${stack.apiUrl}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait' },
      body: JSON.stringify(lead),
    });
    const { prediction } = (await asked2.json()) as { prediction: { probability: number; score: number } };
    expect(model.explain(lead as Parameters<typeof model.explain>[0]).probability).toBeCloseTo(
      prediction.probability,
      9,
    );
    await expect(result.locator('.score strong').textContent()).resolves.toBe(String(prediction.score));
    await result.getByRole('button', { name: 'Back to the submitted lead' }).click();
    await page.getByRole('region', { name: 'Score' }).waitFor();
  });

  test('an API that cannot be reached is told in words', async () => {
    complaints = [];
    await page.goto(`${stack.pageUrl}#api=http://127.0.0.1:9`);
    await page.reload();
    await page.getByRole('alert').waitFor();
    await expect(page.getByRole('alert').textContent()).resolves.toContain(
      'http://127.0.0.1:9 cannot be reached',
    );
    // The browser itself says so on its console.
    complaints = complaints.filter((text) => !text.includes('ERR_'));
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const prepare of [async () => {}, submitExample]) {
      await prepare();
      // Evaluated, not injected: the page's Content-Security-Policy forbids other scripts.
      const source = readFileSync(createRequire(join(ROOT, 'package.json')).resolve('axe-core'), 'utf8');
      await page.evaluate(source);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });

  test('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await submitExample();
    const widths = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, innerWidth]',
    );
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  });
});
