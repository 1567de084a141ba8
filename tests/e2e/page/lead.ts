import type { Page } from 'playwright-core';
import {
  CHANGE,
  EARLIER,
  HISTORY,
  LATEST,
  NO_LEAD,
  NOT_ENOUGH,
  REFERENCE,
  STATE,
} from '../../support/known-lead.ts';
import { findViolations, goTo, type PageUnderTest } from '../../support/page-under-test.ts';

const FRAGMENT = `#/lead?${new URLSearchParams({ reference: REFERENCE })}`;
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

/** Answers for leads as the contract says; what was asked is kept. */
async function answerForLeads(page: Page, state: unknown = STATE, status = 200): Promise<URL[]> {
  const asked: URL[] = [];
  const isOfLead = ({ pathname, searchParams }: URL) =>
    pathname.startsWith('/leads/') || (pathname === '/predictions' && searchParams.has('reference'));
  await page.route(isOfLead, (route) => {
    const url = new URL(route.request().url());
    asked.push(url);
    const json = status !== 200 ? NO_LEAD : url.pathname === '/predictions' ? HISTORY : state;
    return route.fulfill({ status, json, headers: CORS });
  });
  return asked;
}

/** A lead by its owner's own id. */
export function describeLead(under: PageUnderTest): void {
  const openLead = async (...answers: [state?: unknown, status?: number]) => {
    const page = await under.open();
    const asked = await answerForLeads(page, ...answers);
    await page.evaluate(`location.hash = ${JSON.stringify(FRAGMENT)}`);
    return { page, asked };
  };

  test.each(['light', 'dark'] as const)(
    'its latest score, its trend, and why it changed, %s',
    async (colorScheme) => {
      const { page, asked } = await openLead();
      await page.emulateMedia({ colorScheme });
      const score = page.getByRole('region', { name: 'Latest score' });
      await score.waitFor();
      await expect(score.textContent()).resolves.toContain('87 of 99');
      await expect(score.textContent()).resolves.toContain('Its score is rising.');
      const change = page.getByRole('region', { name: 'Why it changed' });
      // Per feature what the value does and what the model does, and the intercept.
      await expect(change.locator('li').count()).resolves.toBe(CHANGE.features.length + 1);
      await expect(change.locator('li').first().locator('.change').allTextContents()).resolves.toEqual([
        'value+1.5',
        'model+0.25',
      ]);
      await expect(change.locator('.hint').textContent()).resolves.toContain(
        'values +1.75, model +0.515, together +2.265',
      );
      const history = page.getByRole('region', { name: 'History', exact: true });
      await expect(history.locator('tbody tr').count()).resolves.toBe(2);
      expect(asked.map(({ pathname }) => pathname).sort()).toEqual([
        `/leads/${encodeURIComponent(encodeURIComponent(REFERENCE))}`,
        '/predictions',
      ]);
      expect(await findViolations(page)).toEqual([]);
    },
  );

  test('fits a small phone', async () => {
    const { page } = await openLead();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('region', { name: 'Why it changed' }).waitFor();
    const [content, window] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    expect(content).toBeLessThanOrEqual(window);
  });

  test('why it changed since an earlier prediction that is chosen', async () => {
    const { page, asked } = await openLead();
    const button = page.getByRole('button', { name: /^Why it changed since/ });
    await button.waitFor();
    await expect(button.getAttribute('aria-pressed')).resolves.toBe('true');
    const before = asked.length;
    const answered = page.waitForResponse((response) => response.url().includes('from='));
    await button.click();
    await answered;
    expect(asked.slice(before).map(({ search }) => search)).toEqual([
      `?from=${EARLIER.prediction_id}&to=${LATEST.prediction_id}`,
    ]);
  });

  test('a lead is asked for by what is typed, and stays while another view is looked at', async () => {
    const page = await under.open();
    const asked = await answerForLeads(page);
    await goTo(page, 'One lead');
    await page.getByLabel('Your own id of the lead').fill(` ${REFERENCE} `);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Latest score' }).waitFor();
    await expect(page.evaluate('location.hash')).resolves.toBe(FRAGMENT);
    await goTo(page, 'Score a lead');
    await page.goBack();
    await page.getByRole('region', { name: 'Latest score' }).waitFor();
    expect(asked.length).toBeGreaterThanOrEqual(2);
  });

  test('one result only, none at all, and a key that may not', async () => {
    const { page } = await openLead(NOT_ENOUGH);
    await page.getByText('There is no earlier result to compare this one with.').waitFor();
    await page.getByText('It takes two results of one model to tell a trend.').waitFor();

    await page.unrouteAll();
    await answerForLeads(page, undefined, 404);
    await page.evaluate("location.hash = '#/lead?reference=nobody'");
    await page.getByText('No prediction has the reference “nobody”.').waitFor();
    expect(await findViolations(page)).toEqual([]);

    await page.unrouteAll();
    await answerForLeads(page, undefined, 403);
    await page.evaluate("location.hash = '#/lead?reference=other'");
    await page.getByRole('form', { name: 'Key' }).waitFor();
    under.forgive(/40[34]/);
  });

  test('a lead is submitted with its reference, which leads to its history', async () => {
    const page = await under.open();
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    const field = page.getByLabel('Your own id of this lead');
    await field.fill('x'.repeat(129));
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByText('got 129 characters').waitFor();
    await expect(field.getAttribute('aria-invalid')).resolves.toBe('true');
    expect(await findViolations(page)).toEqual([]);
    await field.fill(REFERENCE);
    const submitted = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    expect((await submitted).postDataJSON()).toMatchObject({ lead: {}, reference: REFERENCE });
    const link = page
      .getByRole('region', { name: 'Score', exact: true })
      .getByRole('link', { name: REFERENCE });
    await expect(link.getAttribute('href')).resolves.toBe(FRAGMENT);
    // It is kept with the prediction.
    await goTo(page, 'Recent predictions');
    await page
      .getByRole('button', { name: /^Open the prediction/ })
      .first()
      .click();
    await page
      .getByRole('region', { name: 'Prediction', exact: true })
      .getByRole('link', { name: REFERENCE })
      .waitFor();
  });
}
