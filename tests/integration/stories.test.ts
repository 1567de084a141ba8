import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommand, placeStack } from '../support/installed-command.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { readStory, runStory } from '../support/story.ts';

/** Every command as a story on the real local stack: tests/stories/*.story. */
const STORIES = join(__dirname, '../stories');
const folder = mkdtempSync(join(tmpdir(), 'scorelane-stories-'));
const fixtures = join(folder, 'fixtures');
const path = installCommand(join(folder, 'bin'));
let stack: LocalStack | undefined;

beforeAll(async () => {
  stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
  const scorelane = (...args: string[]) => {
    const { status, stderr } = spawnSync(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  const csv = join(fixtures, 'leads.csv');
  scorelane('sample', '--rows', '600', '--out', csv);
  const train = (out: string, ...options: string[]) =>
    scorelane(
      'train',
      csv,
      '--target',
      'converted',
      '--trainer',
      'logistic',
      '--folds',
      '2',
      '--out',
      join(fixtures, out),
      ...options,
    );
  train('model');
  // Without its best columns it is worse on the same hold-out.
  train('worse', '--drop', 'source,visits,pages_viewed');
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(readdirSync(STORIES).filter((name) => name.endsWith('.story')))('%s', (name) => {
  const steps = readStory(readFileSync(join(STORIES, name), 'utf8'));
  expect(steps.length).toBeGreaterThan(0);
  const cwd = join(folder, name);
  cpSync(fixtures, cwd, { recursive: true });
  placeStack(cwd, stack!.dataDir);
  // Nothing of this machine's own settings, and no credentials: what a story does on AWS must fail.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(AWS|SCORELANE)_/.test(key)),
  );
  runStory(
    steps,
    cwd,
    {
      ...env,
      PATH: path,
      API: stack!.apiUrl,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    '',
  );
});
