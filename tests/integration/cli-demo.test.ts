import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/run-cli.ts';

const cwd = mkdtempSync(join(tmpdir(), 'scorelane-demo-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const read = (path: string) => readFileSync(join(cwd, path), 'utf8');

test('from nothing to whom to call first, in lines of 80 characters', async () => {
  const { status, stdout, stderr } = await runCli(['demo'], { cwd, env: { COLUMNS: '80' } });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('These leads are invented.');
  const [header, ...rows] = read('scorelane-demo/scored.csv').trimEnd().split('\n');
  expect(header).toBe(
    'lead_id,first_contact,source,industry,country,employees,visits,pages_viewed,email_opened,demo_requested,probability,score,grade,reason_1,reason_2,reason_3',
  );
  // No reason or value has a comma or a quotation mark.
  const best = rows.map((row) => row.split(',')).sort((a, b) => Number(b[10]) - Number(a[10]));
  for (const [id, , , , , , , , , , probability, score, grade, first, second] of best.slice(0, 5))
    expect(stdout).toContain(
      `  ${id}  grade ${grade}, score ${score} of 99, probability ${(100 * Number(probability)).toFixed(1)} %\n           ${first}\n           ${second}\n`,
    );
  const commands = stdout.split('\n').filter((line) => /^ {2}\S.*scorelane(\.mjs)? /.test(line));
  for (const line of stdout.split('\n'))
    if (!commands.includes(line)) expect(line.length).toBeLessThanOrEqual(80);

  // The new leads were not learned from, and the file that was is the one that lies there: training on it gives the same model.
  const known = new Set(
    read('scorelane-demo/leads.csv')
      .split('\n')
      .map((line) => line.split(',')[0]),
  );
  expect(best.filter(([id]) => known.has(id))).toEqual([]);
  const trained = await runCli(
    ['train', 'scorelane-demo/leads.csv', '--target', 'converted', '--out', 'again'],
    { cwd },
  );
  expect(trained.status).toBe(0);
  const { created_at: _one, git_commit: _its, ...again } = JSON.parse(read('again/model.json'));
  const { created_at: _two, ...model } = JSON.parse(read('scorelane-demo/model/model.json'));
  expect(model).toEqual(again);
  // And so does scoring them with it; the command is the one that it shows.
  const scored = await runCli(
    commands
      .at(-1)!
      .replace(/^.*?scorelane(\.mjs)? /, '')
      .split(' '),
    { cwd },
  );
  expect(scored.status).toBe(0);
  expect(read('scorelane-demo/scored-again.csv')).toBe(read('scorelane-demo/scored.csv'));
});

test('a folder with something in it stays as it is, unless told otherwise', async () => {
  mkdirSync(join(cwd, 'mine'));
  writeFileSync(join(cwd, 'mine/leads.csv'), 'my own\n');
  const refused = await runCli(['demo', 'mine'], { cwd });
  expect([refused.status, refused.stderr]).toEqual([
    1,
    'scorelane: [folder]: expected a new or empty folder, found leads.csv in mine. Nothing was changed; name another folder, or write over the files of an earlier demo with --force.\n',
  ]);
  expect([readdirSync(join(cwd, 'mine')), read('mine/leads.csv')]).toEqual([['leads.csv'], 'my own\n']);
  const forced = await runCli(['demo', 'mine', '--force', '--json'], { cwd });
  const { folder, files, winner, leads } = JSON.parse(forced.stdout);
  expect([forced.status, folder, winner, leads.length]).toEqual([0, 'mine', 'logistic', 25]);
  expect(leads[0]).toEqual({
    lead_id: expect.stringMatching(/^L-02\d{3}$/),
    probability: expect.any(Number),
    score: expect.any(Number),
    grade: 'A',
    reasons: [expect.any(String), expect.any(String), expect.any(String)],
  });
  for (const file of files) expect(existsSync(join(cwd, file))).toBe(true);
});

test('a file in the place of the folder is refused before anything is done', async () => {
  writeFileSync(join(cwd, 'file'), '');
  const { status, stderr } = await runCli(['demo', 'file'], { cwd });
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining('expected a folder to write to, found a file'),
  ]);
});
