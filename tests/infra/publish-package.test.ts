import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { NODE_24, ROOT } from '../support/node24.ts';

/** infra/ship/publish-package.sh with an npm that writes down what it is asked for, and with which token. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-publish-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const log = join(folder, 'log');

beforeAll(() => {
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'package/package.json'), '{"name": "scorelane", "version": "1.2.3-rc.1"}');
  execFileSync('tar', ['-czf', join(folder, 'scorelane-1.2.3-rc.1.tgz'), '-C', folder, 'package']);
  writeFileSync(
    join(folder, 'npm'),
    `#!/bin/sh
case "$1" in
  config) echo https://registry.example/ ;;
  view) echo "$PUBLISHED" ;;
  *) echo "npm $*" >> "${log}"; [ -z "$NPM_CONFIG_USERCONFIG" ] || cat "$NPM_CONFIG_USERCONFIG" >> "${log}" ;;
esac
`,
  );
  chmodSync(join(folder, 'npm'), 0o755);
});

function publish(env: Readonly<Record<string, string>>) {
  rmSync(log, { force: true });
  const script = join(ROOT, 'infra/ship/publish-package.sh');
  const { status, stdout, stderr } = spawnSync('bash', [script, 'scorelane-1.2.3-rc.1.tgz'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: [folder, dirname(NODE_24), '/usr/bin', '/bin'].join(delimiter),
      TAG: 'v1.2.3-rc.1',
      PUBLISHED: '',
      ...env,
    },
  });
  return { status, output: stdout + stderr, asked: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

const asks = (tag: string) =>
  `npm publish ./scorelane-1.2.3-rc.1.tgz --provenance --access public --tag ${tag}\n`;

test('a repository that npm trusts publishes without a token', () => {
  expect(publish({ NPM_TRUSTED: 'yes' })).toEqual({ status: 0, output: '', asked: asks('latest') });
});

test('a token goes to the registry that npm uses, and not into the command; a pre-release is not the latest', () => {
  const { status, asked } = publish({ NPM_TOKEN: 'npm_secret', PRERELEASE: 'yes' });
  expect([status, asked]).toEqual([0, `${asks('next')}//registry.example/:_authToken=\${NPM_TOKEN}\n`]);
});

test.each([
  ['without either, a notice says so', {}, '::notice title=Not published to npm::There is neither'],
  [
    'what is there already is not published again',
    { NPM_TRUSTED: 'yes', PUBLISHED: '1.2.3-rc.1' },
    'scorelane@1.2.3-rc.1 is there already',
  ],
])('%s, and the release goes on', (_, env, says) => {
  expect(publish(env)).toEqual({ status: 0, output: expect.stringContaining(says), asked: '' });
});

test('the package of another version is refused', () => {
  expect(publish({ TAG: 'v1.2.4', NPM_TRUSTED: 'yes' })).toEqual({
    status: 1,
    output:
      'expected the package of v1.2.4, got version 1.2.3-rc.1: set the version in package.json to 1.2.4 and tag that commit\n',
    asked: '',
  });
});
