import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { until } from '../support/until.ts';

const ROOT = join(__dirname, '../..');
const MAIN = join(ROOT, 'cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'scorelane-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);
const write = (name: string, text: string) => {
  writeFileSync(at(name), text);
  return at(name);
};
/** Runs the command under the Node that runs the tests. */
const scorelane = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, stdout, stderr };
};
const text = (path: string) => readFileSync(path, 'utf8');
const leads = write('leads.csv', generateSample({ rows: 800, seed: 3 }).csv);

test('a search of settings, and predictions out of fold on the standard output', () => {
  const { status, stdout, stderr } = scorelane(
    ...['train', leads, '--target', 'converted', '--out', at('tuned'), '--trainer', 'logistic'],
    ...['--folds', '3', '--l1', '0', '--tune', '4', '--oof', '-'],
  );
  expect(status).toBe(0);
  // What people read goes beside the result.
  expect(stderr).toMatch(
    /^Tuned +up to 4 settings, compared by log-loss in 4 inner folds of the leads outside the hold-out$/m,
  );
  expect(stderr).toMatch(/^ +inner folds +→ tuned +out of fold +→ tuned +found again +settings$/m);
  expect(stderr).toMatch(/^ +logistic( +0\.\d{4}){4} +[0-3] of 3 +(no change|l2 \S+)$/m);
  const [head, ...rows] = stdout.trimEnd().split('\n');
  expect(head).toBe('row,lead_id,converted,fold,probability,left_out');
  expect(rows).toHaveLength(800);
  expect(rows[4]).toMatch(/^5,L-00005,[01],([123]|holdout),0\.\d+,$/);
  const { options, candidates } = JSON.parse(text(at('tuned/metrics.json')));
  expect(options).toMatchObject({ tune: 4, folds: 3, trainers: ['logistic'] });
  expect(candidates[0].search.trials).toHaveLength(4);
  expect(candidates[0].search.trials.some(({ settings }: { settings: object }) => 'l1' in settings)).toBe(
    false,
  );
  expect(text(at('tuned/report.html'))).toContain('How its settings were found');
});

test('train, then score: a story', () => {
  const trained = scorelane('train', leads, '--target', 'converted', '--out', at('model'));
  expect(trained).toMatchObject({ status: 0, stderr: '' });
  expect(trained.stdout).toMatch(/^Read +leads\.csv: 800 rows, 11 columns, comma-separated$/m);
  expect(trained.stdout).toMatch(/^Converted +\d+ of 800 leads, \d+\.\d % \(converted: yes\)$/m);
  expect(trained.stdout).toMatch(/^Left out +lead_id +identifier or free text/m);
  expect(trained.stdout).toMatch(/^Measured +160 leads held out, 5 folds of the other leads/m);
  for (const trainer of ['logistic', 'scorecard', 'boosted', 'trees']) {
    expect(trained.stdout).toMatch(new RegExp(`^${trainer}, 5 folds +0\\.\\d{3} ± 0\\.\\d{3} `, 'm'));
  }
  expect(trained.stdout).toMatch(/^(logistic|scorecard|boosted|trees), hold-out +0\.\d{3} /m);
  expect(trained.stdout).toMatch(
    /^Model +(logistic|scorecard|boosted|trees), better than always answering the base rate, by /,
  );
  expect(trained.stdout).toMatch(/^always the base rate, 5 folds +0\.500 /m);
  expect(trained.stdout).toMatch(/^always the base rate, hold-out +0\.500 /m);
  expect(trained.stdout).toMatch(/^Chosen +(logistic|scorecard|boosted|trees): /m);
  expect(readdirSync(at('model')).sort()).toEqual([
    'leads.json',
    'metrics.json',
    'model.json',
    'report.html',
  ]);

  // The next command is copied from the output.
  expect(trained.stdout).toMatch(
    new RegExp(`^To score leads: .* score ${at('model/model.json')} .*leads\\.csv --out scored\\.csv$`, 'm'),
  );
  const scored = scorelane('score', at('model/model.json'), leads, '--out', at('scored.csv'));
  expect(scored).toMatchObject({ status: 0, stderr: '' });
  expect(scored.stdout).toMatch(/^Scored 800 of 800 leads\nGrades: A \d+, B \d+, C \d+, D \d+\nWrote /);
  const before = text(leads).trimEnd().split('\n');
  const after = text(at('scored.csv')).trimEnd().split('\n');
  expect(after).toHaveLength(before.length);
  after.forEach((line, i) => {
    expect(line.startsWith(`${before[i]},`)).toBe(true);
  });
});

