import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Start, wordsOfStart } from '../../../../cli/terminal/how-started.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EXEC = { npm_command: 'exec', npm_lifecycle_event: 'npx' };
const linux = (script: string, cwd: string, env: Start['env'] = {}): string[] =>
  wordsOfStart({ script, cwd, env, platform: 'linux' });
const windows = (script: string, cwd: string, env: Start['env'] = {}): string[] =>
  wordsOfStart({ script, cwd, env, platform: 'win32' });

test('a command of the PATH is named alone, also in a terminal that npm started', () => {
  const env = { PATH: '/bin:/home/ada/.npm/bin' };
  expect(linux('/home/ada/.npm/bin/scorelane', '/home/ada', env)).toEqual(['scorelane']);
  expect(linux('/home/ada/.npm/bin/scorelane', '/home/ada', { ...env, ...EXEC })).toEqual(['scorelane']);
});

test('a link outside the PATH is named by its path, as seen from the working folder', () => {
  expect(linux('/opt/tools/scorelane', '/opt', { PATH: '/bin' })).toEqual(['tools/scorelane']);
  expect(linux('/opt/tools/scorelane', '/opt/tools')).toEqual(['./scorelane']);
  expect(linux('/opt/tools/scorelane', '/home/ada/leads')).toEqual(['/opt/tools/scorelane']);
});

test('npx finds a command that is installed in the working folder or above, and in no other one', () => {
  const link = '/home/ada/crm/node_modules/.bin/scorelane';
  expect(linux(link, '/home/ada/crm/data', EXEC)).toEqual(['npx', 'scorelane']);
  expect(linux(link, '/home/ada/crm')).toEqual(['npx', 'scorelane']);
  expect(linux(link, '/home/ada')).toEqual(['crm/node_modules/.bin/scorelane']);
});

test.each([
  ['scorelane', ['npx', 'scorelane']],
  ['scorelane@0.3.0', ['npx', 'scorelane@0.3.0']],
  ['/home/ada/scorelane-0.1.0.tgz', ['npx', '--package', '/home/ada/scorelane-0.1.0.tgz', 'scorelane']],
  ['/home/ada/scorelane', ['npx', 'scorelane']],
  ['/home/eve/scorelane', ['npx', '--package', '/home/eve/scorelane', 'scorelane']],
])('what npx fetched as %s is fetched so again', (spec, words) => {
  const cache = join(folder, spec.replaceAll('/', '_'));
  mkdirSync(cache);
  writeFileSync(join(cache, 'package.json'), JSON.stringify({ _npx: { packages: [spec] } }));
  expect(linux(join(cache, 'node_modules/.bin/scorelane'), '/home/ada/scorelane/data', EXEC)).toEqual(words);
});

test('a script is started by node, from wherever the working folder is', () => {
  expect(linux('/home/ada/scorelane/cli/scorelane.mjs', '/home/ada/scorelane')).toEqual([
    'node',
    'cli/scorelane.mjs',
  ]);
  expect(linux('/home/ada/scorelane/cli/main.ts', '/home/ada/leads')).toEqual([
    'node',
    '../scorelane/cli/scorelane.mjs',
  ]);
  expect(linux('/srv/scorelane/cli/scorelane.mjs', '/home/ada/leads')).toEqual([
    'node',
    '/srv/scorelane/cli/scorelane.mjs',
  ]);
});

test('npm run is told from other scripts of npm', () => {
  const script = '/srv/scorelane/cli/scorelane.mjs';
  const env = {
    npm_command: 'run',
    npm_lifecycle_event: 'scorelane',
    npm_package_json: '/srv/scorelane/package.json',
  };
  expect(linux(script, '/srv/scorelane', env)).toEqual(['npm', 'run', 'scorelane', '--']);
  expect(linux(script, '/srv/scorelane', { ...env, npm_command: 'run-script' })).toEqual([
    'npm',
    'run',
    'scorelane',
    '--',
  ]);
  expect(linux(script, '/srv/scorelane', { ...env, npm_lifecycle_event: 'test' })).toEqual([
    'node',
    'cli/scorelane.mjs',
  ]);
  expect(linux(script, '/home/ada', { ...env, npm_package_json: '/home/ada/package.json' })).toEqual([
    'node',
    script,
  ]);
});

test('on Windows links are scripts of the shell, which name the file that is installed', () => {
  const global = 'C:\\Users\\Ada\\npm\\node_modules\\scorelane\\cli\\scorelane.mjs';
  expect(windows(global, 'D:\\leads', { Path: 'C:\\Windows;C:\\Users\\Ada\\npm' })).toEqual(['scorelane']);
  expect(windows(global, 'D:\\leads', { Path: 'C:\\Windows' })).toEqual(['node', global]);
  expect(windows('D:\\leads\\node_modules\\scorelane\\cli\\scorelane.mjs', 'D:\\leads\\may')).toEqual([
    'npx',
    'scorelane',
  ]);
});
