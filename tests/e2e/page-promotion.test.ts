import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';
import { describeInBrowser } from '../support/chromium.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { findViolations, goTo, submitExample, usePage } from '../support/page-under-test.ts';

const run = promisify(execFile);
const SCORED_WITHIN_MS = 90_000;

/** A tab that was opened before a promotion. */
describeInBrowser('the page, when another version becomes champion', () => {
  const under = usePage({ env: { ALIAS_TTL_SECONDS: '0' } });
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-promotion-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const load = async (version: string) =>
    parseArtifact(
      await (await fetch(`${under.stack.apiUrl}/models/leads/versions/${version}/files/model.json`)).json(),
    );
  /** Publishes the first version with a change, and promotes it. @returns the version */
  const promote = async (change: (artifact: ModelArtifact) => Partial<ModelArtifact>) => {
    const first = await load('v1');
    const file = join(folder, 'model.json');
    writeFileSync(file, JSON.stringify({ ...first, ...change(first) }));
    const env = { ...process.env, SCORELANE_DATA_DIR: under.stack.dataDir };
    const scorelane = (...args: string[]) => run(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], { env });
    const { stdout } = await scorelane('publish', file, '--json');
    const { version } = JSON.parse(stdout) as { version: string };
    const alias = `${under.stack.apiUrl}/models/leads/aliases/champion`;
    const etag = (await fetch(alias)).headers.get('etag')!;
    const moved = await fetch(alias, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': etag },
      body: JSON.stringify({ version }),
    });
    expect([moved.status, await moved.text()]).toEqual([200, expect.any(String)]);
    // What serves keeps its champion for a while.
    const deadline = Date.now() + 60_000;
    for (;;) {
      const schema = (await (await fetch(`${under.stack.apiUrl}/schema`)).json()) as {
        'x-model': { version: string };
      };
      if (schema['x-model'].version === version) return version;
      if (Date.now() > deadline) throw new Error(`${version} does not serve`);
    }
  };
  const region = (name: string) => under.page.getByRole('region', { name, exact: true });

  test('what if is computed by the version that answered, and the new one is offered', async () => {
    const page = await under.open();
    await page.getByRole('button', { name: 'Fill in an example' }).waitFor();
    const version = await promote(({ intercept }) => ({ intercept: intercept + 1 }));
    const { prediction } = await submitExample(under);
    await page.getByText(`leads@${version}`).waitFor();
    await page.getByLabel('Visits').fill('31');
    await region('What if').waitFor();
    // Back to what was submitted, by one value that changes nothing: the two must be one number.
    const data = () => region('What if').locator('data').getAttribute('value');
    const shown = Number(await data());
    const model = compileModel(await load(version));
    const inputs = await page
      .locator('form [name]')
      .evaluateAll((all) =>
        (all as unknown as { name: string; value: string }[]).map(
          ({ name, value }) => [name, value] as const,
        ),
      );
    const lead = Object.fromEntries(
      inputs.map(([name, text]) => {
        const { type } = model.artifact.schema.fields.find((field) => field.name === name)!;
        const value = type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text;
        return [name, text === '' ? null : value];
      }),
    );
    expect(Math.abs(shown - model.probabilityOf(lead))).toBeLessThan(1e-9);
    expect(shown).toBeGreaterThan(prediction.probability);
    const notice = page.getByRole('status');
    await notice.getByText(`${version} is the champion now`).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('button', { name: `Use ${version}` }).click();
    await page.getByText(`Model leads, ${version}`).waitFor();
    await notice.waitFor({ state: 'detached' });
    // What was typed stays, and the model's view is that of the new one.
    await expect(page.getByLabel('Visits').inputValue()).resolves.toBe('31');
    await goTo(page, 'The model');
    await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
    await region('Versions').getByText(`${version}champion`).waitFor();
  });

  test('a version with another field: the refusal is readable, and its form is offered', async () => {
    const page = await under.open();
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    const version = await promote(({ schema }) => ({
      schema: {
        ...schema,
        fields: [
          ...schema.fields,
          { name: 'tier', type: 'category', required: true, levels: ['gold', 'silver'] },
        ],
      },
    }));
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByRole('alert').waitFor();
    await expect(page.getByRole('alert').textContent()).resolves.toMatch(
      /refused the lead\. tier: expected text such as "gold"; this field is required/,
    );
    const source = await page.getByLabel('Source').inputValue();
    await page.getByRole('button', { name: `Use ${version}` }).click();
    await page.getByLabel('Tier').fill('gold');
    await expect(page.getByLabel('Source').inputValue()).resolves.toBe(source);
    await expect(page.getByRole('alert').count()).resolves.toBe(0);
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByText(`leads@${version}`).waitFor();
    under.forgive(/422/);
  });

  test(
    'a file is scored by the version that its rows were checked against, and a newer champion is named',
    async () => {
      const version = await promote(() => ({}));
      const page = await under.open();
      await goTo(page, 'Score a file');
      const { csv } = generateSample({ rows: 20, seed: 6 });
      const file = { name: 'crm.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
      await page.getByLabel('Drop a CSV file').setInputFiles(file);
      await page.getByRole('heading', { name: '20 of 20 rows can be scored' }).waitFor();
      const strict = await promote(({ schema }) => ({
        schema: {
          ...schema,
          fields: [...schema.fields, { name: 'tier', type: 'category', required: true, levels: ['gold'] }],
        },
      }));
      await page.getByRole('button', { name: 'Score 20 leads' }).click();
      await page.getByText(`crm.csv, scored by leads@${version}`).waitFor({ timeout: SCORED_WITHIN_MS });
      await page.getByRole('status').getByText(`${strict} is the champion now`).waitFor();
      await page.getByRole('button', { name: `Use ${strict}` }).click();
      await page.getByLabel('Drop a CSV file').setInputFiles(file);
      await page.getByText('The model requires tier').waitFor();
    },
    SCORED_WITHIN_MS + 90_000,
  );
});
