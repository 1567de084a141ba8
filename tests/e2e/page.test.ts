import { CHROMIUM, describeInBrowser } from '../support/chromium.ts';
import { findViolations, goTo, submitExample, usePage } from '../support/page-under-test.ts';
import { describeBatch } from './page/batch.ts';
import { describeModel } from './page/model.ts';
import { describeRecent } from './page/recent.ts';
import { describeScore } from './page/score.ts';
import { describeTrainings } from './page/trainings.ts';

/** The page of the local stack, in a real browser. */
describeInBrowser('the page, in Chromium', () => {
  const under = usePage();
  describe('scoring a lead', () => describeScore(under));
  describe('scoring a file', () => describeBatch(under));
  describe('the model', () => describeModel(under));
  describe('recent predictions', () => describeRecent(under));
  describe('trainings', () => describeTrainings(under));

  const VIEWS = ['Score a lead', 'Score a file', 'The model', 'Recent predictions', 'Trainings'];

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

  test('fits a phone, on every view', async () => {
    const page = await under.open('', { viewport: { width: 360, height: 740 } });
    await submitExample(under);
    for (const view of VIEWS) {
      await goTo(page, view);
      if (view === 'The model') await page.getByRole('heading', { name: 'Versions', exact: true }).waitFor();
      const widths = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect([view, widths[0]]).toEqual([view, Math.min(widths[0], widths[1])]);
    }
  });

  test('contacts its own host and the API, nobody else, and nothing jumps while it loads', async () => {
    const page = await under.open();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.addInitScript(`
      window.shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
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
