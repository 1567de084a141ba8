import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { ROOT } from '../support/node24.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-profile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
function write(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}
/** Runs the command under the Node that runs the tests. */
function profile(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'cli/main.ts'), 'profile', ...args],
    { encoding: 'utf8', cwd: folder },
  );
  return { status, stdout, stderr };
}
const sample = generateSample({ rows: 3000, seed: 1 }).csv;
const leads = write('leads.csv', sample);
/** The same leads with a column that is filled when they have converted. */
const leaky = write(
  'leaky.csv',
  sample
    .trimEnd()
    .split('\n')
    .map((line, i) => `${line},${i === 0 ? 'contract value' : line.endsWith(',yes') ? 100 * (i % 7) : ''}`)
    .join('\n'),
);

test('the sample: its columns, and no suspicion', () => {
  const { status, stdout, stderr } = profile(leads, '--target', 'converted');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Read +leads\.csv: 3,000 rows, 11 columns; no row repeats another$/m);
  expect(stdout).toMatch(/^Converted +619 of 3,000 leads, 20\.6 % \(converted: yes\)$/m);
  expect(stdout).toMatch(/^Over time +first_contact by month, 2025-01 – 2026-06\n +[▁-█]{18} {2}leads$/m);
  expect(stdout).toMatch(/^Leaks +No leakage suspected$/m);
  expect(stdout).toMatch(/^ +pages_viewed +number +– +41 +[▁-█]+ +0\.50 +0\.68 +[▁-█]+ +6–52 %$/m);
  expect(stdout).toMatch(/^ +employees +number +8\.0 % +544 /m);
  expect(stdout).toMatch(
    /^ +source +organic sea… 27 % → 20 % +paid search 23 % → 21 % +social 17 % → 14 %$/m,
  );
  expect(stdout).toMatch(/^ +lead_id +identifier or free text: 3,000 different values in 3,000 rows$/m);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('a leak is named, with the figure and the option that leaves it out', () => {
  const { status, stdout } = profile(leaky, '--target', 'converted');
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^ +! contract value +filled for 619 leads, all of them converted \(20\.6 % overall\)$/m,
  );
  expect(stdout).toMatch(
    /Would you know it when the lead comes in\? If not, leave it out:\n +--drop 'contract value'\n/,
  );
  expect(stdout).toMatch(/^ +contract value ! +number +79\.4 % /m);

  // The option is copied from the output.
  const dropped = profile(leaky, '--target', 'converted', '--drop', 'contract value');
  expect(dropped.stdout).toMatch(/^Leaks +No leakage suspected$/m);
  expect(dropped.stdout).toMatch(/^ +contract value +named by --drop$/m);
});

test('--json is for machines', () => {
  const { status, stdout } = profile(leaky, '--target', 'converted', '--json');
  expect(status).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    file: 'leaky.csv',
    rows: 3000,
    outcome: { target: 'converted', positive: 'yes', converted: 619 },
    leak_suspects: [
      { column: 'contract value', grade: 'suspect', findings: [{ kind: 'filled', figure: 1 }, {}] },
    ],
  });
  expect(result.columns).toHaveLength(11);
  expect(stdout).not.toMatch(/"[a-z]+[A-Z]\w*":/);
});

