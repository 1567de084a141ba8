import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/node24.ts';
import { makeOldNode } from '../support/old-node.ts';

/** What somebody meets who starts the command with a Node that cannot run TypeScript. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-old-node-'));
const node = join(makeOldNode(join(folder, 'bin')), 'node');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder };
const start = (script: string, ...args: string[]) =>
  spawnSync(node, [script, ...args], { encoding: 'utf8', env, cwd: folder });

test('it runs with the Node that npm brought, with its output and its exit code', () => {
  expect(start(join(ROOT, 'cli/scorelane.mjs'), '--version')).toMatchObject({
    status: 0,
    stdout: '0.1.0\n',
    stderr: '',
  });
  const wrong = start(join(ROOT, 'cli/scorelane.mjs'), 'nope');
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("unknown command 'nope'")]);
});

test('where npm brought none, a sentence says what is needed', () => {
  mkdirSync(join(folder, 'bare/cli'), { recursive: true });
  cpSync(join(ROOT, 'cli/scorelane.mjs'), join(folder, 'bare/cli/scorelane.mjs'));
  const { status, stderr } = start(join(folder, 'bare/cli/scorelane.mjs'), '--version');
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^scorelane in a checkout needs Node 24, and this is Node [\d.]+: run npm ci in the project's folder, .*\n$/,
  );
});

test('where the Node of node_modules is an old one, too, it says so and does not start itself for ever', () => {
  mkdirSync(join(folder, 'old/cli'), { recursive: true });
  mkdirSync(join(folder, 'old/node_modules/.bin'), { recursive: true });
  cpSync(join(ROOT, 'cli/scorelane.mjs'), join(folder, 'old/cli/scorelane.mjs'));
  symlinkSync(node, join(folder, 'old/node_modules/.bin/node'));
  const { status, stderr } = start(join(folder, 'old/cli/scorelane.mjs'), '--version');
  expect([status, stderr]).toEqual([2, expect.stringContaining('needs Node 24')]);
});

test('a signal reaches the command, and it ends as the command does', async () => {
  mkdirSync(join(folder, 'signals/cli'), { recursive: true });
  mkdirSync(join(folder, 'signals/node_modules/.bin'), { recursive: true });
  cpSync(join(ROOT, 'cli/scorelane.mjs'), join(folder, 'signals/cli/scorelane.mjs'));
  const waits =
    '#!/bin/sh\nsleep 60 & pid=$!\ntrap "echo got it; kill $pid; exit 7" TERM\necho ready\nwait $pid\n';
  writeFileSync(join(folder, 'signals/node_modules/.bin/node'), waits, { mode: 0o755 });
  const child = spawn(node, [join(folder, 'signals/cli/scorelane.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (text.includes('ready')) child.kill('SIGTERM');
  });
  const [code] = await once(child, 'close');
  expect([code, output]).toEqual([7, 'ready\ngot it\n']);
});
