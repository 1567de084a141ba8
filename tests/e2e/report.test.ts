import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser, dumpDom } from '../support/chromium.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** Added to a copy of the page: what it looks like once it is drawn, written where --dump-dom shows it. */
const LOOK = `<script>
addEventListener('load', () => setTimeout(() => {
  const canvases = [...document.querySelectorAll('canvas')];
  const blank = canvases.filter((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.every((value) => value === 0);
  });
  const best = document.getElementById('best-cut-off');
  const value = document.getElementById('conversion-value');
  const told = [best?.textContent];
  for (const typed of value ? ['0', ''] : []) {
    value.value = typed;
    value.dispatchEvent(new Event('input'));
    told.push(best.textContent);
  }
  const seen = { told, best: document.querySelectorAll('#cut-off-table tr.winner').length, canvases: canvases.length, blank: blank.length, width: document.documentElement.scrollWidth, window: innerWidth };
  document.body.append(Object.assign(document.createElement('output'), { textContent: 'SEEN' + JSON.stringify(seen) + 'NEES' }));
}, 500));
</script></body>`;

/** The pages that the command line writes, in a real browser. */
describeInBrowser('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const scorelane = (...args: string[]) => {
    const { status, stderr } = spawnSync(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  const look = (page: string, width: number) => {
    const copy = `${page}.look.html`;
    writeFileSync(copy, readFileSync(page, 'utf8').replace('</body>', LOOK));
    const document = dumpDom(copy, width);
    return JSON.parse(/SEEN(\{.*?\})NEES/.exec(document)![1]!) as Record<
      'canvases' | 'blank' | 'width' | 'window' | 'best',
      number
    > & { readonly told: readonly string[] };
  };
  const csv = join(folder, 'leads.csv');
  beforeAll(() => scorelane('sample', '--rows', '800', '--out', csv));

  test('every chart of the report is drawn, and nothing is wider than a phone', () => {
    scorelane(
      'train',
      csv,
      '--target',
      'converted',
      '--trainer',
      'scorecard,boosted',
      '--out',
      join(folder, 'model'),
    );
    const report = join(folder, 'model/report.html');
    const wide = look(report, 1200);
    expect(wide.canvases).toBeGreaterThan(10);
    expect(wide.blank).toBe(0);
    // Whom to call, by the figures that are typed in.
    const [first, worthless, empty] = wide.told;
    expect(first).toMatch(
      /^Best: call from a probability of [\d.]+ %, [\d.]+ % of the leads, for [\d,.]+ per/,
    );
    expect(worthless).toContain('No cut-off pays');
    expect(empty).toContain('must be numbers');
    expect(wide.best).toBe(0);
    const narrow = look(report, 500);
    expect(narrow.width).toBeLessThanOrEqual(narrow.window);
  });

  test('every chart of the profile is drawn', () => {
    const page = join(folder, 'profile.html');
    scorelane('profile', csv, '--target', 'converted', '--out', page);
    const { canvases, blank, width, window } = look(page, 1200);
    expect(canvases).toBeGreaterThan(5);
    expect(blank).toBe(0);
    expect(width).toBeLessThanOrEqual(window);
  });
});
