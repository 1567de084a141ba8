import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { PYTHON_PACKAGE } from '../support/python.ts';

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
  python: ['python3', '--version'],
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

/** Not `spawnSync`: an API of this process must be able to answer. */
async function run(i: number, api: string, change = (code: string) => code) {
  const { language, code } = blocks[i]!;
  const [command, name] = COMMANDS[language]!;
  const file = join(folder, `${i}-${name}`);
  writeFileSync(file, change(code.replaceAll('http://127.0.0.1:3000', api)));
  const env = { ...process.env, PYTHONPATH: PYTHON_PACKAGE, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(command, [file], { timeout: 30_000, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const [status] = await once(child, 'close');
  return { status, stdout, stderr };
}

/** An API that answers a submission so, and so what is asked afterwards. */
async function withApi<T>(
  submitted: readonly [status: number, body: unknown],
  later: unknown,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    request.resume();
    const [status, body] = request.method === 'POST' ? submitted : [200, later];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const QUEUED = { prediction_id: 'p-1', status: 'queued', prediction: null };
const REFUSED = {
  status: 422,
  detail: 'no lead',
  errors: [{ field: 'visits', message: 'expected a number' }],
};
const FAILED = {
  ...QUEUED,
  status: 'failed',
  error: { code: 'broken_model', message: 'the model is broken' },
};

for (const [i, { language, code }] of blocks.entries()) {
  const [needed, ...args] = NEEDS[language]!;
  const isThere = spawnSync(needed!, args).status === 0;
  if (!isThere)
    console.warn(`SKIPPED: the example in ${language}: this machine lacks ${NEEDS[language]!.join(' ')}`);
  const check = isThere ? test : test.skip;

  check(`example ${i + 1}, ${language}`, async () => {
    const { status, stdout, stderr } = await run(i, stack!.apiUrl);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('A');
    expect(stdout).toContain('Source “referral” multiplies the odds by 2.5');
  });

  check(`example ${i + 1}, ${language}: ends with what is wrong with a lead that is refused`, async () => {
    const { status, stderr } = await withApi([422, REFUSED], {}, (url) => run(i, url));
    expect(status).toBe(1);
    expect(stderr).toContain('visits');
    expect(stderr).toContain('expected a number');
  });

  check(`example ${i + 1}, ${language}: ends with why a prediction failed`, async () => {
    const answer: [number, unknown] = code.includes('prefer: wait') ? [200, FAILED] : [202, QUEUED];
    const { status, stdout, stderr } = await withApi(answer, FAILED, (url) => run(i, url));
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('the model is broken');
  });

  check(`example ${i + 1}, ${language}: ends when there is no result in time`, async () => {
    // A second in place of a minute.
    const hurry = (text: string) => text.replace('60_000', '1_000').replace(/(>= |timeout=)60\b/, '$11');
    const { status, stderr } = await withApi([202, QUEUED], QUEUED, (url) => run(i, url, hurry));
    expect(status).toBe(1);
    expect(stderr).toContain('p-1');
  });
}
