import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { hasPython, runPython } from '../support/python.ts';
import { runCli } from '../support/run-cli.ts';

/** The Python package against the stack of `npm start`, whose champion is scored in Python, too. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-python-'));
const withPython = hasPython() ? test : test.skip;
if (!hasPython())
  console.warn('SKIPPED: the Python package against a stack: this machine lacks Python ≥ 3.9');

let stack: LocalStack | undefined;
beforeAll(async () => {
  if (hasPython())
    stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0', SCORELANE_AUTH: 'required' } });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function cli(...args: readonly string[]): Promise<string> {
  const env = { SCORELANE_DATA_DIR: stack!.dataDir };
  const { status, stdout, stderr } = await runCli(args, { cwd: folder, env });
  if (status !== 0) throw new Error(`scorelane ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

withPython('the client does what it says, and the model scores in Python as the API does', async () => {
  await cli('sample', '--rows', '1200', '--seed', '7', '--out', 'leads.csv');
  await cli('train', 'leads.csv', '--target', 'converted', '--trainer', 'boosted', '--folds', '2');
  await cli('publish', 'model/model.json', '--promote', '--force');
  const { key } = JSON.parse(await cli('keys', 'create', 'python', '--scope', 'admin', '--json'));
  const ended = await runPython(['-m', 'unittest', 'tests.live'], {
    env: {
      SCORELANE_URL: stack!.apiUrl,
      SCORELANE_API_KEY: key,
      SCORELANE_MODEL: join(folder, 'model/model.json'),
      SCORELANE_LEADS: join(folder, 'leads.csv'),
    },
  });
  expect(ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/\nRan \d\d tests in .*\n\nOK/) });
});