test('--json is for machines', () => {
  const trained = scorelane(
    'train',
    leads,
    '--target',
    'converted',
    '--out',
    at('json'),
    '--seed',
    '7',
    '--json',
  );
  const result = JSON.parse(trained.stdout);
  expect(result).toMatchObject({
    model: at('json/model.json'),
    report: at('json/report.html'),
    data: { rows: 800, rows_read: 800 },
    // Few leads are held out: its order is worth something, its probabilities may be.
    warnings: [
      expect.stringMatching(/^the model is not shown to be better than always answering the base rate/),
    ],
  });
  expect(JSON.parse(text(at('json/metrics.json')))).toMatchObject({
    candidates: result.candidates,
    winner: result.winner,
    name: 'leads',
  });
  const model = JSON.parse(text(at('json/model.json')));
  expect(model).toMatchObject({ seed: 7, lineage: { libraries: { 'ml-logistic-regression': '2.0.0' } } });

  const scored = scorelane('score', at('json/model.json'), leads, '--out', at('json/scored.csv'), '--json');
  expect(JSON.parse(scored.stdout)).toMatchObject({ rows: 800, scored: 800, bad_rows: 0, model: 'leads' });
});

test('--join makes the target', () => {
  const keys = Array.from({ length: 120 }, (_, i) => `k${i}`);
  const people = write(
    'people.csv',
    ['key;source', ...keys.map((key, i) => `${key};${i % 2 ? 'web' : 'ads'}`)].join('\r\n'),
  );
  const deals = write(
    'deals.csv',
    ['won_on,key', ...keys.slice(0, 40).map((key) => `2026-01-01,${key}`)].join('\n'),
  );
  const { status, stdout } = scorelane(
    'train',
    people,
    '--join',
    deals,
    '--on',
    'key',
    '--target',
    'converted',
    '--out',
    at('joined'),
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /2 columns, semicolon-separated, joined with deals\.csv on key\nConverted +40 of 120 leads, 33\.3 %/,
  );
});

