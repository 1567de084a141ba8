import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/run-cli.ts';
import { FOLDERS, folderOf } from './known.ts';

/** Artifacts of earlier days: `scorelane score` makes of raw leads what it made of them then, to the last byte. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-artifacts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ARTIFACTS = FOLDERS.flatMap((day) =>
  readdirSync(join(folderOf(day), 'artifacts'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [day, name.replace('.json', '')] as const),
);

test('there are some of every trainer', () => {
  const trainers = new Set(ARTIFACTS.map(([, name]) => name.replace(/-[^-]+$/, '')));
  expect([...trainers].sort()).toEqual(
    expect.arrayContaining(['boosted', 'gradient-descent', 'logistic', 'scorecard']),
  );
});

test.each(ARTIFACTS)('%s: %s scores as it did', async (day, name) => {
  const at = join(folderOf(day), 'artifacts');
  const out = join(folder, `${day}-${name}.csv`);
  const own = join(at, `${name}.leads.csv`);
  const leads = existsSync(own) ? own : join(at, 'leads.csv');
  const ended = await runCli(['score', join(at, `${name}.json`), leads, '--out', out]);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(at, `${name}.csv`), 'utf8'));
});