test('--out writes a whole page, with the charts’ script in it', () => {
  const { status, stdout, stderr } = profile(
    leaky,
    '--target',
    'converted',
    '--out',
    at('pages/profile.html'),
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Wrote .*profile\.html$/m);
  const page = readFileSync(at('pages/profile.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  expect(page).toContain('<h3>contract value</h3>');
  expect(page).toContain('Chart.js');
  expect(page.match(/<canvas /g)).toHaveLength(12);
  expect(page).not.toMatch(/(src|href)="(?!#)|sourceMappingURL/);
  expect(readdirSync(at('pages'))).toEqual(['profile.html']);

  const json = profile(
    leaky,
    '--target',
    'converted',
    '--json',
    '--force',
    '--out',
    at('pages/profile.html'),
  );
  expect(JSON.parse(json.stdout)).toMatchObject({ page: at('pages/profile.html'), rows: 3000 });
});

test('without a target, the columns alone', () => {
  const { status, stdout } = profile(leads);
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/Leak|Converted|IV/);
  expect(stdout).toMatch(/^ +converted +boolean +– +2 +█▃$/m);
});

test('--join makes the target', () => {
  const keys = Array.from({ length: 400 }, (_, i) => `k${i}`);
  const people = write(
    'people.csv',
    ['key;source', ...keys.map((key, i) => `${key};s${i % 3}`)].join('\r\n'),
  );
  const deals = write(
    'deals.csv',
    ['won_on,key', ...keys.filter((_, i) => i % 3 === 0).map((key) => `2026-01-01,${key}`)].join('\n'),
  );
  const { status, stdout } = profile(people, '--join', deals, '--on', 'key', '--target', 'won');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Read +people\.csv: 400 rows, 2 columns, joined with deals\.csv; no row repeats/m);
  expect(stdout).toMatch(/^ +! source +\d+ leads with “s0”, all of them converted/m);
});

describe('what goes wrong', () => {
  const failing = (...args: string[]) => {
    const { status, stdout, stderr } = profile(...args);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
    return { status, stderr: stderr.trimEnd() };
  };

  test('a file that is not there: 1, one line', () => {
    expect(failing(at('none.csv'))).toEqual({
      status: 1,
      stderr: `scorelane: no such file: ${at('none.csv')}. Check its name, and the folder that the command runs in.`,
    });
  });

  test('a target that is not there: 1, one line', () => {
    const { status, stderr } = failing(leads, '--target', 'convertd');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^scorelane: leads\.csv: --target: expected .* Did you mean “converted”\? .*$/);
  });

  test('a place that cannot be written to: 1', () => {
    const { status, stderr } = failing(leads, '--target', 'converted', '--out', join(leads, 'profile.html'));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /--out: .*profile\.html cannot be written: there is a file where a folder is needed/,
    );
  });

  test.each([
    ['no file', []],
    ['an option that is none', ['leads.csv', '--trainer', 'x']],
    ['--join without --on', ['leads.csv', '--join', 'deals.csv', '--target', 'won']],
    ['--join without --target', ['leads.csv', '--join', 'deals.csv', '--on', 'key']],
    [
      '--join with --positive',
      ['leads.csv', '--join', 'd.csv', '--on', 'key', '--target', 'won', '--positive', 'yes'],
    ],
    ['--positive without --target', ['leads.csv', '--positive', 'yes']],
    ['an encoding we do not know', ['leads.csv', '--encoding', 'ebcdic']],
  ])('usage: %s: 2', (_name, args) => {
    expect(failing(...args).status).toBe(2);
  });
});

const DATA = join(ROOT, '../shared/data');
const present = existsSync(DATA);
if (!present) console.warn(`SKIPPED: cli-profile on real leads: there is no ${DATA}`);

(present ? describe : describe.skip)('real leads', () => {
  const suspects = (...args: string[]): string[] => {
    const { status, stdout, stderr } = profile(...args, '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout).leak_suspects.map(({ column }: { column: string }) => column);
  };
  const cells = (name: string) =>
    readFileSync(join(DATA, 'olist', name), 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => line.split(','));

  test('bank marketing: duration, and nothing else', () => {
    expect(suspects(join(DATA, 'bank/bank-full.csv'), '--target', 'y')).toEqual(['duration']);
  });

  test('Olist: nothing by the key alone, every column of the closed deals when they are joined in', () => {
    const [header, ...rows] = cells('olist_marketing_qualified_leads_dataset.csv');
    const [dealHeader, ...deals] = cells('olist_closed_deals_dataset.csv');
    const byKey = new Map(deals.map(([key, ...rest]) => [key, rest]));
    const none = dealHeader!.slice(1).map(() => '');
    const lines = rows.map((row) => {
      const deal = byKey.get(row[0]!);
      return [...row, ...(deal ?? none), deal === undefined ? 'no' : 'yes'].join(',');
    });
    const joined = write(
      'joined.csv',
      [[...header!, ...dealHeader!.slice(1), 'converted'].join(','), ...lines].join('\n'),
    );
    expect(suspects(joined, '--target', 'converted')).toEqual(dealHeader!.slice(1).toSorted());

    const [file, closed] = ['marketing_qualified_leads', 'closed_deals'].map((name) =>
      join(DATA, `olist/olist_${name}_dataset.csv`),
    );
    expect(suspects(file!, '--join', closed!, '--on', 'mql_id', '--target', 'converted')).toEqual([]);
  });
});