describe('what goes wrong', () => {
  const failing = (...args: string[]) => {
    const { status, stdout, stderr } = scorelane(...args);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
    return { status, stderr: stderr.trimEnd() };
  };

  test('a file that is not there: 1, one line', () => {
    expect(failing('train', at('none.csv'), '--target', 'y', '--out', at('x'))).toEqual({
      status: 1,
      stderr: `scorelane: no such file: ${at('none.csv')}. Check its name, and the folder that the command runs in.`,
    });
  });

  test('a target that is not there: 1, one line, and nothing is written', () => {
    const { status, stderr } = failing('train', leads, '--target', 'convertd', '--out', at('x'));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^scorelane: leads\.csv: --target: expected one of its columns, got “convertd”\. Did you mean “converted”\? .*$/,
    );
    expect(existsSync(at('x'))).toBe(false);
  });

  test('a monotone rule about a column that is none', () => {
    const rule = ['--trainer', 'scorecard', '--monotone', 'visit:ascending'];
    const { status, stderr } = failing('train', leads, '--target', 'converted', '--out', at('x'), ...rule);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /--monotone: expected the name of a number column, got “visit”\. Did you mean “visits”\?/,
    );
  });

  test('predictions out of fold where the leads stand: nothing is changed', () => {
    const before = text(leads);
    const { status, stderr } = failing(
      'train',
      leads,
      '--target',
      'converted',
      '--out',
      at('x'),
      '--oof',
      leads,
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/--oof: expected a file of its own, got .*, which is read as <leads\.csv>/);
    expect(text(leads)).toBe(before);
    expect(existsSync(at('x'))).toBe(false);
  });

  test.each([
    ['an unknown command', ['trian']],
    ['an option that is missing', ['train', 'leads.csv', '--out', 'm']],
    ['a seed that is none', ['train', 'leads.csv', '--target', 'y', '--out', 'm', '--seed', '-1']],
    ['a name that is none', ['train', 'leads.csv', '--target', 'y', '--out', 'm', '--name', 'My Model']],
    [
      'a setting of another trainer',
      ['train', leads, '--target', 'converted', '--trainer', 'boosted', '--l2', '3'],
    ],
    [
      '--oof where all leads are learned from',
      ['train', leads, '--target', 'converted', '--oof', 'o.csv', '--holdout', '0', '--folds', '0'],
    ],
    ['--tune with --remote', ['train', leads, '--target', 'converted', '--remote', '--tune', '5']],
    ['--join without --on', ['train', 'leads.csv', '--target', 'y', '--out', 'm', '--join', 'deals.csv']],
    ['an encoding we do not know', ['score', 'm.json', 'leads.csv', '--out', 'x', '--encoding', 'ebcdic']],
  ])('usage: %s: 2', (_name, args) => {
    expect(failing(...args).status).toBe(2);
  });

  test('a model that is none', () => {
    const broken = write('broken.json', '{"format": "scorelane-model/1"');
    expect(failing('score', broken, leads, '--out', at('x.csv'))).toEqual({
      status: 1,
      stderr: `scorelane: ${broken}: model artifact: expected JSON in UTF-8, as scorelane train writes it`,
    });
    const other = write('other.json', '{"format": "pmml"}');
    expect(failing('score', other, leads, '--out', at('x.csv')).stderr).toMatch(
      /^scorelane: .*other\.json: .*format/,
    );
  });

  test('a row that does not fit: nothing is written, unless --keep-bad-rows', () => {
    const model = at('bad/model.json');
    scorelane('train', leads, '--target', 'converted', '--out', at('bad'));
    const [header, first] = text(leads).split('\n');
    const mixed = write('mixed.csv', `${header}\n${first}\n${first!.replace(/\d{4}-\d\d-\d\d/, 'soon')}\n`);
    const { status, stderr } = failing('score', model, mixed, '--out', at('mixed-out.csv'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/mixed\.csv: 1 of 2 rows do not fit the model\. Line 3: first_contact: /);
    expect(existsSync(at('mixed-out.csv'))).toBe(false);

    const kept = scorelane('score', model, mixed, '--out', at('mixed-out.csv'), '--keep-bad-rows');
    expect(kept.stdout).toContain('Scored 1 of 2 leads; 1 did not fit the model and have no score');
    expect(text(at('mixed-out.csv')).split('\n')[2]).toMatch(/,,,,,,$/);
  });
});

test('an interruption while writing leaves a whole file or none', async () => {
  const out = at('interrupted');
  const script = `
    const { writeFiles } = await import(${JSON.stringify(join(ROOT, 'cli/files/output-files.ts'))});
    const { findTarget } = await import(${JSON.stringify(join(ROOT, 'cli/files/output-target.ts'))});
    const target = findTarget('--out', ${JSON.stringify(join(out, 'big.csv'))});
    await writeFiles([{ target, data: Buffer.alloc(3e8, 'x') }]);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const names = () => (existsSync(out) ? readdirSync(out) : []);
  await until('the file to be begun', async () => (names().length > 0 ? true : undefined));
  child.kill('SIGINT');
  // 130: interrupted, nothing stays; 0: it was faster than we, all of it stays.
  const code = await ended;
  expect([0, 130]).toContain(code);
  expect(names()).toEqual(code === 0 ? ['big.csv'] : []);
});

test('a place that cannot be written to leaves no temporary file', () => {
  write('taken', 'a file');
  const { status, stderr } = scorelane('train', leads, '--target', 'converted', '--out', at('taken'));
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^scorelane: --out: expected a folder to write to, found a file: .*taken\. Name a folder; it need not exist yet\.$/m,
  );
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
