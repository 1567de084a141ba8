import { CHROMIUM, describeInBrowser } from '../support/chromium.ts';
import { findViolations, goTo, submitExample, usePage } from '../support/page-under-test.ts';
import { until } from '../support/until.ts';
import { describeBatch } from './page/batch.ts';
import { describeLead } from './page/lead.ts';
import { describeModel } from './page/model.ts';
import { describeRecent } from './page/recent.ts';
import { describeScore } from './page/score.ts';
import { describeTrainings } from './page/trainings.ts';

/** Follows a link as soon as anything is drawn: before the page's own effects have run. */
const FOLLOW_AT_ONCE = `
  const observer = new MutationObserver(() => {
    if (document.querySelector('nav') === null) return;
    observer.disconnect();
    location.hash = '#/model';
  });
  observer.observe(document, { childList: true, subtree: true });
`;

const COUNT_SHIFTS = `
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** The page of the local stack, in a real browser. */
describeInBrowser('the page, in Chromium', () => {
  const under = usePage();
  describe('scoring a lead', () => describeScore(under));
  describe('scoring a file', () => describeBatch(under));
  describe('the model', () => describeModel(under));
  describe('recent predictions', () => describeRecent(under));
  describe('one lead', () => describeLead(under));
  describe('trainings', () => describeTrainings(under));

  const VIEWS = ['Score a lead', 'Score a file', 'The model', 'Recent predictions', 'One lead', 'Trainings'];

  test.each(['light', 'dark'] as const)('axe finds nothing on any view, %s', async (colorScheme) => {
    const page = await under.open('', { colorScheme });
    await submitExample(under);
    await page.getByLabel('Source').focus();
    for (const view of VIEWS) {
      await goTo(page, view);
      if (view === 'Score a file') {
        const buffer = Buffer.from('source,visits\nweb,many\nweb,3\n');
        await page
          .getByLabel('Drop a CSV file')
          .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
        await page.getByRole('region', { name: 'Columns', exact: true }).waitFor();
      }
      if (view === 'The model') await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
      if (view === 'Recent predictions')
        await page
          .getByRole('button', { name: /^Open the prediction/ })
          .first()
          .click();
      expect([view, await findViolations(page)]).toEqual([view, []]);
    }
  });

  test.each([
    ['a small phone', { width: 360, height: 740 }, 1],
    ['a phone', { width: 390, height: 844 }, 1],
    ['a tablet', { width: 768, height: 1024 }, 1],
    ['a desk', { width: 1280, height: 800 }, 1],
    ['a desk at 200 %', { width: 640, height: 400 }, 2],
  ])('fits %s, on every view', async (_what, viewport, deviceScaleFactor) => {
    const page = await under.open('', { viewport, deviceScaleFactor });
    await submitExample(under);
    for (const view of VIEWS) {
      await goTo(page, view);
      if (view === 'The model') await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
      if (view === 'Recent predictions')
        await page
          .getByRole('button', { name: /^Open the prediction/ })
          .first()
          .click();
      const widths = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      expect([view, widths[0]]).toEqual([view, Math.min(widths[0], widths[1])]);
    }
  });

  test('a link that is followed while the page is being drawn counts', async () => {
    const page = await under.open();
    await page.addInitScript(FOLLOW_AT_ONCE);
    await page.goto('about:blank');
    await page.goto(under.stack.pageUrl);
    await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
  });

  test('the model’s view does not move when it, and its scrollbar, come', async () => {
    const page = await under.open();
    await page.addInitScript(COUNT_SHIFTS);
    await page.goto('about:blank');
    await page.goto(`${under.stack.pageUrl}#/model`);
    await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
    await until('all charts', () =>
      page.evaluate<true | undefined>(
        `[...document.querySelectorAll('canvas')].every((one) => one.width > 0 && one.style.height !== '') || undefined`,
      ),
    );
    expect(await page.evaluate<number>('shifts')).toBeLessThan(0.1);
    // The place of the scrollbar is there before it is.
    expect(await page.evaluate<string>(`getComputedStyle(document.documentElement).scrollbarGutter`)).toBe(
      'stable',
    );
  });

  test.each(['by itself', 'when asked'])('a first load that failed is done again %s', async (how) => {
    const page = await under.open('#/recent');
    let broken = true;
    await page.route('**/schema', (route) => (broken ? route.abort() : route.fallback()));
    await page.goto('about:blank');
    await page.goto(under.stack.pageUrl);
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
    broken = false;
    if (how === 'when asked') await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Score this lead' }).waitFor();
    await expect(page.getByRole('alert').count()).resolves.toBe(0);
    under.forgive(/ERR_FAILED/);
  });

  test('contacts its own host and the API, nobody else, and nothing jumps while it loads', async () => {
    const page = await under.open();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.addInitScript(COUNT_SHIFTS);
    await page.reload();
    await page.getByRole('button', { name: 'Fill in an example' }).waitFor();
    // “Good” is up to .1 (web.dev, Cumulative Layout Shift).
    expect(await page.evaluate<number>('shifts')).toBeLessThan(0.1);
    await goTo(page, 'The model');
    await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
    expect([...hosts].filter((host) => host !== 'null').sort()).toEqual(
      [new URL(under.stack.pageUrl).origin, under.stack.apiUrl].sort(),
    );
  });
});

test('in CI there is a browser', () => {
  // Elsewhere the tests above say in a line that they are skipped.
  expect(process.env.SCORELANE_CI === undefined || CHROMIUM !== undefined).toBe(true);
});
