import { spawnSync } from 'node:child_process';
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
import { dirname, join } from 'node:path';
import { fetchNode } from '../support/fetch-node.ts';
import { installPackage, runWithNode as run } from '../support/installed-package.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** What the package holds, and what of it is loaded. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-package-'));
let directory: string;
let prefix: string;
let installed: string;

/** A stack that nothing answers for. */
const NOWHERE = {};

const MEGABYTE = 1 << 20;
const OLD_NODES = ['12', '14', '16', '18'];

const listFiles = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

beforeAll(() => {
  ({ directory, prefix, installed } = installPackage(folder));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it holds what is listed, and nothing else', () => {
  const names = listFiles(directory);
  const listed = [
    /^(LICENSE|README\.md|THIRD-PARTY-LICENSES|package\.json)$/,
    /^bin\/scorelane\.cjs$/,
    /^cli\/[\w-]+\.js$/,
    /^cli\/scorelane_export\.py$/,
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
  const loads = async (status: number, ...args: readonly string[]): Promise<string[]> => {
    const NODE_V8_COVERAGE = mkdtempSync(join(folder, 'coverage-'));
    expect(
      (
        await run(NODE_24, join(prefix, 'bin/scorelane'), args, cwd, {
          NODE_V8_COVERAGE,
          SCORELANE_DATA_DIR: cwd,
        })
      ).status,
    ).toBe(status);
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
    const loaded = await loads(0, ...args);
    expect(loaded).toContain('main.js');
    expect([args, loaded.filter((name) => holdsSdk.has(name))]).toEqual([args, []]);
  }
  // Where there is a stack: what it says of itself is enough to load what asks it.
  writeFileSync(
    join(cwd, 'local-stack.json'),
    JSON.stringify({ pid: process.pid, apiUrl: 'http://127.0.0.1:9', environment: NOWHERE }),
  );
  const loaded = await loads(1, 'models', 'list');
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
