import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/node24.ts';

/** What git leaves out, of a checkout in which somebody has worked. */
const git = (...args: readonly string[]) => execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8' });

const isIgnored = (path: string): boolean =>
  spawnSync('git', ['-C', ROOT, 'check-ignore', '--quiet', '--no-index', path]).status === 0;

const pages = ['README.md', 'docs', 'docs/how-to', 'docs/reference'].flatMap((path) =>
  path.endsWith('.md')
    ? [path]
    : readdirSync(join(ROOT, path))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${path}/${name}`),
);

/** A file or folder that a command of a page names for a result. */
const OUTPUT = /(?:--(?:out|rejected|write-columns|demo)[ =]|[^-=<>]>[ ]?)(\w[\w.-]*(?:\/[\w.-]+)*)/g;

const outputs = pages.flatMap((page) => {
  const blocks = readFileSync(join(ROOT, page), 'utf8').matchAll(/```(?:console|sh|bash)\n([\s\S]*?)```/g);
  const commands = [...blocks].flatMap(([, block]) =>
    block!.split('\n').filter((line) => /^[$>] /.test(line) || /> \w/.test(line)),
  );
  return commands.flatMap((line) =>
    [...line.replace(/^[$>] /, '').matchAll(OUTPUT)].map(([, path]) => ({ page, path: path! })),
  );
});

test('what the commands of README, tutorial and how-tos write is not committed by accident', () => {
  // Else nothing below says anything.
  expect(outputs.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'leads.csv',
      'profile.html',
      'crm-model',
      'rejected.csv',
      'job.json',
      'lead.json',
    ]),
  );
  // A name without an ending is a folder's.
  const isKept = (path: string) => !isIgnored(/\.\w+$/.test(path) ? path : `${path}/model.json`);
  expect(outputs.filter(({ path }) => isKept(path))).toEqual([]);
});

test.each([
  'model/model.json',
  'model/report.html',
  'scorelane-demo/leads.csv',
  '.scorelane/local-stack.json',
  '.env',
  '.env.local',
  'scored.csv.partial',
  'scored.csv.partial.json',
  'scored.jsonl.gz',
  'leads.columns.yml',
  'leads.parquet',
  'leads.xlsx',
  'dist/scorelane/package.json',
  'scorelane-0.1.0.tgz',
])('neither is %s', (path) => expect(isIgnored(path)).toBe(true));

test('nothing that is committed is left out', () => {
  expect(git('ls-files', '--cached', '--ignored', '--exclude-standard')).toBe('');
});
