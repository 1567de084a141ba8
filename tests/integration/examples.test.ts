import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** The examples of docs/integrate.md, run as they stand but for the address. */
const blocks = [
  ...readFileSync(join(ROOT, 'docs/integrate.md'), 'utf8').matchAll(/```(bash|ts|python)\n([\s\S]*?)```/g),
].map(([, language, code]) => ({ language: language!, code: code! }));
const folder = mkdtempSync(join(tmpdir(), 'scorelane-examples-'));
const COMMANDS: Readonly<Record<string, readonly [command: string, file: string]>> = {
  bash: ['bash', 'example.sh'],
  ts: [NODE_24, 'example.mts'],
  python: ['python3', 'example.py'],
};
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  bash: ['curl', '--version'],
  ts: [NODE_24, '--version'],
  python: ['python3', '-c', 'import requests'],
};

let stack: LocalStack | undefined;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('there is one for each of three languages', () => {
  expect(blocks.map(({ language }) => language)).toEqual(['bash', 'ts', 'python', 'bash']);
});

for (const [i, { language, code }] of blocks.entries()) {
  const [needed, ...args] = NEEDS[language]!;
  const isThere = spawnSync(needed!, args).status === 0;
  if (!isThere)
    console.warn(`SKIPPED: the example in ${language}: this machine lacks ${NEEDS[language]!.join(' ')}`);
  (isThere ? test : test.skip)(`example ${i + 1}, ${language}`, () => {
    const [command, name] = COMMANDS[language]!;
    const file = join(folder, `${i}-${name}`);
    writeFileSync(file, code.replaceAll('http://127.0.0.1:3000', stack!.apiUrl));
    const { stdout, stderr, status } = spawnSync(command, [file], { encoding: 'utf8', timeout: 30_000 });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('A');
    expect(stdout).toContain('Source “referral” multiplies the odds by 2.5');
  });
}
