import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { artifactBytes, exampleArtifact } from '../support/example-model.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** Outputs that are inputs, links, pipes and devices; `-` in place of files. As a user types it: in a shell, in a folder. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-files-'));
const temporary = join(folder, 'tmp');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(at(name), 'utf8');

const LEADS = 'source,visits\nweb,1\nfair,2\nreferral,3\n';
const BAD = 'source,visits\nweb,1\nfair,many\n';
let scored: string;

/** @param user runs it, where that is not this process's */
async function shell(command: string, user?: number) {
  const prelude = `scorelane() { "${NODE_24}" "${join(ROOT, 'cli/main.ts')}" "$@"; }`;
  const child = spawn('bash', ['-c', `${prelude}\n${command}`], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary },
    timeout: 60_000,
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => (output.stdout += piece));
  child.stderr.on('data', (piece) => (output.stderr += piece));
  const [status] = await once(child, 'close');
  return { status, ...output };
}

beforeAll(async () => {
  mkdirSync(temporary);
  writeFileSync(at('model.json'), artifactBytes(exampleArtifact()));
  writeFileSync(at('leads.csv'), LEADS);
  writeFileSync(at('bad.csv'), BAD);
  writeFileSync(at('past.csv'), generateSample({ rows: 400, seed: 2 }).csv);
  const { status } = await shell('scorelane score model.json leads.csv --out scored.csv');
  expect(status).toBe(0);
  scored = text('scored.csv');
});
beforeEach(() => {
  for (const name of ['o.csv', 'r.csv', 'p', 'link']) rmSync(at(name), { force: true });
});
afterEach(() => {
  // Whatever a test did: the inputs are as they were, and nothing is left half done.
  expect([text('leads.csv'), text('bad.csv')]).toEqual([LEADS, BAD]);
  expect(readdirSync(folder).filter((name) => /\.tmp$|partial/.test(name))).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});

describe('no output is an input, or another output', () => {
  test.each([
    ['score model.json leads.csv --out o.csv --rejected leads.csv', '--rejected', 'leads.csv', '<leads>'],
    ['score model.json leads.csv --out model.json', '--out', 'model.json', '<model.json>'],
    ['score model.json leads.csv --out tmp/../leads.csv', '--out', 'tmp/../leads.csv', '<leads>'],
    ['profile leads.csv --out leads.csv', '--out', 'leads.csv', '<leads.csv>'],
    [
      'profile past.csv --join leads.csv --on visits --target y --out leads.csv',
      '--out',
      'leads.csv',
      '--join',
    ],
    ['batch leads.csv --url http://127.0.0.1:9 --out leads.csv', '--out', 'leads.csv', '<leads>'],
    ['jobs submit leads.csv --url http://127.0.0.1:9 --out leads.csv', '--out', 'leads.csv', '<leads>'],
  ])('%s', async (command, option, given, input) => {
    const { status, stdout, stderr } = await shell(`scorelane ${command}`);
    const name = input === '<model.json>' ? 'model.json' : 'leads.csv';
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `scorelane: ${option}: expected a file of its own, got ${given}, which is read as ${input} (${name}). Nothing was changed; name another file.\n`,
    });
    expect(existsSync(at('o.csv'))).toBe(false);
  });

  test('train does not write its files over the leads', async () => {
    mkdirSync(at('own'));
    writeFileSync(at('own/leads.json'), text('past.csv'));
    const { status, stderr } = await shell('scorelane train own/leads.json --target converted --out own');
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('got own/leads.json, which is read as <leads.csv>'),
    ]);
    expect(readdirSync(at('own'))).toEqual(['leads.json']);
  });

  test('jobs watch: two outputs', async () => {
    const { stderr } = await shell(
      'scorelane jobs watch x --url http://127.0.0.1:9 --out o.csv --rejected tmp/../o.csv',
    );
    expect(stderr).toMatch(/^scorelane: --rejected: .*, which --out writes\. Nothing was changed/);
  });

  test('>> leads.csv, as cat refuses it', async () => {
    const { status, stderr } = await shell('scorelane score model.json leads.csv --out - >> leads.csv');
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('got -, which is read as <leads> (leads.csv)'),
    ]);
  });
});

