import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Scope } from '../../lib/auth/scope.ts';
import { describeInBrowser } from '../support/chromium.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { findViolations, goTo, usePage } from '../support/page-under-test.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'scorelane-form-'));
const form = join(folder, 'form.config.yml');
const FORM = `
title: Anfragen bewerten
intro: Wie gut stehen die Chancen?
language: de
views: [score, recent]
groups:
  - title: Firma
    fields: [industry, employees]
  - title: Web
    fields: [visits, pages_viewed]
fields:
  visits: { label: Besuche, help: der letzten 30 Tage, unit: Stück, default: 4 }
  country: { hidden: true, default: DE }
words: { submit: Bewerten, required: nötig, others: Weiteres }
`;
afterAll(() => rmSync(folder, { recursive: true }));

/** A stack that asks for keys, and a form of one's own. */
describeInBrowser('the page with a form of its own, where keys are asked for', () => {
  const under = usePage({ env: { SCORELANE_AUTH: 'required', SCORELANE_FORM: form } });
  beforeEach(() => writeFileSync(form, FORM));
  /** As a person would. */
  const makeKey = async (scope: Scope) => {
    const { stdout } = await run(
      NODE_24,
      [join(ROOT, 'cli/main.ts'), 'keys', 'create', 'test', '--scope', scope, '--json'],
      { env: { ...process.env, SCORELANE_DATA_DIR: under.stack.dataDir } },
    );
    return (JSON.parse(stdout) as { key: string }).key;
  };

  test('shows the form as it is told, and sends the hidden default', async () => {
    const page = await under.open();
    await page.getByRole('heading', { name: 'Anfragen bewerten' }).waitFor();
    await expect(page.evaluate<string>('document.documentElement.lang')).resolves.toBe('de');
    await page.getByRole('button', { name: 'Bewerten' }).waitFor();
    await expect(page.locator('legend').allTextContents()).resolves.toEqual(['Firma', 'Web', 'Weiteres']);
    // Of the views that are configured, those that the page's key allows: one needs no navigation.
    await expect(page.getByRole('navigation').count()).resolves.toBe(0);
    await expect(page.getByLabel('Besuche').inputValue()).resolves.toBe('4');
    await expect(page.locator('#field-visits-help').textContent()).resolves.toMatch(
      /^der letzten 30 Tage; usually 0 to \d+ Stück$/,
    );
    await expect(page.locator('#field-country').count()).resolves.toBe(0);

    await page.getByRole('button', { name: 'Fill in an example' }).click();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Bewerten' }).click();
    expect((await sent).postDataJSON()).toMatchObject({ country: 'DE' });
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  test('a key in the fragment leaves the address, and is in no address that is asked for', async () => {
    const key = await makeKey('predict');
    const addresses: string[] = [];
    const keys = new Set<string | undefined>();
    const page = await under.open('#/score');
    // The first page has a key of its own, and may still be asking when it is left.
    await page.goto('about:blank');
    page.on('request', (request) => {
      addresses.push(request.url());
      const { authorization } = request.headers();
      if (request.url().startsWith(under.stack.apiUrl) && authorization !== undefined)
        keys.add(authorization);
    });
    await page.goto(`${under.stack.pageUrl}#key=${key}`);
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByRole('button', { name: 'Bewerten' }).click();
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    expect(page.url()).toBe(under.stack.pageUrl);
    expect(keys).toEqual(new Set([`Bearer ${key}`]));
    // The browser's own list of navigations shows fragments; no server sees them.
    expect(
      addresses.map((address) => address.split('#')[0]).filter((address) => address!.includes(key)),
    ).toEqual([]);
  });

  test('recent predictions ask for a key that may list them', async () => {
    const page = await under.open(`#key=${await makeKey('predict')}`);
    await goTo(page, 'Recent predictions');
    const ask = page.getByRole('form', { name: 'Key' });
    await ask.getByText('The key of this page may not list predictions').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await ask.getByLabel('Key').fill(await makeKey('operate'));
    await ask.getByRole('button', { name: 'Use this key' }).click();
    await page.getByRole('region', { name: 'Predictions', exact: true }).waitFor();
    under.forgive(/403/);
  });

  test('what is wrong with the form is told on the page', async () => {
    writeFileSync(form, 'order: [vists]\n');
    const page = await under.open();
    await page.getByRole('alert').waitFor();
    await expect(page.getByRole('alert').textContent()).resolves.toContain(
      'order: the model has no field “vists”; did you mean “visits”?',
    );
    under.forgive(/422/);
  });
});
