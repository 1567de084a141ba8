import type { Profile, ProfileBin } from '../../../../lib/learning/profile/profile.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import { drawBins } from '../../../../lib/pages/profile/draw-column.ts';
import { renderProfile } from '../../../../lib/pages/profile/render-profile.ts';
import { goldenCsv, goldenProfile } from '../../learning/profile/golden-leads.ts';

const render = (profile: Profile) =>
  renderProfile(profile, { chartScript: 'const CHART_SCRIPT = "</script>";' });
const page = render(goldenProfile);
const readCharts = (text: string): { data: { labels: string[] } }[] =>
  JSON.parse(text.match(/<script type="application\/json" id="charts">(.*?)<\/script>/s)![1]!);

test('carries everything it needs and asks nobody for anything', () => {
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).toMatch(/<\/html>\n$/);
  expect(page).not.toMatch(/(src|href)="(?!#)|https?:|url\(|@import/);
  expect(page).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'`,
  );
  expect(page).toContain('const CHART_SCRIPT = "<\\/script>";');
});

test('every column has a card, and a link to it in the same order', () => {
  const names = goldenProfile.columns.map(({ name }) => name);
  expect([...page.matchAll(/<article [^>]*>\s*<header><h3>(.*?)<\/h3>/g)].map(([, name]) => name)).toEqual(
    names,
  );
  const links = [...page.matchAll(/<a href="#(column-\d+)">(.*?)<\/a>/g)];
  expect(links.map(([, , name]) => name)).toEqual(names);
  for (const [, id] of links) expect(page).toContain(`id="${id}"`);
});

test('every chart has a configuration and a text', () => {
  const charts = readCharts(page);
  const canvases = [...page.matchAll(/<canvas data-chart="(\d+)" role="img" aria-label="(.*?)">/g)];
  // One per column, and the leads over time.
  expect(canvases.map(([, index]) => Number(index))).toEqual([...charts.keys()]);
  expect(charts).toHaveLength(goldenProfile.columns.length + 1);
  for (const [, , text] of canvases) expect(text!.length).toBeGreaterThan(20);
  expect(page).toContain('visits: share of the leads and conversion rate per value. Lowest rate: ');
});

test('a leak suspect is told on top and on its card, with the option that leaves it out', () => {
  const lines = goldenCsv.trimEnd().split('\n');
  const data = lines
    .map((line, i) => `${line},${i === 0 ? 'deal' : line.endsWith('yes') ? 'x' : ''}`)
    .join('\n');
  const leaky = render(profileLeads({ data, target: 'converted' }));
  expect(leaky.match(/filled for \d+ leads, all of them converted/g)).toHaveLength(2);
  expect(leaky.match(/<code>--drop deal<\/code>/g)).toHaveLength(2);
  expect(leaky).toContain('<article class="card suspect"');
  expect(page).toContain('No leakage suspected.');
});

test('without an outcome nothing is said of one', () => {
  const plain = render(profileLeads({ data: goldenCsv }));
  expect(plain.replace(/<style>.*<\/style>/s, '')).not.toMatch(
    /conversion rate|Leak|ROC-AUC|information value/,
  );
  expect(readCharts(plain)).toHaveLength(goldenProfile.columns.length + 2);
});

test('names and values of the file are text, whatever they are', () => {
  const evil = '</script><img src=x onerror=alert(1)>';
  const data = [
    `<b>"name"&</b>;won`,
    ...Array.from({ length: 60 }, (_, row) => `${row % 2 ? evil : "it's"};${row % 3 ? 'no' : 'yes'}`),
  ].join('\n');
  const text = render(profileLeads({ data, target: 'won', fileName: '<i>.csv' }));
  expect(text).not.toMatch(/<img|<b>|<i>\.csv/);
  expect(text).toContain('&lt;b&gt;&quot;name&quot;&amp;&lt;/b&gt;');
  expect(readCharts(text)[0]!.data.labels).toEqual(['</script><img src=x one…', "it's"]);
});

describe('a chart of bins', () => {
  const bin = (kind: ProfileBin['kind'], rows: number, rate?: number): ProfileBin => ({
    kind,
    label: `${kind} ${rows}`,
    rows,
    share: rows / 100,
    ...(rate === undefined ? {} : { converted: rows * rate, rate, low: rate - 0.1, high: rate + 0.1 }),
  });
  const datasets = (bins: readonly ProfileBin[], baseRate?: number) =>
    (drawBins(bins, baseRate).data as { datasets: { label: string; data: unknown[] }[] }).datasets.map(
      ({ label, data }) => [label, data],
    );

  test('rates of few leads are not drawn, and no line leads to the missing ones', () => {
    expect(datasets([bin('range', 60, 0.2), bin('range', 10, 0.5), bin('missing', 30, 0.1)], 0.25)).toEqual([
      ['share of the leads', [0.6, 0.1, 0.3]],
      ['conversion rate', [0.2, null, null]],
      ['conversion rate', [null, null, 0.1]],
      ['95 % interval', [[0.1, 0.30000000000000004], null, [0, 0.2]]],
      ['all leads', [0.25, 0.25, 0.25]],
    ]);
  });

  test('levels lie', () => {
    expect(drawBins([bin('level', 60)], undefined)).toMatchObject({ options: { indexAxis: 'y' } });
    expect(drawBins([bin('range', 60)], undefined)).toMatchObject({ options: { indexAxis: 'x' } });
    expect(datasets([bin('level', 60)])).toEqual([['share of the leads', [0.6]]]);
  });
});
