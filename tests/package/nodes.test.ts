import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { fetchNode } from '../support/fetch-node.ts';
import { type InstalledPackage, installPackage, runWithNode } from '../support/installed-package.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** The installed package under each Node that it promises, against a running stack, held against the checkout. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-nodes-'));
const here = join(folder, 'here');
let its: InstalledPackage;
let stack: LocalStack;

const OLDEST = '20.12.0';
const NODES = [OLDEST, '20', '22', '24'];

const run = (node: string, program: string, args: readonly string[], cwd: string) =>
  runWithNode(node, program, args, cwd, { SCORELANE_DATA_DIR: join(folder, 'data') });
const scorelane = (node: string, cwd: string, args: readonly string[]) =>
  run(node, join(its.prefix, 'bin/scorelane'), args, cwd);

/** What every Node does, and the checkout too; `model` is its folder. */
const STEPS = [
  ['sample', '--out', 'leads.csv', '--rows', '2500'],
  ['sample', '--out', 'many.csv', '--rows', '12000', '--seed', '2'],
  ['profile', 'leads.csv', '--target', 'converted', '--out', 'profile.html'],
  ['train', 'leads.csv', '--target', 'converted', '--trainer', 'logistic', '--threads', '2'],
  ['score', 'model/model.json', 'many.csv', '--out', 'scored.csv', '--threads', '2'],
];

beforeAll(async () => {
  its = installPackage(folder);
  mkdirSync(here);
  for (const step of STEPS)
    expect(await run(NODE_24, NODE_24, [join(ROOT, 'cli/scorelane.mjs'), ...step], here)).toMatchObject({
      status: 0,
    });
  stack = await startLocalStack({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As a file of another format says it; under Node 20 other code reads it. */
function toParquet(csv: string): Uint8Array {
  const [header = '', ...rows] = csv.trimEnd().split('\n');
  const cells = rows.map((row) => row.split(','));
  const columnData = header
    .split(',')
    .map((name, c) => ({ name, data: cells.map((row) => row[c]!), type: 'STRING' as const }));
  return new Uint8Array(
    parquetWriteBuffer({
      columnData,
      codec: 'ZSTD',
      compressors: { ZSTD: (bytes) => new Uint8Array(zstdCompressSync(bytes)) },
    }),
  );
}

describe.each(NODES)('Node %s', (version) => {
  const found = version === '24' ? NODE_24 : fetchNode(version);
  const node = found ?? '';
  const inNode = found === undefined ? test.skip : test;
  const cwd = join(folder, `with-${version}`);
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');

  beforeAll(() => mkdirSync(cwd));

  inNode('two commands after nothing: the second shows whom to call', async () => {
    const { status, stdout, stderr } = await scorelane(node, cwd, ['demo']);
    // On a slow machine the command prints its progress.
    expect([status, stderr.replace(/^.* fits, \d+ s\n/gm, '')]).toEqual([0, '']);
    expect(stdout).toMatch(/call these first:\n {2}L-\d+ {2}grade A, score 9\d of 99/);
    // No colours where no terminal is.
    expect(stdout).not.toContain('\u001b');
  });

  inNode('sample, train and score, with threads, give the bytes that the checkout gives', async () => {
    for (const step of STEPS)
      expect(await scorelane(node, cwd, step)).toMatchObject({ status: 0, stderr: '' });
    for (const page of ['profile.html', 'model/report.html']) expect(read(page)).toContain('Chart.js v');
    const modelOf = (path: string) => {
      const { created_at: _, lineage, ...model } = JSON.parse(readFileSync(path, 'utf8'));
      const { node: ran, ...libraries } = lineage.libraries;
      return { model: { ...model, lineage: { ...lineage, libraries, git_commit: '' } }, ran };
    };
    const made = modelOf(join(cwd, 'model/model.json'));
    expect(made.model).toEqual(modelOf(join(here, 'model/model.json')).model);
    expect(made.ran.startsWith(`${version}.`) || made.ran === version).toBe(true);
    const expected = readFileSync(join(here, 'scored.csv'), 'utf8');
    // The model's bytes differ by their date and Node, its numbers do not.
    expect(read('scored.csv') === expected).toBe(true);
    writeFileSync(join(cwd, 'many.parquet'), toParquet(read('many.csv')));
    const parquet = await scorelane(node, cwd, [
      'score',
      'model/model.json',
      'many.parquet',
      '--out',
      'parquet.csv',
    ]);
    expect(parquet).toMatchObject({ status: 0 });
    expect(read('parquet.csv') === expected).toBe(true);
  });

  inNode('publish, submit and others work with a running stack', async () => {
    const published = await scorelane(node, cwd, [
      'publish',
      'model/model.json',
      '--promote',
      '--force',
      '--json',
    ]);
    expect(published.status).toBe(0);
    expect(published.stderr).not.toContain('Warning');
    const { version: made, champion } = JSON.parse(published.stdout);
    expect(champion).toBe(made);
    writeFileSync(join(cwd, 'lead.json'), JSON.stringify(LEAD));
    const submitted = await scorelane(node, cwd, ['submit', 'lead.json', '--wait', '--json']);
    expect(submitted).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(submitted.stdout)).toMatchObject({
      status: 'succeeded',
      prediction: { grade: expect.any(String) },
    });
    if (version !== OLDEST) return;
    const jobs = await scorelane(node, cwd, ['jobs', 'submit', 'many.csv', '--out', 'job.csv']);
    expect(jobs).toMatchObject({ status: 0 });
    expect(read('job.csv') === read('scored.csv')).toBe(true);
  });

  inNode('the client is imported by a module and by CommonJS', async () => {
    const use = `createClient({ baseUrl: ${JSON.stringify(stack.apiUrl)} }).predict(${JSON.stringify(LEAD)}).then(({ status }) => console.log(status))`;
    for (const [type, text] of [
      ['module', `import { createClient } from 'scorelane/client'; ${use}`],
      ['commonjs', `const { createClient } = require('scorelane/client'); ${use}`],
      ['commonjs', `import('scorelane/client').then(({ createClient }) => ${use})`],
    ] as const) {
      const ended = await run(node, node, [`--input-type=${type}`, '-e', text], its.project);
      expect([type, ended]).toEqual([type, { status: 0, stdout: 'succeeded\n', stderr: '' }]);
    }
    const bare = await run(node, node, ['-e', `require('scorelane')`], its.project);
    expect([bare.status, bare.stderr]).toEqual([1, expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED')]);
  });
});

const LEAD = {
  first_contact: '2026-06-24',
  source: 'referral',
  industry: 'software',
  country: 'DE',
  employees: 66,
  visits: 9,
  pages_viewed: 14,
  email_opened: true,
  demo_requested: false,
};
