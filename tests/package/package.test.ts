import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { buildPackage } from '../support/build-package.ts';
import { fetchNode } from '../support/fetch-node.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { ownPath } from '../support/old-node.ts';

/** The packed file, installed without a network where there is nothing else, and used under each Node that it promises. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-package-'));
const prefix = join(folder, 'global');
const installed = join(prefix, 'lib/node_modules/scorelane');
const project = join(folder, 'project');
let directory: string;
let stack: LocalStack;

const MEGABYTE = 1 << 20;
const NODES = ['20.12.0', '20', '22', '24'];
const OLD_NODES = ['12', '14', '16', '18'];

const listFiles = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

beforeAll(async () => {
  const built = buildPackage(join(folder, 'dist'));
  directory = built.directory;
  const install = (...args: readonly string[]) =>
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', ...args, built.packed], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  mkdirSync(project);
  install('--global', '--prefix', prefix);
  writeFileSync(join(project, 'package.json'), '{}');
  install();
  stack = await startLocalStack({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with a PATH that begins with a Node. Not synchronous: the stack's connections go on meanwhile. */
async function run(
  node: string,
  program: string,
  args: readonly string[],
  cwd: string,
  env = {},
): Promise<Ended> {
  const child = spawn(program, args, {
    cwd,
    env: {
      ...process.env,
      PATH: [dirname(node), ...ownPath()].join(delimiter),
      SCORELANE_DATA_DIR: join(folder, 'data'),
      ...env,
    },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  const [status] = await once(child, 'close');
  return { status, ...texts };
}

const scorelane = (node: string, cwd: string, args: readonly string[], env = {}) =>
  run(node, join(prefix, 'bin/scorelane'), args, cwd, env);

test('it holds what is listed, and nothing else', () => {
  const names = listFiles(directory);
  const listed = [
    /^(LICENSE|README\.md|THIRD-PARTY-LICENSES|package\.json)$/,
    /^bin\/scorelane\.cjs$/,
    /^cli\/[\w-]+\.js$/,
    /^client\/(index\.js|[\w-]+\.d\.ts)$/,
    /^contract\/index\.d\.ts$/,
    /^cjs\/(package\.json|client\/(index\.js|[\w-]+\.d\.ts)|contract\/index\.d\.ts)$/,
  ];
  expect(names.filter((name) => !listed.some((pattern) => pattern.test(name)))).toEqual([]);
  for (const pattern of listed) expect(names.filter((name) => pattern.test(name))).not.toEqual([]);
  expect(listFiles(installed)).toEqual(names);
  // Nothing of the machine that it was built on.
  for (const name of names)
    expect([name, readFileSync(join(directory, name), 'utf8').includes(ROOT)]).toEqual([name, false]);
});

test('it takes at most 15 MB with all that it needs', () => {
  const sizes = listFiles(prefix).map((name) => statSync(join(prefix, name)).size);
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(15 * MEGABYTE);
  const { dependencies, optionalDependencies, scripts } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  );
  expect([dependencies, optionalDependencies, scripts]).toEqual([undefined, undefined, undefined]);
});

test('each library inside has its licence beside it', () => {
  const licences = readFileSync(join(installed, 'THIRD-PARTY-LICENSES'), 'utf8');
  const { inputs } = JSON.parse(readFileSync(join(dirname(directory), 'scorelane.meta.json'), 'utf8'));
  const libraries = new Set(
    Object.keys(inputs).flatMap((file) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
  );
  expect(libraries.size).toBeGreaterThan(20);
  for (const library of libraries) expect(licences).toMatch(new RegExp(`^${library} \\d+\\.\\S+ \\(`, 'm'));
});

test('of the AWS SDK nothing is loaded until a stack is named', async () => {
  const { outputs } = JSON.parse(readFileSync(join(dirname(directory), 'scorelane.meta.json'), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, unknown> }>;
  };
  const holdsSdk = new Set(
    Object.entries(outputs).flatMap(([file, { inputs }]) =>
      Object.keys(inputs).some((input) => /node_modules\/@(aws-sdk|smithy)\//.test(input))
        ? [file.split('/').at(-1)!]
        : [],
    ),
  );
  expect(holdsSdk.size).toBeGreaterThan(3);
  const cwd = join(folder, 'loads');
  mkdirSync(cwd);
  const loads = async (...args: readonly string[]): Promise<string[]> => {
    const NODE_V8_COVERAGE = mkdtempSync(join(folder, 'coverage-'));
    expect((await scorelane(NODE_24, cwd, args, { NODE_V8_COVERAGE })).status).toBe(0);
    const urls = readdirSync(NODE_V8_COVERAGE).flatMap((file) =>
      (JSON.parse(readFileSync(join(NODE_V8_COVERAGE, file), 'utf8')).result as { url: string }[]).map(
        ({ url }) => url,
      ),
    );
    return urls.filter((url) => url.includes('/scorelane/cli/')).map((url) => url.split('/').at(-1)!);
  };
  for (const args of [
    ['--help'],
    ['publish', '--help'],
    ['sample', '--out', 'leads.csv', '--rows', '500'],
    ['train', 'leads.csv', '--target', 'converted', '--trainer', 'logistic'],
    ['score', 'model/model.json', 'leads.csv', '--out', 'scored.csv'],
  ]) {
    const loaded = await loads(...args);
    expect(loaded).toContain('main.js');
    expect([args, loaded.filter((name) => holdsSdk.has(name))]).toEqual([args, []]);
  }
  const loaded = await loads('publish', 'model/model.json');
  expect(loaded.filter((name) => holdsSdk.has(name))).not.toEqual([]);
});

test('the command starts with fewer files than in the checkout', async () => {
  const countFiles = async (program: string, args: readonly string[]) => {
    const NODE_V8_COVERAGE = mkdtempSync(join(folder, 'coverage-'));
    await run(NODE_24, program, args, folder, { NODE_V8_COVERAGE });
    const [file] = readdirSync(NODE_V8_COVERAGE);
    const { result } = JSON.parse(readFileSync(join(NODE_V8_COVERAGE, file!), 'utf8')) as {
      result: { url: string }[];
    };
    return result.filter(({ url }) => url.startsWith('file:')).length;
  };
  const packed = await countFiles(join(prefix, 'bin/scorelane'), ['--help']);
  const here = await countFiles(NODE_24, [join(ROOT, 'cli/scorelane.mjs'), '--help']);
  expect(packed).toBeGreaterThan(1);
  expect(packed).toBeLessThan(here / 4);
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
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/call these first:\n {2}L-\d+ {2}grade A, score 9\d of 99/);
    // No colours where no terminal is.
    expect(stdout).not.toContain('\u001b');
  });

  inNode('sample, train and score, with threads, give the bytes that the checkout gives', async () => {
    const steps = [
      ['--version'],
      ['sample', '--out', 'leads.csv', '--rows', '2500'],
      ['sample', '--out', 'many.csv', '--rows', '12000', '--seed', '2'],
      ['profile', 'leads.csv', '--target', 'converted', '--out', 'profile.html'],
      ['train', 'leads.csv', '--target', 'converted', '--threads', '2'],
      ['score', 'model/model.json', 'many.csv', '--out', 'scored.csv', '--threads', '2'],
    ];
    for (const step of steps)
      expect(await scorelane(node, cwd, step)).toMatchObject({ status: 0, stderr: '' });
    for (const page of ['profile.html', 'model/report.html']) expect(read(page)).toContain('Chart.js v');
    const { lineage, ...model } = JSON.parse(read('model/model.json'));
    const { stdout } = await run(NODE_24, NODE_24, ['-p', 'process.versions.node'], cwd);
    const here = (args: readonly string[]) =>
      run(NODE_24, NODE_24, [join(ROOT, 'cli/scorelane.mjs'), ...args], cwd);
    await here(['train', 'leads.csv', '--target', 'converted', '--out', 'here']);
    const { lineage: its, ...expected } = JSON.parse(read('here/model.json'));
    expect({ ...model, created_at: '' }).toEqual({ ...expected, created_at: '' });
    expect(its.libraries.node).toBe(stdout.trim());
    expect({ ...lineage.libraries, node: its.libraries.node }).toEqual(its.libraries);
    await here(['score', 'model/model.json', 'many.csv', '--out', 'here.csv']);
    expect(read('scored.csv')).toBe(read('here.csv'));
    writeFileSync(join(cwd, 'many.parquet'), toParquet(read('many.csv')));
    const parquet = await scorelane(node, cwd, [
      'score',
      'model/model.json',
      'many.parquet',
      '--out',
      'parquet.csv',
    ]);
    expect(parquet).toMatchObject({ status: 0 });
    expect(read('parquet.csv')).toBe(read('here.csv'));
  });

  inNode('publish, submit and others work with a running stack', async () => {
    const published = await scorelane(node, cwd, ['publish', 'model/model.json', '--promote', '--json']);
    expect(published.status).toBe(0);
    expect(published.stderr).not.toContain('Warning');
    const { version: made, champion } = JSON.parse(published.stdout);
    expect(champion).toBe(made);
    const listed = await scorelane(node, cwd, ['models', 'list', 'leads', '--json']);
    expect(listed.stdout).toContain(`"${made}"`);
    writeFileSync(join(cwd, 'lead.json'), JSON.stringify(LEAD));
    const submitted = await scorelane(node, cwd, ['submit', 'lead.json', '--wait', '--json']);
    expect(submitted).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(submitted.stdout)).toMatchObject({
      status: 'succeeded',
      prediction: { grade: expect.any(String) },
    });
    const jobs = await scorelane(node, cwd, ['jobs', 'submit', 'many.csv', '--out', 'job.csv']);
    expect(jobs).toMatchObject({ status: 0 });
    expect(read('job.csv')).toBe(read('scored.csv'));
  });

  inNode('the client is imported by a module and by CommonJS', async () => {
    const use = `createClient({ baseUrl: ${JSON.stringify(stack.apiUrl)} }).predict(${JSON.stringify(LEAD)}).then(({ status }) => console.log(status))`;
    for (const [type, text] of [
      ['module', `import { createClient } from 'scorelane/client'; ${use}`],
      ['commonjs', `const { createClient } = require('scorelane/client'); ${use}`],
      ['commonjs', `import('scorelane/client').then(({ createClient }) => ${use})`],
    ] as const) {
      const ended = await run(node, node, [`--input-type=${type}`, '-e', text], project);
      expect([type, ended]).toEqual([type, { status: 0, stdout: 'succeeded\n', stderr: '' }]);
    }
    const bare = await run(node, node, ['-e', `require('scorelane')`], project);
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

describe.each(OLD_NODES)('Node %s, which is too old', (version) => {
  const found = fetchNode(version);
  const inNode = found === undefined ? test.skip : test;

  inNode('gets one sentence from the package, and from the checkout', async () => {
    const own = '\\d+\\.\\d+\\.\\d+';
    const packed = await run(found!, found!, [join(installed, 'bin/scorelane.cjs'), '--version'], folder);
    expect([packed.status, packed.stdout]).toEqual([2, '']);
    expect(packed.stderr).toMatch(
      new RegExp(
        `^scorelane needs Node 20\\.12 or newer, and this is Node ${own}: install a newer one .*\\n$`,
      ),
    );
    mkdirSync(join(folder, version, 'cli'), { recursive: true });
    cpSync(join(ROOT, 'cli/scorelane.mjs'), join(folder, version, 'cli/scorelane.mjs'));
    const bare = await run(found!, found!, [join(folder, version, 'cli/scorelane.mjs'), '--version'], folder);
    expect([bare.status, bare.stdout]).toEqual([2, '']);
    expect(bare.stderr).toMatch(
      new RegExp(`^scorelane in a checkout needs Node 24, and this is Node ${own}: run npm ci .*\\n$`),
    );
  });
});

test('the checkout is not packed: npm pack says which command makes the package', () => {
  const checkout = join(folder, 'checkout');
  const mine = [
    'leads.csv',
    'scored.csv',
    '.env',
    'model/model.json',
    '.scorelane/local-stack.json',
    'cli/mine.csv',
  ];
  for (const name of [
    'package.json',
    'README.md',
    'LICENSE',
    '.gitignore',
    'cli/scorelane.mjs',
    'infra/build/refuse-to-pack.mjs',
  ]) {
    mkdirSync(dirname(join(checkout, name)), { recursive: true });
    cpSync(join(ROOT, name), join(checkout, name));
  }
  for (const name of mine) {
    mkdirSync(dirname(join(checkout, name)), { recursive: true });
    writeFileSync(join(checkout, name), 'mine\n');
  }
  const pack = (...args: readonly string[]) =>
    spawnSync('npm', ['pack', ...args], { cwd: checkout, encoding: 'utf8' });
  const { status, stderr } = pack();
  expect([status, stderr]).toEqual([1, expect.stringContaining('npm run build:package')]);
  expect(readdirSync(checkout).filter((name) => name.endsWith('.tgz'))).toEqual([]);
  const [{ files }] = JSON.parse(pack('--ignore-scripts', '--json').stdout);
  expect(files.map(({ path }: { path: string }) => path).sort()).toEqual([
    'LICENSE',
    'README.md',
    'cli/scorelane.mjs',
    'package.json',
  ]);
});