describe('nothing is written over in silence', () => {
  test.each([
    ['sample --out here.csv', 'here.csv'],
    ['score model.json leads.csv --out here.csv', 'here.csv'],
    ['score model.json leads.csv --out o.csv --rejected here.csv', 'here.csv'],
    ['profile past.csv --out here.csv', 'here.csv'],
    ['profile past.csv --write-columns here.csv', 'here.csv'],
    ['train past.csv --target converted --out full', 'full/model.json'],
    ['jobs watch x --url http://127.0.0.1:9 --out here.csv', 'here.csv'],
    ['jobs submit leads.csv --url http://127.0.0.1:9 --out here.csv', 'here.csv'],
    ['leads export x --url http://127.0.0.1:9 --out here.csv', 'here.csv'],
  ])('%s: exit code 2, and the file stays', async (command, file) => {
    mkdirSync(at('full'), { recursive: true });
    for (const name of ['here.csv', 'full/model.json']) writeFileSync(at(name), 'mine');
    const { status, stdout, stderr } = await shell(`scorelane ${command}`);
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      `error: ${file} exists already (less than a minute old, 4 B). To replace it, add --force\n(--help shows the options)\n`,
    ]);
    expect([text(file), existsSync(at('o.csv'))]).toEqual(['mine', false]);
  });

  test('--force replaces it and says so beside the result', async () => {
    writeFileSync(at('o.csv'), 'mine');
    const { status, stderr } = await shell('scorelane score model.json leads.csv --out o.csv --force');
    expect([status, stderr, text('o.csv')]).toEqual([
      0,
      'scorelane: replacing o.csv (less than a minute old, 4 B), because of --force.\n',
      scored,
    ]);
  });

  const python = spawnSync('python3', ['-c', 'import pty']).status === 0;
  (python ? test : test.skip).each([
    ['y', 0, true],
    ['n', 1, false],
  ])('a terminal is asked; the answer %s', async (answer, code, replaced) => {
    writeFileSync(at('o.csv'), 'mine');
    // Answers once the question is there, as a person does.
    const script = `
import os, pty, sys
pid, fd = pty.fork()
if pid == 0: os.execvp(sys.argv[2], sys.argv[2:])
seen = b''
while True:
    try: piece = os.read(fd, 4096)
    except OSError: break
    if not piece: break
    if b'[y/N]' not in seen and b'[y/N]' in seen + piece: os.write(fd, sys.argv[1].encode() + b'\\n')
    seen += piece
print(seen.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
    const main = join(ROOT, 'cli/main.ts');
    const { status, stdout } = await shell(
      `python3 -c "${script.replaceAll('"', '\\"')}" ${answer} "${NODE_24}" "${main}" sample --rows 5 --out o.csv`,
    );
    expect(stdout).toContain('o.csv exists (less than a minute old, 4 B). Replace it? [y/N]');
    expect([status, text('o.csv') !== 'mine']).toEqual([code, replaced]);
  });
});

describe('formats', () => {
  test.each([
    ['sample --rows 20 --seed 3 --out s.parquet', 's.parquet'],
    ['score model.json leads.csv --format parquet --out s.bin', 's.bin'],
    ['score model.json leads.csv --format parquet --out - > s.pipe', 's.pipe'],
  ])('%s is a Parquet file that scorelane reads again', async (command, file) => {
    expect(await shell(`scorelane ${command}`)).toMatchObject({ status: 0 });
    expect(readFileSync(at(file)).subarray(0, 4).toString()).toBe('PAR1');
    const read = await shell(`scorelane score model.json ${file} --out - 2>/dev/null | head -1`);
    expect(read.stdout).toMatch(/^\w+,.*,\S*probability,/);
    rmSync(at(file));
  });

  test.each([
    ['--out x.parquet.gz', 'Parquet is compressed itself; take .gz off the name'],
    ['--out x.xlsx', 'results are CSV, JSON Lines or Parquet; name it .csv, .jsonl or .parquet'],
    ['--out x.csv --format xml', 'Allowed choices are csv, jsonl, parquet'],
  ])('usage: score %s', async (options, message) => {
    const { status, stderr } = await shell(`scorelane score model.json leads.csv ${options}`);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('a formula is escaped in CSV only', async () => {
    writeFileSync(at('f.csv'), 'note,source,visits\n=1+1,web,1\n=2,web,many\n');
    const score = 'scorelane score model.json f.csv';
    const { status } = await shell(
      `${score} --out f.jsonl --rejected r.csv && ${score} --out o.csv --rejected f2.csv`,
    );
    expect(status).toBe(0);
    expect(text('f.jsonl')).toMatch(/^\{"note":"=1\+1","source":"web","visits":1,"probability":0\.\d+,/);
    expect(text('o.csv').split('\n')[1]).toMatch(/^'=1\+1,web,1,0\.\d+,/);
    expect([text('r.csv'), text('r.csv')]).toEqual([
      expect.stringMatching(/^rejected_line,rejected_reason,note,source,visits\n3,[^\n]*,'=2,web,many\n$/),
      text('f2.csv'),
    ]);
    for (const name of ['f.csv', 'f.jsonl', 'f2.csv']) rmSync(at(name));
  });
});

describe('what is no file is written through', () => {
  const isRoot = process.getuid?.() === 0;

  test('a FIFO stays one, and its reader gets all', async () => {
    const { status, stdout } = await shell(
      'mkfifo p; cat p > r.csv & scorelane score model.json leads.csv --out p && wait',
    );
    expect([status, stdout.split('\n').at(-2), text('r.csv')]).toEqual([0, 'Wrote p', scored]);
    expect(lstatSync(at('p')).isFIFO()).toBe(true);
  });

  test('a command that fails ends the reader of its FIFO, too', async () => {
    const { status } = await shell(
      'mkfifo p; cat p > r.csv & scorelane profile bad.csv --target none --out p; code=$?; wait; exit $code',
    );
    expect([status, text('r.csv')]).toEqual([1, '']);
  });

  // A device of our own: what is behind the machine's must not depend on a test.
  (isRoot ? test : test.skip)('a device is not replaced', async () => {
    execFileSync('mknod', [at('null'), 'c', '1', '3']);
    const commands = [
      'score model.json leads.csv --out null',
      'score model.json bad.csv --out o.csv --rejected null',
      'profile past.csv --out null',
      'sample --out null',
    ];
    for (const command of commands) expect(await shell(`scorelane ${command}`)).toMatchObject({ status: 0 });
    expect(statSync(at('null')).isCharacterDevice()).toBe(true);
    rmSync(at('null'));
  });

  test('>(…) of the shell, compressed as the name says or not', async () => {
    const { status } = await shell(
      'scorelane score model.json leads.csv --out >(gzip > o.gz; echo done > o.csv) && until [ -s o.csv ]; do sleep 0.05; done',
    );
    expect(status).toBe(0);
    const { stdout } = await shell('gunzip -c o.gz');
    expect(stdout).toBe(scored);
  });

  test('a link is followed: its target is replaced, or made, with the mode that it had', async () => {
    mkdirSync(at('elsewhere'));
    symlinkSync('elsewhere/new.csv', at('link'));
    expect(await shell('scorelane score model.json leads.csv --out link')).toMatchObject({ status: 0 });
    expect([lstatSync(at('link')).isSymbolicLink(), text('elsewhere/new.csv')]).toEqual([true, scored]);
    writeFileSync(at('elsewhere/new.csv'), 'old');
    chmodSync(at('elsewhere/new.csv'), 0o640);
    expect(await shell('scorelane sample --out link --force')).toMatchObject({ status: 0 });
    expect([lstatSync(at('link')).isSymbolicLink(), text('elsewhere/new.csv').length > 1e5]).toEqual([
      true,
      true,
    ]);
    expect(statSync(at('elsewhere/new.csv')).mode & 0o777).toBe(0o640);
    expect(readdirSync(at('elsewhere'))).toEqual(['new.csv']);
  });

  test('a folder, and a file in place of a folder, in a sentence', async () => {
    expect(await shell('scorelane score model.json leads.csv --out elsewhere')).toMatchObject({
      status: 1,
      stderr: 'scorelane: --out: elsewhere cannot be written: it is a folder. Name a file in it.\n',
    });
    expect(await shell('scorelane sample --out leads.csv/x.csv')).toMatchObject({
      status: 1,
      stderr:
        'scorelane: --out: leads.csv/x.csv cannot be written: there is a file where a folder is needed. Name a file in a folder that you may write to.\n',
    });
  });

  test('a folder or a file that may not be written to', async () => {
    // Root may write anywhere.
    const user = isRoot ? 65_534 : undefined;
    chmodSync(folder, 0o755);
    mkdirSync(at('closed'), { mode: 0o555 });
    mkdirSync(at('open'));
    writeFileSync(at('open/o.csv'), '', { mode: 0o444 });
    chmodSync(at('open'), 0o777);
    for (const out of ['closed/o.csv', 'closed/none/o.csv', 'open/o.csv'])
      expect(await shell(`scorelane sample --out ${out}`, user)).toMatchObject({
        status: 1,
        stderr: `scorelane: --out: ${out} cannot be written: permission denied. Name a file in a folder that you may write to.\n`,
      });
    expect([readdirSync(at('closed')), readdirSync(at('open'))]).toEqual([[], ['o.csv']]);
  });
});

describe('- and the standard streams', () => {
  const SUMMARY = /^(Note: no column .*\n){2}Scored 3 of 3 leads\nGrades: .*\n$/;

  test.each([
    ['-', 'cat leads.csv | scorelane score model.json - --out -'],
    ['/dev/stdout', 'scorelane score model.json leads.csv --out /dev/stdout'],
    ['a model', 'cat model.json | scorelane score - leads.csv --out -'],
    ['gzip', 'gzip -c leads.csv | scorelane score model.json - --out -'],
    ['<(…)', 'scorelane score model.json <(gzip -c leads.csv) --out -'],
    ['a FIFO', 'mkfifo p; cat leads.csv > p & scorelane score model.json p --out -'],
    ['a file as standard input', 'scorelane score model.json - --out - < leads.csv'],
  ])('score %s: only the result goes to the standard output', async (_, command) => {
    const { status, stdout, stderr } = await shell(command);
    expect([status, stdout, stderr]).toEqual([0, scored, expect.stringMatching(SUMMARY)]);
  });

  test('score: JSON Lines and Parquet are told by their first bytes, also in a pipe', async () => {
    const lines = '{"source":"web","visits":1}\n';
    writeFileSync(at('leads.jsonl'), lines);
    expect((await shell('cat leads.jsonl | scorelane score model.json - --out -')).stdout).toMatch(
      /^\{"source":"web","visits":1,"probability":0\.\d+,/,
    );
    const { stderr } = await shell("printf 'PAR1 is not all' | scorelane score model.json - --out o.csv");
    expect(stderr).toMatch(
      /^scorelane: the standard input: expected a Parquet file, found one that cannot be read/,
    );
  });

  test('score: what is no text is found in its line, though a pipe cannot be read twice', async () => {
    const { status, stderr } = await shell(
      `{ cat leads.csv; for i in $(seq 60000); do echo "web,$((i % 20))"; done; printf 'web\\xff,2\\n'; } | scorelane score model.json - --out o.csv`,
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^scorelane: the standard input: .*line 60005/),
    ]);
  });

  test('the reader goes away: no word, no trace, the exit code of a broken pipe', async () => {
    const rows = `source,visits\n${'web,1\n'.repeat(200_000)}`;
    writeFileSync(at('many.csv'), rows);
    const piped = await shell(
      'scorelane score model.json many.csv --out - --rejected r.csv | head -2; echo $PIPESTATUS',
    );
    expect(piped).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^source,visits,probability.*\nweb,1,.*\n141\n$/),
      stderr: '',
    });
    expect(existsSync(at('r.csv'))).toBe(false);
    const messages = await shell('scorelane score model.json leads.csv --out o.csv | true; echo $PIPESTATUS');
    expect([messages.stdout, messages.stderr, text('o.csv')]).toEqual(['0\n', '', scored]);
    const told = await shell('scorelane score model.json none.csv --out o.csv 2>&1 | true; echo $PIPESTATUS');
    expect([told.stdout, told.stderr]).toEqual(['1\n', '']);
  });

  test('train and profile read a pipe, which they read twice', async () => {
    const train = 'train - --target converted --trainer logistic --folds 2 --json --out';
    const [piped, plain] = [
      await shell(`cat past.csv | scorelane ${train} piped`),
      await shell(`scorelane ${train.replace('-', 'past.csv')} plain`),
    ];
    expect([piped.status, piped.stderr, plain.status]).toEqual([0, '', 0]);
    const model = (name: string) => ({ ...JSON.parse(text(`${name}/model.json`)), created_at: '' });
    expect(model('piped').terms).toEqual(model('plain').terms);
    expect(JSON.parse(piped.stdout).data).toMatchObject({ rows: 400 });
    // A column that is a number up to its last row makes training read the file anew.
    const twice = await shell(
      `{ cat past.csv; sed -n 2p past.csv | sed 's/,[0-9]*,\\([a-z]*\\),\\([a-z]*\\),\\([a-z]*\\)$/,many,\\1,\\2,\\3/'; } | scorelane ${train} twice`,
    );
    expect([twice.status, JSON.parse(twice.stdout).data.rows]).toEqual([0, 401]);
    const profile = await shell('cat past.csv | scorelane profile - --target converted --out -');
    expect([profile.status, profile.stdout.slice(0, 15)]).toEqual([0, '<!doctype html>']);
    expect(profile.stderr).toMatch(/^Read +the standard input: 400 rows/);
    const joined = await shell(
      'cut -d, -f1 past.csv | head -60 | scorelane profile past.csv --join - --on lead_id --target won',
    );
    expect([joined.status, joined.stderr]).toEqual([0, '']);
  });

  test('sample writes to a pipe', async () => {
    const { stdout, stderr } = await shell('scorelane sample --rows 400 --seed 2 --out -');
    expect([stdout === text('past.csv'), stderr]).toEqual([
      true,
      'Wrote 400 invented leads to the standard output\n',
    ]);
  });

  test.each([
    ['score - - --out o.csv', 'the standard input can be used once, not for <model.json> and <leads>'],
    [
      'score model.json leads.csv --out - --json',
      '--json prints to the standard output: name a file for --out',
    ],
    ['score model.json leads.csv --out - --rejected -', 'the standard output can be used once'],
    ['profile leads.csv --out - --json', '--json prints to the standard output'],
    ['upload bucket -', 'the standard input (-) needs --name'],
  ])('usage: %s', async (command, message) => {
    const { status, stderr } = await shell(`scorelane ${command} < leads.csv`);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`error: ${message}`)]);
  });

  test('train to -, which would be a folder of that name', async () => {
    expect(await shell('scorelane train past.csv --target converted --out -')).toMatchObject({
      status: 1,
      stderr:
        'scorelane: --out: expected a folder to write to, found a stream: -. Name a folder; it need not exist yet.\n',
    });
  });

  test('a compressed result, and what lies where a result is kept until it is whole', async () => {
    expect(await shell('scorelane score model.json leads.csv --out o.csv.gz')).toMatchObject({ status: 0 });
    expect(readFileSync(at('o.csv.gz')).subarray(0, 2)).toEqual(gzipSync('').subarray(0, 2));
    writeFileSync(at('big.csv'), `source,visits\n${'web,1\n'.repeat(3_000_000)}`);
    writeFileSync(at('o.csv.partial'), 'of somebody else');
    const refused = await shell('scorelane score model.json big.csv --out o.csv');
    expect([refused.status, refused.stderr, text('o.csv.partial')]).toEqual([
      1,
      expect.stringMatching(/^scorelane: \S*o\.csv\.partial: expected nothing where a result is kept/),
      'of somebody else',
    ]);
    rmSync(at('o.csv.partial'));
    rmSync(at('big.csv'));
  });
});
